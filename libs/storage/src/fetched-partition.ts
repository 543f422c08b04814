// One partition's part of a fetch: what a page of its log answers.
import { Batch, forEachRecord, KafkaError, readRecordBatchHeader } from '@weir/protocol';
import type { FetchedPartition, FetchPartition, TopicPartition } from '@weir/protocol';
import type { LogEnds } from './sql/list-offsets.ts';
import type { LogPage } from './sql/read-batches.ts';

/** What a page says: an answer, or that the log goes on at another offset, since all batches of the page have no record left. */
export type PageVerdict =
  | { readonly answer: FetchedPartition; readonly nextOffset?: undefined }
  | { readonly answer?: undefined; readonly nextOffset: number };

export function judgePage(one: FetchPartition, page: LogPage): PageVerdict {
  const { logStartOffset, logEndOffset } = page;
  if (one.offset < logStartOffset || one.offset > logEndOffset) {
    const why = `offset ${one.offset} is outside of the log, which begins at ${logStartOffset} and ends at ${logEndOffset}`;
    const place = { topic: one.topic, partition: one.partition };
    const refusal = refused(one, new KafkaError('OFFSET_OUT_OF_RANGE', why, place));
    const ends = { logStartOffset, highWatermark: logEndOffset, lastStableOffset: logEndOffset };
    return { answer: { ...refusal, ...ends } };
  }
  const batches = split(page.bytes);
  const first = batches.findIndex((batch) => holdsRecordFrom(batch, one.offset));
  const last = batches.at(-1);
  if (first === -1 && last !== undefined) return { nextOffset: readRecordBatchHeader(last).lastOffset + 1 };
  return { answer: { ...fetched(one, page, batches.slice(Math.max(first, 0))), isExclusive: true } };
}

/** Compaction leaves offsets without records: a reader that is given none of a log that goes on could not know where. */
function holdsRecordFrom(batch: Uint8Array, offset: number): boolean {
  const { recordCount, lastOffsetDelta } = readRecordBatchHeader(batch);
  if (recordCount === lastOffsetDelta + 1) return true;
  let lastOffset = -1;
  forEachRecord(batch, (record) => (lastOffset = record.offset));
  return lastOffset >= offset;
}

/** Batches end to end, one view each. */
function split(bytes: Uint8Array): Uint8Array[] {
  const batches: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const { sizeBytes } = readRecordBatchHeader(bytes.subarray(start));
    batches.push(bytes.subarray(start, start + sizeBytes));
    start += sizeBytes;
  }
  return batches;
}

export function fetched(
  { topic, partition }: FetchPartition,
  ends: LogEnds,
  batches: readonly Uint8Array[],
): FetchedPartition {
  return {
    topic,
    partition,
    error: null,
    highWatermark: ends.logEndOffset,
    lastStableOffset: ends.logEndOffset,
    logStartOffset: ends.logStartOffset,
    batches: batches.map((bytes) => Batch.fromBytes(bytes)),
  };
}

export function refused({ topic, partition }: TopicPartition, error: KafkaError): FetchedPartition {
  return {
    topic,
    partition,
    error,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    batches: [],
  };
}
