// Batch: what flows through Broker. Records or RecordBatch v2 bytes, each made from the other when first asked for, so
// that HTTP has records, the wire has bytes, and nothing is encoded twice.
import { decodeRecordBatch, encodeRecordBatch, readRecordBatchHeader } from './record-batch.ts';
import type { RecordBatchHeader } from './record-batch.ts';
import type { LogRecord, ProducerRecord } from './record.ts';

export class Batch {
  #records: readonly ProducerRecord[] | undefined;
  #bytes: Uint8Array | undefined;
  #header: RecordBatchHeader | undefined;

  private constructor(records: readonly ProducerRecord[] | undefined, bytes: Uint8Array | undefined) {
    this.#records = records;
    this.#bytes = bytes;
  }

  /** A batch of records that have no offsets yet. */
  static fromRecords(records: readonly ProducerRecord[]): Batch {
    return new Batch(records, undefined);
  }

  /** One RecordBatch v2, header and all. Nothing is checked until it is read; `verifyRecordBatch` checks. */
  static fromBytes(bytes: Uint8Array): Batch {
    return new Batch(undefined, bytes);
  }

  /** The records as the producer gave them, or undefined where the batch came as bytes. */
  get producerRecords(): readonly ProducerRecord[] | undefined {
    return this.#records;
  }

  get recordCount(): number {
    return this.#records?.length ?? this.header.recordCount;
  }

  get header(): RecordBatchHeader {
    return (this.#header ??= readRecordBatchHeader(this.bytes));
  }

  get baseOffset(): number {
    return this.header.baseOffset;
  }

  get lastOffset(): number {
    return this.header.lastOffset;
  }

  /** RecordBatch v2; encoding records without a timestamp stamps them with the present time. */
  get bytes(): Uint8Array {
    return (this.#bytes ??= encodeRecordBatch(this.#records ?? [], { now: Date.now() }));
  }

  /** Decoded anew at each call: keep the answer. Keys and values are views of `bytes`, not copies. */
  records(): LogRecord[] {
    return decodeRecordBatch(this.bytes);
  }
}
