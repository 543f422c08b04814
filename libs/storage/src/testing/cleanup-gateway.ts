// A gateway's storage for tests of what runs in the background: its runs are started by hand, by a clock that is handed in.
import { setTimeout as sleep } from 'node:timers/promises';
import { Batch } from '@weir/protocol';
import type { AppendResult, LogRecord, ProducerRecord } from '@weir/protocol';
import { BrokerConfigStore } from '../broker-config-store.ts';
import { openDatabase } from '../database.ts';
import type { Database } from '../database.ts';
import { LogManager } from '../log-manager.ts';
import { MetadataAccess } from '../metadata-access.ts';
import { Cleanup } from '../cleanup.ts';
import type { Compaction } from '../compaction.ts';
import type { Retention } from '../retention.ts';
import { TopicStore } from '../topic-store.ts';
import { logOptions, silent } from './open-logs.ts';

const neverMs = 2 ** 31 - 1;

export interface CleanupGateway {
  readonly database: Database;
  readonly logs: LogManager;
  readonly topics: TopicStore;
  readonly retention: Retention;
  readonly compaction: Compaction;
  close(): Promise<void>;
}

export interface CleanupGatewayOptions {
  readonly now: () => number;
  /** Default: the runs of the gateway itself, but for the first, never come. */
  readonly checkIntervalMs?: number;
  readonly dedupeBufferBytes?: number;
  readonly tailCacheBytes?: number;
}

export async function openCleanupGateway(
  databaseUrl: string,
  {
    now,
    checkIntervalMs = neverMs,
    dedupeBufferBytes = 1 << 20,
    tailCacheBytes = 1 << 20,
  }: CleanupGatewayOptions,
): Promise<CleanupGateway> {
  const database = await openDatabase({
    ...{ databaseUrl, poolSize: 4, requestTimeoutMs: 5_000, allowFsyncOff: false, logger: silent },
  });
  const cleanupOptions = {
    ...{ database, settings: {}, now },
    logRetentionCheckIntervalMs: checkIntervalMs,
    logCleanerBackoffMs: checkIntervalMs,
    logCleanerDedupeBufferSize: dedupeBufferBytes,
  };
  const logs = new LogManager({ ...logOptions, ...cleanupOptions, tailCacheBytes });
  const access = new MetadataAccess({
    dataSource: database.dataSource,
    onChange: () => logs.topicsChanged(),
  });
  const brokerConfigs = new BrokerConfigStore({ access, settings: {} });
  const topics = new TopicStore({ access, brokerConfigs, defaultPartitionCount: 1 });
  const { retention, compaction } = new Cleanup(cleanupOptions);
  await logs.start();
  return {
    ...{ database, logs, topics, retention, compaction },
    close: () => logs.close().then(() => database.close()),
  };
}

/** One run to its end: that of a gateway itself, at its start or woken by delete-records, may be at it. */
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
