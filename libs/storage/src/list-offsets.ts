// Kafka's ListOffsets: ends of logs, or the first record at or after a time.
import type pg from 'pg';
import { decodeRecordBatch, KafkaError } from '@weir/protocol';
import type { ListedOffset, ListOffsetsPartition } from '@weir/protocol';
import { partitionOf } from './check-append.ts';
import { databaseError } from './connection.ts';
import { findBatchByTimestamp, readLogEnds } from './sql/list-offsets.ts';
import type { LogEnds } from './sql/list-offsets.ts';
import type { TopicCache } from './topic-cache.ts';
import { unknownTopic } from './topic-store.ts';

/** See Broker.listOffsets. */
export async function listOffsets(
  logs: { readonly reads: pg.Pool; readonly topics: TopicCache },
  partitions: readonly ListOffsetsPartition[],
  isLookedUpAnew = false,
): Promise<ListedOffset[]> {
  const { reads, topics } = logs;
  const ids = await Promise.all(
    partitions.map(async ({ topic, partition }) => {
      try {
        return partitionOf(await topics.get(topic), partition);
      } catch (error) {
        return databaseError(error);
      }
    }),
  );
  const known = ids.filter((id) => typeof id === 'number');
  try {
    const ends = new Map<number, LogEnds | undefined>();
    if (known.length > 0)
      (await readLogEnds(reads, known)).forEach((end, index) => ends.set(known[index] ?? -1, end));
    const gone = partitions.filter(
      (_, index) => typeof ids[index] === 'number' && ends.get(ids[index]) === undefined,
    );
    if (gone.length > 0 && !isLookedUpAnew) {
      // Our view was old: the topic was deleted, and perhaps made anew.
      for (const { topic } of gone) topics.forget(topic);
      return await listOffsets(logs, partitions, true);
    }
    return await Promise.all(
      partitions.map(async (wanted, index): Promise<ListedOffset> => {
        const { topic, partition } = wanted;
        const id = ids[index];
        const end = typeof id === 'number' ? ends.get(id) : undefined;
        if (typeof id !== 'number' || end === undefined) {
          const error = id instanceof KafkaError ? id : unknownTopic(topic);
          return { topic, partition, error, offset: -1, timestamp: -1 };
        }
        return { topic, partition, error: null, ...(await locate(reads, { id, end, wanted })) };
      }),
    );
  } catch (error) {
    throw databaseError(error);
  }
}

async function locate(
  reads: pg.Pool,
  { id, end, wanted }: { id: number; end: LogEnds; wanted: ListOffsetsPartition },
): Promise<{ offset: number; timestamp: number }> {
  const { timestamp } = wanted;
  if (timestamp === 'earliest') return { offset: end.logStartOffset, timestamp: -1 };
  if (timestamp === 'latest') return { offset: end.logEndOffset, timestamp: -1 };
  let fromOffset = end.logStartOffset;
  for (;;) {
    const batch = await findBatchByTimestamp(reads, id, { fromOffset, timestamp });
    if (batch === undefined) return { offset: -1, timestamp: -1 };
    const records = decodeRecordBatch(batch.data);
    const found = records.find((one) => one.offset >= end.logStartOffset && one.timestamp >= timestamp);
    if (found !== undefined) return { offset: found.offset, timestamp: found.timestamp };
    // What is that young lies before the log start, which may be within a batch.
    fromOffset = batch.lastOffset + 1;
  }
}
