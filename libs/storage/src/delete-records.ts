// Kafka's DeleteRecords: raises log start offsets. What lies before them is dropped in the background.
import type pg from 'pg';
import { KafkaError } from '@weir/protocol';
import type { DeletedRecords, DeleteRecordsPartition } from '@weir/protocol';
import { partitionOf } from './check-append.ts';
import { databaseError } from './connection.ts';
import type { LogStarts } from './log-starts.ts';
import { deleteRecordsBefore, LOG_END } from './sql/delete-records.ts';
import type { TopicCache } from './topic-cache.ts';
import { unknownTopic } from './topic-store.ts';

export interface DeletableLogs {
  readonly reads: pg.Pool;
  readonly topics: TopicCache;
  readonly starts: LogStarts;
}

/** See Broker.deleteRecords. */
export async function deleteRecords(
  logs: DeletableLogs,
  partitions: readonly DeleteRecordsPartition[],
): Promise<DeletedRecords[]> {
  const results: DeletedRecords[] = [];
  // One after another: thousands at once would take all connections.
  for (const wanted of partitions) {
    const { topic, partition } = wanted;
    try {
      results.push({ topic, partition, error: null, logStartOffset: await deleteOne(logs, wanted) });
    } catch (error) {
      results.push({ topic, partition, error: databaseError(error), logStartOffset: -1 });
    }
  }
  return results;
}

async function deleteOne(
  { reads, topics, starts }: DeletableLogs,
  { topic, partition, beforeOffset }: DeleteRecordsPartition,
): Promise<number> {
  // Not by an old view: the topic may have been made anew, or its policy be another one now.
  topics.forget(topic);
  const cached = await topics.get(topic);
  const place = { topic, partition };
  const partitionId = partitionOf(cached, partition);
  if (!cached.limits.isDeleted) {
    const why = `topic "${topic}" is compacted only: its records are deleted by tombstones, or add delete to its cleanup.policy`;
    throw new KafkaError('POLICY_VIOLATION', why, place);
  }
  const offset = beforeOffset === 'latest' ? LOG_END : beforeOffset;
  if (beforeOffset !== 'latest' && beforeOffset < 0)
    throw outOfRange(beforeOffset, 'offsets begin at 0', place);
  const ends = await deleteRecordsBefore(reads, partitionId, offset);
  if (ends === undefined) throw unknownTopic(topic);
  if (offset > ends.logEndOffset) throw outOfRange(offset, `the log ends at ${ends.logEndOffset}`, place);
  starts.learn(partitionId, ends);
  return ends.logStartOffset;
}

function outOfRange(offset: number, fact: string, place: { topic: string; partition: number }): KafkaError {
  return new KafkaError(
    'OFFSET_OUT_OF_RANGE',
    `records before offset ${offset} can not be deleted: ${fact}`,
    place,
  );
}
