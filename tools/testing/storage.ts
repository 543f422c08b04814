// The storage as one gateway would open it, on a database of the test's own: several of them on one database are a cluster.
import type { AppendEntry, AppendResult, LogRecord } from '@weir/protocol';
import { BrokerConfigStore, LogManager, MetadataAccess, openDatabase, TopicStore } from '@weir/storage';
import type { Database, LogManagerOptions } from '@weir/storage';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const hourMs = 3_600_000;

export interface TestStorage {
  readonly database: Database;
  readonly logs: LogManager;
  readonly topics: TopicStore;
  append(...entries: AppendEntry[]): Promise<AppendResult[]>;
  /** All records of a log, page by page, as a reader would. */
  readAll(topic: string, partition?: number): Promise<LogRecord[]>;
  close(): Promise<void>;
}

export async function openTestStorage(
  databaseUrl: string,
  options: Partial<LogManagerOptions> = {},
): Promise<TestStorage> {
  const database = await openDatabase({
    databaseUrl,
    poolSize: 4,
    requestTimeoutMs: 5_000,
    allowFsyncOff: false,
    logger: silent,
  });
  const logs = new LogManager({
    database,
    appendLanes: 2,
    tailCacheBytes: 1 << 20,
    scrubBytesPerSecond: 0,
    idempotencyKeyRetentionMs: hourMs,
    producerIdExpirationMs: hourMs,
    transactionalIdExpirationMs: hourMs,
    settings: {},
    ...options,
  });
  const access = new MetadataAccess({
    dataSource: database.dataSource,
    onChange: () => logs.topicsChanged(),
  });
  const brokerConfigs = new BrokerConfigStore({ access, settings: {} });
  const topics = new TopicStore({ access, brokerConfigs, defaultPartitionCount: 1 });
  await logs.start();
  return {
    database,
    logs,
    topics,
    append: (...entries) => logs.append(entries, 'User:test'),
    readAll: (topic, partition = 0) => readAll(logs, topic, partition),
    close: () => logs.close().then(() => database.close()),
  };
}

async function readAll(logs: LogManager, topic: string, partition: number): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  const limits = { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 18 };
  for (let offset = await startOf(logs, topic, partition); ;) {
    const [page] = await logs.fetch({ partitions: [{ topic, partition, offset }], ...limits });
    if (page === undefined || page.error !== null) throw page?.error ?? new Error('no page');
    const records = page.batches.flatMap((batch) => batch.records());
    const next = records.filter((record) => record.offset >= offset);
    if (next.length === 0) return found;
    // Batches share one buffer.
    found.push(...next.map((record) => ({ ...record, value: record.value?.slice() ?? null })));
    offset = (next.at(-1)?.offset ?? 0) + 1;
  }
}

async function startOf(logs: LogManager, topic: string, partition: number): Promise<number> {
  const [start] = await logs.listOffsets([{ topic, partition, timestamp: 'earliest' }]);
  return start?.offset ?? 0;
}
