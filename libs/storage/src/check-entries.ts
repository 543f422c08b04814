// The checks of entries that are stored together: each is fit to be stored, or refused with an error.
import { KafkaError } from '@weir/protocol';
import type { AppendEntry } from '@weir/protocol';
import { checkAppend } from './check-append.ts';
import type { CheckedAppend } from './encode-flush.ts';
import type { CheckedEntry } from './keyed-verdicts.ts';
import type { CachedTopic, TopicCache } from './topic-cache.ts';
import { unknownTopic } from './topic-store.ts';

/** The locks of all partitions of a unit are held at once. */
const MAX_PARTITIONS = 1_000;

/** In their order. `gone` are ids of topics that the cache may still hold and the database has no more. */
export async function checkEntries(
  topics: TopicCache,
  entries: readonly AppendEntry[],
  gone: ReadonlySet<number>,
): Promise<CheckedEntry<CheckedAppend>[]> {
  const found = new Map<string, CachedTopic | KafkaError>();
  for (const { topic } of entries)
    if (!found.has(topic)) found.set(topic, await topicOrRefusal(topics, topic, gone));
  return entries.map((entry) => {
    const topic = found.get(entry.topic) as CachedTopic | KafkaError;
    if (topic instanceof KafkaError) return { error: topic };
    try {
      const { partition, batch } = entry;
      return { partition, append: checkAppend(entry, topic), recordCount: batch.recordCount };
    } catch (error) {
      if (error instanceof KafkaError) return { error };
      throw error;
    }
  });
}

/** Of those entries that are not refused. */
export function appendsOf(entries: readonly CheckedEntry<CheckedAppend>[]): CheckedAppend[] {
  const appends: CheckedAppend[] = [];
  for (const entry of entries) if (!('error' in entry)) appends.push(entry.append);
  return appends;
}

/** Throws INVALID_REQUEST; `what` names the entries. */
export function checkPartitionCount(appends: readonly CheckedAppend[], what: string): void {
  if (appends.length <= MAX_PARTITIONS) return;
  if (new Set(appends.map(({ partitionId }) => partitionId)).size <= MAX_PARTITIONS) return;
  const why = `${what} go to at most ${MAX_PARTITIONS} partitions: send them in several requests`;
  throw new KafkaError('INVALID_REQUEST', why);
}

async function topicOrRefusal(
  topics: TopicCache,
  name: string,
  gone: ReadonlySet<number>,
): Promise<CachedTopic | KafkaError> {
  try {
    const cached = await topics.get(name);
    if (!gone.has(cached.topicId)) return cached;
    topics.forget(name);
    const topic = await topics.get(name);
    return gone.has(topic.topicId) ? unknownTopic(name) : topic;
  } catch (error) {
    // An outage is no verdict: nobody must be told it again tomorrow.
    if (error instanceof KafkaError && error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION') return error;
    throw error;
  }
}
