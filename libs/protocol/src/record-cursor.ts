// Walks over the records of one RecordBatch v2 without allocating: numbers say where key, value and headers lie, and
// views or strings are made only when asked for. All lengths are checked against the bytes before they are used.
import { corrupt } from './record-batch-header.ts';
import type { RecordBatchHeader } from './record-batch-header.ts';
import { field } from './record-batch-header.ts';
import type { Header } from './record.ts';
import { readUtf8 } from './utf8.ts';
import { VarintReader } from './varint.ts';

const NO_HEADERS: readonly Header[] = Object.freeze([]);

export class RecordCursor {
  /** Offset and epoch milliseconds of the record that the cursor stands on. */
  offset = -1;
  timestamp = -1;
  readonly #bytes: Uint8Array;
  readonly #reader: VarintReader;
  readonly #batch: RecordBatchHeader;
  readonly #givenTimestamp: number | undefined;
  readonly #end: number;
  #seen = 0;
  #keyStart = 0;
  #keyEnd = 0;
  #valueStart = 0;
  #valueEnd = 0;
  #headersStart = 0;
  #headerCount = 0;
  #headerBytes = 0;

  constructor(bytes: Uint8Array, batch: RecordBatchHeader) {
    this.#bytes = bytes;
    this.#reader = new VarintReader(bytes, field.records);
    this.#batch = batch;
    this.#givenTimestamp = batch.timestampType === 'LogAppendTime' ? batch.maxTimestamp : undefined;
    this.#end = batch.sizeBytes;
    this.offset = batch.baseOffset - 1;
  }

  /** Where the bytes of the record end that the cursor stands on; before the first, where they begin. */
  get position(): number {
    return this.#reader.position;
  }

  /** Goes to the next record; false after the last. Throws CORRUPT_MESSAGE for anything that is not a record. */
  next(): boolean {
    const reader = this.#reader;
    if (this.#seen === this.#batch.recordCount) {
      if (reader.position !== this.#end) throw corrupt('bytes are left over after the last record');
      return false;
    }
    const bodyBytes = reader.varint();
    const start = reader.position;
    const end = start + bodyBytes;
    if (bodyBytes < 0 || end > this.#end) throw this.#broken('a record reaches beyond its batch');
    // One byte of attributes, which Kafka defines and does not use.
    reader.position = start + 1;
    const timestamp = reader.addVarlong(this.#batch.baseTimestamp);
    this.timestamp = this.#givenTimestamp ?? timestamp;
    const offset = this.#batch.baseOffset + reader.varint();
    if (offset <= this.offset || offset > this.#batch.lastOffset)
      throw this.#broken('an offset is out of order');
    this.offset = offset;
    this.#keyEnd = this.#skipNullable(end);
    this.#keyStart = this.#valueStart;
    this.#valueEnd = this.#skipNullable(end);
    this.#skipHeaders(end);
    this.#seen++;
    return true;
  }

  /** What key, value and headers take: what a producer was counted for. */
  get dataBytes(): number {
    const keyBytes = this.#keyEnd < 0 ? 0 : this.#keyEnd - this.#keyStart;
    const valueBytes = this.#valueEnd < 0 ? 0 : this.#valueEnd - this.#valueStart;
    return keyBytes + valueBytes + this.#headerBytes;
  }

  /** A view of the batch's bytes; null where the record has no key. */
  key(): Uint8Array | null {
    return this.#keyEnd < 0 ? null : this.#bytes.subarray(this.#keyStart, this.#keyEnd);
  }

  /** A view of the batch's bytes; null where the record has no value. */
  value(): Uint8Array | null {
    return this.#valueEnd < 0 ? null : this.#bytes.subarray(this.#valueStart, this.#valueEnd);
  }

  /** Read anew at each call; values are views of the batch's bytes. */
  headers(): readonly Header[] {
    if (this.#headerCount === 0) return NO_HEADERS;
    const bytes = this.#bytes;
    const reader = new VarintReader(bytes, this.#headersStart);
    const headers: Header[] = [];
    for (let index = 0; index < this.#headerCount; index++) {
      const keyBytes = reader.varint();
      const key = readUtf8(bytes, reader.position, reader.position + keyBytes);
      reader.position += keyBytes;
      const valueBytes = reader.varint();
      const start = reader.position;
      headers.push({ key, value: valueBytes < 0 ? null : bytes.subarray(start, start + valueBytes) });
      if (valueBytes > 0) reader.position = start + valueBytes;
    }
    return headers;
  }

  /** Passes over a length and its bytes; notes the start in #valueStart and returns the end, −1 for null. */
  #skipNullable(limit: number): number {
    const reader = this.#reader;
    const length = reader.varint();
    this.#valueStart = reader.position;
    if (length === -1 && reader.position <= limit) return -1;
    const end = reader.position + length;
    if (length < 0 || end > limit) throw this.#broken('a key or value reaches beyond its record');
    reader.position = end;
    return end;
  }

  #skipHeaders(end: number): void {
    const reader = this.#reader;
    const count = reader.varint();
    this.#headerCount = count;
    this.#headerBytes = 0;
    this.#headersStart = reader.position;
    if (count !== 0) this.#checkHeaders(count, end);
    if (reader.position !== end) throw this.#broken('the length of a record is not that of its fields');
  }

  #checkHeaders(count: number, end: number): void {
    const reader = this.#reader;
    // Each header takes two bytes at least, so that a huge count ends here and not in a long loop.
    if (count < 0 || count * 2 > end - reader.position) throw this.#broken('impossible number of headers');
    for (let index = 0; index < count; index++) {
      const keyBytes = reader.varint();
      if (keyBytes < 0 || reader.position + keyBytes > end)
        throw this.#broken('a header key reaches beyond its record');
      reader.position += keyBytes;
      const valueBytes = reader.varint();
      if (valueBytes < -1 || reader.position + valueBytes > end) {
        throw this.#broken('a header value reaches beyond its record');
      }
      if (valueBytes > 0) reader.position += valueBytes;
      this.#headerBytes += keyBytes + Math.max(valueBytes, 0);
    }
  }

  #broken(why: string) {
    return corrupt(why, { recordIndex: this.#seen, recordCount: this.#batch.recordCount });
  }
}
