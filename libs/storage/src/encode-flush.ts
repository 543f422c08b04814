// What one flush writes: waiting appends become rows. Appends of one partition that came as records merge into one batch
// (else single-record produce would cost a row per record, for the writer and for every later reader); batches that came
// as bytes stay whole.
import { decodeRecordBatch, encodeRecordBatch, readRecordBatchHeader, utf8Length } from '@weir/protocol';
import type { ProducerRecord } from '@weir/protocol';
import type { FailedOutcome } from './lane.ts';
import type { EncodedBatch } from './sql/append-batches.ts';

/** An append that passed all checks. */
export interface CheckedAppend {
  readonly topicId: number;
  readonly partitionId: number;
  /** Records without a producer id, or one verified RecordBatch v2. */
  readonly content: readonly ProducerRecord[] | Uint8Array;
  readonly sizeBytes: number;
  /** −1 where the batch has none. */
  readonly producerId: number;
  /** The topic stamps records itself (LogAppendTime). */
  readonly stampsAppendTime: boolean;
}

/** One that waits for its transaction. */
export interface WaitingAppend extends CheckedAppend {
  readonly settle: (outcome: AppendOutcome) => void;
}

export type AppendOutcome =
  | {
      readonly status: 'stored';
      readonly baseOffset: number;
      readonly appendTime: number;
      /** An idempotent producer's batch that was stored before. */
      readonly isReplay: boolean;
    }
  | { readonly status: 'unknown-partition' }
  | FailedOutcome;

/** Where an append's first record went: the batch, and its place in it. */
export interface Placement {
  readonly batchIndex: number;
  readonly recordIndex: number;
}

export interface EncodedFlush {
  readonly batches: readonly EncodedBatch[];
  /** In the order of the appends. */
  readonly placements: readonly Placement[];
  readonly appendTime: number;
}

/** A row's aim: larger ones make small reads dear. One record may exceed it. */
const MAX_MERGED_BYTES = 1024 * 1024;

export function encodeFlush(appends: readonly CheckedAppend[], now: number): EncodedFlush {
  /** Places in `appends`. */
  const byPartition = new Map<number, number[]>();
  appends.forEach(({ partitionId }, index) => {
    const sameLog = byPartition.get(partitionId);
    if (sameLog === undefined) byPartition.set(partitionId, [index]);
    else sameLog.push(index);
  });
  const batches: EncodedBatch[] = [];
  const placements = new Array<Placement>(appends.length);
  const flush = { appends, now, batches, placements };
  // Ascending partition ids are the lock order.
  for (const partitionId of [...byPartition.keys()].sort((a, b) => a - b)) {
    let run: number[] = [];
    for (const index of byPartition.get(partitionId) ?? []) {
      const append = appends[index] as CheckedAppend;
      if (append.content instanceof Uint8Array) {
        encodeRun(run, flush);
        run = [];
        placements[index] = { batchIndex: batches.length, recordIndex: 0 };
        batches.push(toRow(append, ownBytes(append.content, append.stampsAppendTime ? now : undefined)));
      } else {
        run.push(index);
      }
    }
    encodeRun(run, flush);
  }
  return { batches, placements, appendTime: now };
}

interface Flush {
  readonly appends: readonly CheckedAppend[];
  readonly now: number;
  readonly batches: EncodedBatch[];
  readonly placements: Placement[];
}

/** Appends of records to one partition, end to end, cut into rows of about MAX_MERGED_BYTES. */
function encodeRun(run: readonly number[], { appends, now, batches, placements }: Flush): void {
  const first = appends[run[0] ?? -1];
  if (first === undefined) return;
  let records: ProducerRecord[] = [];
  let bytes = 0;
  const close = (): void => {
    if (records.length === 0) return;
    const options = first.stampsAppendTime ? { now, logAppendTime: now } : { now };
    batches.push(toRow(first, encodeRecordBatch(records, options)));
    records = [];
    bytes = 0;
  };
  for (const index of run) {
    const append = appends[index] as CheckedAppend;
    if (bytes + append.sizeBytes > MAX_MERGED_BYTES) close();
    placements[index] = { batchIndex: batches.length, recordIndex: records.length };
    for (const record of append.content as readonly ProducerRecord[]) {
      const size = recordSizeBound(record);
      if (bytes + size > MAX_MERGED_BYTES) close();
      records.push(record);
      bytes += size;
    }
  }
  close();
}

/** A copy, since the base offset is written into it: the caller's bytes stay the caller's. Stamped where the topic does that. */
function ownBytes(batch: Uint8Array, logAppendTime: number | undefined): Uint8Array {
  // Not `slice`, which of a Buffer is a view.
  if (logAppendTime === undefined) return new Uint8Array(batch);
  const { producerId, producerEpoch, baseSequence } = readRecordBatchHeader(batch);
  const options = { now: logAppendTime, logAppendTime, producerId, producerEpoch, baseSequence };
  return encodeRecordBatch(decodeRecordBatch(batch), options);
}

function toRow({ topicId, partitionId }: CheckedAppend, bytes: Uint8Array): EncodedBatch {
  const { recordCount, maxTimestamp, attributes, producerId, producerEpoch, baseSequence } =
    readRecordBatchHeader(bytes);
  return {
    topicId,
    partitionId,
    recordCount,
    maxTimestamp,
    attributes,
    producerId,
    producerEpoch,
    baseSequence,
    bytes,
  };
}

/** Length, attributes, timestamp and offset deltas, key and value lengths, header count: varints at their longest. */
const RECORD_OVERHEAD = 36;

/** An upper bound of what the record takes within a batch, in bytes. */
export function recordSizeBound(record: ProducerRecord): number {
  let size = RECORD_OVERHEAD + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const { key, value } of record.headers ?? []) size += 10 + utf8Length(key) + (value?.length ?? 0);
  return size;
}
