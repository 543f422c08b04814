// One answer of the topic statistics, made into rows; the rate comes from comparing it with the answer before.
import type { paths } from './api.d.ts';

type Answers = paths['/v3/clusters/{cluster_id}/topics/-/statistics']['get']['responses'];
export type TopicStatisticsList = Pick<Answers[200]['content']['application/json'], 'sampled_at' | 'data'>;
type TopicStatistics = TopicStatisticsList['data'][number];

export interface TopicPartition {
  readonly partition: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly records: number;
  readonly sizeBytes: number;
}

export interface Topic {
  readonly name: string;
  readonly isInternal: boolean;
  readonly records: number;
  readonly sizeBytes: number;
  /** Sum of the log end offsets: it only grows while the topic lives, whatever retention deletes. */
  readonly endOffsets: number;
  /** Records per second; null until two comparable answers are there. */
  readonly rate: number | null;
  /** The newest rates, oldest first. */
  readonly rates: readonly number[];
  readonly partitions: readonly TopicPartition[];
}

export interface TopicSample {
  /** Epoch milliseconds, by the gateway's clock. */
  readonly sampledAt: number;
  readonly topics: readonly Topic[];
}

/** How many rates a row remembers for its sparkline. */
export const rateHistoryLength = 30;

/** After a longer pause (a hidden tab) the mean since then says nothing about now. */
const longestIntervalMs = 20_000;
/** Over less time than this one append looks like a burst, so that the former rate stays. */
const shortestIntervalMs = 500;

function rateSince(former: Topic | undefined, endOffsets: number, elapsedMs: number): number | null {
  // A topic that shrank was deleted and created again under its name.
  if (!former || endOffsets < former.endOffsets || elapsedMs > longestIntervalMs) return null;
  if (elapsedMs < shortestIntervalMs) return former.rate;
  return ((endOffsets - former.endOffsets) * 1000) / elapsedMs;
}

function toTopic(answer: TopicStatistics, former: Topic | undefined, elapsedMs: number): Topic {
  const endOffsets = answer.partitions.reduce((sum, partition) => sum + partition.latest_offset, 0);
  const rate = rateSince(former, endOffsets, elapsedMs);
  const isNewRate = rate !== null && elapsedMs >= shortestIntervalMs;
  const formerRates = rate === null ? [] : (former?.rates ?? []);
  return {
    name: answer.topic_name,
    isInternal: answer.is_internal,
    records: answer.records,
    sizeBytes: answer.size_bytes,
    endOffsets,
    rate,
    rates: isNewRate ? [...formerRates, rate].slice(-rateHistoryLength) : formerRates,
    partitions: answer.partitions.map((partition) => ({
      partition: partition.partition_id,
      logStartOffset: partition.earliest_offset,
      logEndOffset: partition.latest_offset,
      records: partition.records,
      sizeBytes: partition.size_bytes,
    })),
  };
}

/** Rows of an answer. `former` is the sample shown until now, if any; it is not changed. */
export function toSample(answer: TopicStatisticsList, former: TopicSample | undefined): TopicSample {
  const sampledAt = Date.parse(answer.sampled_at);
  const elapsedMs = former ? sampledAt - former.sampledAt : 0;
  const formerTopics = new Map(former?.topics.map((topic) => [topic.name, topic]));
  return {
    sampledAt,
    topics: answer.data.map((topic) => toTopic(topic, formerTopics.get(topic.topic_name), elapsedMs)),
  };
}
