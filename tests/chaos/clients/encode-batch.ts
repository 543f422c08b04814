// RecordBatch v2 as an idempotent producer sends it: by code of our own, so that a fault in the gateway's is not repeated here.
// Source: Kafka's documentation, "Record Batch".

export interface BatchToEncode {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** Records without a key. */
  readonly values: readonly string[];
}

const HEADER_BYTES = 61;
const LENGTH_FROM = 12;
const CRC_AT = 17;
const CHECKED_FROM = 21;
const MAGIC = 2;

export function encodeBatch({ producerId, producerEpoch, baseSequence, values }: BatchToEncode): Buffer {
  const records = Buffer.concat(values.map(encodeRecord));
  const batch = Buffer.concat([Buffer.alloc(HEADER_BYTES), records]);
  const now = BigInt(Date.now());
  batch.writeInt32BE(batch.length - LENGTH_FROM, 8);
  batch.writeInt32BE(-1, 12);
  batch.writeInt8(MAGIC, 16);
  batch.writeInt32BE(values.length - 1, 23);
  batch.writeBigInt64BE(now, 27);
  batch.writeBigInt64BE(now, 35);
  batch.writeBigInt64BE(BigInt(producerId), 43);
  batch.writeInt16BE(producerEpoch, 51);
  batch.writeInt32BE(baseSequence, 53);
  batch.writeInt32BE(values.length, 57);
  batch.writeUInt32BE(crc32c(batch.subarray(CHECKED_FROM)), CRC_AT);
  return batch;
}

function encodeRecord(value: string, offsetDelta: number): Buffer {
  const bytes = Buffer.from(value);
  // Attributes, timestamp delta, offset delta, no key, the value, no headers.
  const parts = [0, ...varint(0), ...varint(offsetDelta), ...varint(-1), ...varint(bytes.length)];
  const body = Buffer.concat([Buffer.from(parts), bytes, Buffer.from(varint(0))]);
  return Buffer.concat([Buffer.from(varint(body.length)), body]);
}

/** Zigzag. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 0x80);
  return [...bytes, rest];
}

/** Castagnoli's polynomial, reflected. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0x82f63b78 : sum >>> 1;
  return sum;
});

function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}
