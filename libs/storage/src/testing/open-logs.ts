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

export interface OpenedLogs {
  readonly testDatabase: TestDatabase;
  readonly database: Database;
  readonly logs: LogManager;
  readonly topics: TopicStore;
  /** Another session, as another gateway would hold it. */
  readonly session: pg.Client;
  close(): Promise<void>;
}

export const logOptions = {
  appendLanes: 1,
  tailCacheBytes: 1 << 20,
  scrubBytesPerSecond: 0,
  idempotencyKeyRetentionMs: 3_600_000,
  producerIdExpirationMs: 3_600_000,
  transactionalIdExpirationMs: 3_600_000,
  settings: {},
};

export async function openLogs(options: Partial<LogManagerOptions> = {}): Promise<OpenedLogs> {
  const testDatabase = await createTestDatabase();
  const database = await openDatabase({
    databaseUrl: testDatabase.url,
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
  const session = new pg.Client(testDatabase.adminUrl);
  await session.connect();
  return {
    ...{ testDatabase, database, logs, topics, session },
    close: async () => {
      await session.end();
      await logs.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}
