// A gateway's storage for tests of what runs in the background: its runs are started by hand, by a clock that is handed in.
import { setTimeout as sleep } from 'node:timers/promises';
import { Batch } from '@weir/protocol';
import type { AppendResult, LogRecord, ProducerRecord } from '@weir/protocol';
import { Cleanup } from '../cleanup.ts';
import { openStorage } from './open-logs.ts';
import type { Storage } from './open-logs.ts';

export type CleanupGateway = Storage & Pick<Cleanup, 'retention' | 'compaction'>;

export interface CleanupGatewayOptions {
  readonly now: () => number;
  readonly dedupeBufferBytes?: number;
  readonly tailCacheBytes?: number;
}

/** Its own runs, but for those that delete-records wakes, come too late for any test. */
export async function openCleanupGateway(
  databaseUrl: string,
  { now, dedupeBufferBytes = 1 << 20, tailCacheBytes = 1 << 20 }: CleanupGatewayOptions,
): Promise<CleanupGateway> {
  const hourMs = 3_600_000;
  const settings = {
    logRetentionCheckIntervalMs: hourMs,
    logCleanerBackoffMs: hourMs,
    logCleanerDedupeBufferSize: dedupeBufferBytes,
    settings: {},
    now,
  };
  const storage = await openStorage(databaseUrl, { ...settings, tailCacheBytes });
  const { retention, compaction } = new Cleanup({ ...settings, database: storage.database });
  return { ...storage, retention, compaction };
}

/** One run to its end: that of a gateway itself, woken by delete-records, may be at it. */
export async function untilRun(runs: { runOnce(): Promise<boolean> }): Promise<void> {
  while (!(await runs.runOnce())) await sleep(5);
}

export async function appendTo(
  { logs }: CleanupGateway,
  topic: string,
  records: readonly ProducerRecord[],
): Promise<Extract<AppendResult, { error: null }>> {
  const batch = Batch.fromRecords(records);
  const [result] = await logs.append([{ topic, partition: 0, batch }], 'User:ANONYMOUS');
  if (result === undefined) throw new Error('no verdict');
  if (result.error !== null) throw result.error;
  return result;
}

/** All records from the offset on; throws what a fetch answers. */
export async function readFrom(
  { logs }: CleanupGateway,
  topic: string,
  offset: number,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (let next = offset; ;) {
    const partitions = [{ topic, partition: 0, offset: next }];
    const [page] = await logs.fetch({ partitions, maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20 });
    if (page === undefined) throw new Error('no answer');
    if (page.error !== null) throw page.error;
    const last = page.batches.at(-1);
    if (last === undefined) return records;
    for (const batch of page.batches)
      records.push(...batch.records().filter((record) => record.offset >= next));
    next = last.lastOffset + 1;
  }
}
