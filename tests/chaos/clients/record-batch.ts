// RecordBatch v2 as the auditor reads it from the table of batches: by code of its own, so that a fault in the gateway's is not
// repeated here. Source: Kafka's documentation, "Record Batch".

export interface DecodedRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

const RECORD_COUNT_AT = 57;
const RECORDS_AT = 61;
const CODEC_MASK = 0x07;
const ATTRIBUTES_AT = 21;

/** All records of one batch. */
export function decodeBatch(batch: Buffer): DecodedRecord[] {
  if ((batch.readInt16BE(ATTRIBUTES_AT) & CODEC_MASK) !== 0) throw new Error('the batch is compressed');
  const baseOffset = Number(batch.readBigInt64BE(0));
  const count = batch.readInt32BE(RECORD_COUNT_AT);
  const reader = new VarintReader(batch, RECORDS_AT);
  return Array.from({ length: count }, () => {
    const length = reader.varint();
    const end = reader.position + length;
    // The attributes of a record are empty.
    reader.position++;
    reader.varint();
    const offset = baseOffset + reader.varint();
    const [key, value] = [reader.text(), reader.text()];
    reader.position = end;
    return { offset, key, value };
  });
}

class VarintReader {
  position: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  /** Zigzag. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.position++];
      if (byte === undefined) throw new Error('the batch ends in the middle of a number');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  }

  text(): string | null {
    const length = this.varint();
    if (length === -1) return null;
    return this.#bytes.toString('utf8', this.position, (this.position += length));
  }
}
