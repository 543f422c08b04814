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
export interface Placement<Append> {
  readonly append: Append;
  readonly batchIndex: number;
  readonly recordIndex: number;
}

export interface EncodedFlush<Append> {
  readonly batches: readonly EncodedBatch[];
  readonly placements: readonly Placement<Append>[];
  readonly appendTime: number;
}

/** A row's aim: larger ones make small reads dear. One record may exceed it. */
const MAX_MERGED_BYTES = 1024 * 1024;

export function encodeFlush<Append extends CheckedAppend>(
  appends: readonly Append[],
  now: number,
): EncodedFlush<Append> {
  const byPartition = new Map<number, Append[]>();
  for (const append of appends) {
    const sameLog = byPartition.get(append.partitionId);
    if (sameLog === undefined) byPartition.set(append.partitionId, [append]);
    else sameLog.push(append);
  }
  const batches: EncodedBatch[] = [];
  const placements: Placement<Append>[] = [];
  // Ascending partition ids are the lock order.
  for (const partitionId of [...byPartition.keys()].sort((a, b) => a - b)) {
    let run: Append[] = [];
    for (const append of byPartition.get(partitionId) ?? []) {
      if (append.content instanceof Uint8Array) {
        encodeRun(run, now, { batches, placements });
        run = [];
        placements.push({ append, batchIndex: batches.length, recordIndex: 0 });
        batches.push(toRow(append, ownBytes(append.content, append.stampsAppendTime ? now : undefined)));
      } else {
        run.push(append);
      }
    }
    encodeRun(run, now, { batches, placements });
  }
  return { batches, placements, appendTime: now };
}

interface Output<Append> {
  readonly batches: EncodedBatch[];
  readonly placements: Placement<Append>[];
}

/** Appends of records to one partition, end to end, cut into rows of about MAX_MERGED_BYTES. */
function encodeRun<Append extends CheckedAppend>(
  run: readonly Append[],
  now: number,
  output: Output<Append>,
): void {
  const [first] = run;
  if (first === undefined) return;
  let records: ProducerRecord[] = [];
  let bytes = 0;
  const close = (): void => {
    if (records.length === 0) return;
    const options = first.stampsAppendTime ? { now, logAppendTime: now } : { now };
    output.batches.push(toRow(first, encodeRecordBatch(records, options)));
    records = [];
    bytes = 0;
  };
  for (const append of run) {
    const content = append.content as readonly ProducerRecord[];
    if (bytes + append.sizeBytes > MAX_MERGED_BYTES) close();
    output.placements.push({ append, batchIndex: output.batches.length, recordIndex: records.length });
    for (const record of content) {
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
