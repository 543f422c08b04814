// The storage on a database of its own, with a second session beside it: for tests of logs under trouble.
import pg from 'pg';
import { createTestDatabase } from '../../../../tools/testing/database.ts';
import type { TestDatabase } from '../../../../tools/testing/database.ts';
import { BrokerConfigStore } from '../broker-config-store.ts';
import { openDatabase } from '../database.ts';
import type { Database } from '../database.ts';
import { LogManager } from '../log-manager.ts';
import type { LogManagerOptions } from '../log-manager.ts';
import { MetadataAccess } from '../metadata-access.ts';
import { TopicStore } from '../topic-store.ts';

export const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The storage as one gateway has it; several on one database are a cluster. */
export interface Storage {
  readonly database: Database;
  readonly logs: LogManager;
  readonly topics: TopicStore;
  close(): Promise<void>;
}

export interface OpenedLogs extends Storage {
  readonly testDatabase: TestDatabase;
  /** Another session, as another gateway would hold it. */
  readonly session: pg.Client;
}

export const logOptions = {
  appendLanes: 1,
  tailCacheBytes: 1 << 20,
  scrubBytesPerSecond: 0,
  idempotencyKeyRetentionMs: 3_600_000,
  producerIdExpirationMs: 3_600_000,
  transactionalIdExpirationMs: 3_600_000,
  logRetentionCheckIntervalMs: 300_000,
  logCleanerBackoffMs: 15_000,
  logCleanerDedupeBufferSize: 1 << 20,
  settings: {},
};

export async function openLogs(options: Partial<LogManagerOptions> = {}): Promise<OpenedLogs> {
  const testDatabase = await createTestDatabase();
  const storage = await openStorage(testDatabase.url, options);
  const session = new pg.Client(testDatabase.adminUrl);
  await session.connect();
  return {
    ...{ ...storage, testDatabase, session },
    close: async () => {
      await session.end();
      await storage.close();
      await testDatabase.drop();
    },
  };
}

export async function openStorage(
  databaseUrl: string,
  options: Partial<LogManagerOptions> = {},
): Promise<Storage> {
  const database = await openDatabase({
    databaseUrl,
    poolSize: 4,
    requestTimeoutMs: 3_000,
    allowFsyncOff: false,
    logger: silent,
  });
  const logs = new LogManager({ database, ...logOptions, ...options });
  const access = new MetadataAccess({
    dataSource: database.dataSource,
    onChange: () => logs.topicsChanged(),
  });
  const brokerConfigs = new BrokerConfigStore({ access, settings: {} });
  const topics = new TopicStore({ access, brokerConfigs, defaultPartitionCount: 1 });
  await logs.start();
  return { database, logs, topics, close: () => logs.close().then(() => database.close()) };
}

/** Offset and text of all records of a log, page by page, as a reader gets them. */
export async function readAll(
  { logs }: Pick<Storage, 'logs'>,
  topic: string,
  partition = 0,
): Promise<[offset: number, value: string][]> {
  const [start] = await logs.listOffsets([{ topic, partition, timestamp: 'earliest' }]);
  const found: [number, string][] = [];
  const limits = { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 16 };
  for (let offset = start?.offset ?? 0; ;) {
    const [page] = await logs.fetch({ partitions: [{ topic, partition, offset }], ...limits });
    if (page === undefined || page.error !== null) throw page?.error ?? new Error('no page');
    const before = found.length;
    for (const record of page.batches.flatMap((batch) => batch.records()))
      if (record.offset >= offset) found.push([record.offset, Buffer.from(record.value ?? []).toString()]);
    if (found.length === before) return found;
    offset = (found.at(-1)?.[0] ?? 0) + 1;
  }
}
