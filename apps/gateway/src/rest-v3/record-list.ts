// A page of one partition as REST Proxy v3 answers it.
import type { SentRecords } from '@weir/broker';
import { forEachRecord } from '@weir/protocol';
import type { Batch, RecordCursor } from '@weir/protocol';
import { ByteWriter } from '../http/byte-writer.ts';
import { RestError } from '../http/rest-error.ts';
import { ANSWER_MAX_BYTES } from '../records/record-text.ts';
import { RecordWriter } from './record-writer.ts';
import type { RecordFormat } from './record-writer.ts';

const COMMA = Buffer.from(',');

export interface PageLimits {
  /** Records before it are left out: a batch may begin earlier. */
  readonly offset: number;
  readonly maxRecords: number;
  /** Of keys and values together; the first record is given even where it alone is larger. */
  readonly maxBytes: number;
}

export interface RecordListOptions extends PageLimits {
  readonly partition: number;
  readonly format: RecordFormat;
}

/** Writes the members of a JSON array of records, and knows where the next page begins. */
export class RecordListWriter {
  readonly #options: RecordListOptions;
  readonly #writer: ByteWriter;
  readonly #records: RecordWriter;
  #nextOffset: number;
  readonly #sent = { records: 0, bytes: 0 };
  /** Of keys and values; headers are not what a page is bounded by. */
  #dataBytes = 0;
  #isFull = false;

  constructor(writer: ByteWriter, options: RecordListOptions) {
    this.#writer = writer;
    this.#options = options;
    this.#records = new RecordWriter(options.format);
    this.#nextOffset = options.offset;
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  get sent(): SentRecords {
    return this.#sent;
  }

  /** What is not of the format ends the page before it; as the first record it is an error (422), with its offset. */
  write(batches: readonly Batch[]): void {
    for (const batch of batches) {
      forEachRecord(batch.bytes, (record) => this.#add(record));
      if (this.#isFull) return;
      // Not every offset of a batch need have a record.
      this.#nextOffset = batch.lastOffset + 1;
    }
  }

  #add(record: RecordCursor): void {
    const { offset, maxBytes, maxRecords, partition } = this.#options;
    if (this.#isFull || record.offset < offset) return;
    const size = (record.key()?.length ?? 0) + (record.value()?.length ?? 0);
    const isFirst = this.#sent.records === 0;
    const hasRoom =
      this.#sent.records < maxRecords &&
      this.#dataBytes + size <= maxBytes &&
      this.#writer.length <= ANSWER_MAX_BYTES;
    if (!isFirst && !hasRoom) {
      this.#isFull = true;
      return;
    }
    const start = this.#writer.length;
    if (!isFirst) this.#writer.bytes(COMMA);
    try {
      this.#records.write(this.#writer, record, partition);
    } catch (error) {
      if (isFirst || !(error instanceof RestError)) throw error;
      this.#writer.cutTo(start);
      this.#isFull = true;
      return;
    }
    this.#dataBytes += size;
    this.#sent.records++;
    this.#sent.bytes += record.dataBytes;
    this.#nextOffset = record.offset + 1;
  }
}
