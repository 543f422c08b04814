// Metrics of what is taken out of logs in the background: by retention (cleanup.policy delete) and by compaction (compact).
import type { CleanupStats, StorageStats } from '@weir/storage';
import type { Metric, Sample } from './metric.ts';

export function cleanupMetrics(stats: () => StorageStats): Metric[] {
  const byPolicy = (value: (stats: CleanupStats) => number) => (): Sample[] =>
    Object.entries(stats().cleanup).map(([policy, one]: [string, CleanupStats]) => ({
      labels: { policy },
      value: value(one),
    }));
  return [
    {
      name: 'weir_log_cleanup_records_total',
      help: 'Records that this gateway took out of logs, by cleanup.policy',
      type: 'counter',
      samples: byPolicy(({ records }) => records),
    },
    {
      name: 'weir_log_cleanup_bytes_total',
      help: 'Bytes of record batches that this gateway took out of logs, by cleanup.policy',
      type: 'counter',
      samples: byPolicy(({ bytes }) => bytes),
    },
    {
      name: 'weir_log_cleanup_due_partitions',
      help: 'Partitions in which the run under way has something to do; 0 between runs and where another gateway is at it',
      type: 'gauge',
      samples: byPolicy(({ dueLogs }) => dueLogs),
    },
    {
      name: 'weir_log_cleanup_last_run_timestamp_seconds',
      help: 'When this gateway last came to the end of a run, by cleanup.policy; 0 before the first',
      type: 'gauge',
      samples: byPolicy(({ lastRunAt = 0 }) => lastRunAt / 1000),
    },
  ];
}
