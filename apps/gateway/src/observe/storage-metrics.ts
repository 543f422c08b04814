// Metrics of the storage: group commit, tail cache, waiting fetches, connections to PostgreSQL, ends of logs.
import type { AllLogEnds, StorageStats } from '@weir/storage';
import { cleanupMetrics } from './cleanup-metrics.ts';
import type { Metric } from './metric.ts';

export interface StorageSources {
  readonly stats: () => StorageStats;
  /** As the database has them now; undefined where it did not answer. */
  readonly logEnds: () => AllLogEnds | undefined;
  readonly tailCacheBytes: number;
}

type Value = (stats: StorageStats) => number;

export function storageMetrics(sources: StorageSources): Metric[] {
  const { stats } = sources;
  const gauge = (name: string, help: string, value: Value): Metric => ({
    ...{ name, help, type: 'gauge' },
    samples: () => [{ value: value(stats()) }],
  });
  const counter = (name: string, help: string, value: Value): Metric => ({
    ...gauge(name, help, value),
    type: 'counter',
  });
  return [
    ...commitMetrics(stats),
    gauge(
      'weir_append_queue_appends',
      'Appends that wait for the next commit',
      ({ appendQueue }) => appendQueue.appends,
    ),
    gauge(
      'weir_append_queue_bytes',
      'Bytes of the appends that wait for the next commit',
      ({ appendQueue }) => appendQueue.bytes,
    ),
    gauge('weir_fetches_waiting', 'Fetches that wait for records', ({ waitingFetches }) => waitingFetches),
    gauge(
      'weir_tail_cache_bytes',
      'Memory of the newest record batches',
      ({ tailCache }) => tailCache.sizeBytes,
    ),
    gauge('weir_tail_cache_limit_bytes', 'What tailCacheBytes allows', () => sources.tailCacheBytes),
    counter(
      'weir_tail_cache_hits_total',
      'Reads of a partition that were answered from memory',
      ({ tailCache }) => tailCache.hits,
    ),
    counter(
      'weir_tail_cache_misses_total',
      'Reads of a partition that asked the database, such as those at its end',
      ({ tailCache }) => tailCache.misses,
    ),
    poolMetric(stats),
    gauge(
      'weir_database_pool_waiting',
      'Queries that wait for a connection of the pool for reads',
      ({ readPool }) => readPool.waiting,
    ),
    ...logMetrics(sources),
    ...cleanupMetrics(stats),
  ];
}

function commitMetrics(stats: () => StorageStats): Metric[] {
  const commits = () => stats().commits;
  return [
    {
      name: 'weir_commit_duration_seconds',
      help: 'Time of a transaction that appends, from the first byte sent to PostgreSQL to the answer',
      type: 'histogram',
      samples: () => [{ value: commits().durationSeconds }],
    },
    {
      name: 'weir_commit_records',
      help: 'Records per commit',
      type: 'histogram',
      samples: () => [{ value: commits().records }],
    },
    {
      name: 'weir_commit_size_bytes',
      help: 'Bytes of record batches per commit',
      type: 'histogram',
      samples: () => [{ value: commits().bytes }],
    },
    {
      name: 'weir_commits_total',
      help: 'Transactions that append; failed ones were undone, or nobody knows what became of them',
      type: 'counter',
      samples: () => {
        const { durationSeconds, failures } = commits();
        const committed = durationSeconds.counts.reduce((sum, count) => sum + count, 0);
        return [
          { labels: { outcome: 'committed' }, value: committed },
          { labels: { outcome: 'failed' }, value: failures },
        ];
      },
    },
  ];
}

function poolMetric(stats: () => StorageStats): Metric {
  return {
    name: 'weir_database_pool_connections',
    help: 'Connections of the pool for reads, by what they do',
    type: 'gauge',
    samples: () => {
      const { total, idle } = stats().readPool;
      return [
        { labels: { state: 'busy' }, value: total - idle },
        { labels: { state: 'idle' }, value: idle },
      ];
    },
  };
}

function logMetrics({ logEnds }: StorageSources): Metric[] {
  const perLog = (offset: 'logStartOffset' | 'logEndOffset') => () =>
    (logEnds()?.logs ?? []).map(({ topic, partition, [offset]: value }) => ({
      labels: { topic, partition },
      value,
    }));
  return [
    {
      name: 'weir_database_up',
      help: 'Whether the database answered this scrape within two seconds',
      type: 'gauge',
      samples: () => [{ value: logEnds() === undefined ? 0 : 1 }],
    },
    {
      name: 'weir_partitions',
      help: 'Partitions of all topics, also of those whose offsets are left out here',
      type: 'gauge',
      samples: () => {
        const count = logEnds()?.partitionCount;
        return count === undefined ? [] : [{ value: count }];
      },
    },
    {
      name: 'weir_log_start_offset',
      help: 'First offset that a partition holds',
      type: 'gauge',
      samples: perLog('logStartOffset'),
    },
    {
      name: 'weir_log_end_offset',
      help: 'Offset that the next record of a partition gets',
      type: 'gauge',
      samples: perLog('logEndOffset'),
    },
  ];
}
