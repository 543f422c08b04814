// Opens the database: checks that it can keep our promises, migrates it under a lock, and hands out the connections.
import { randomBytes } from 'node:crypto';
import { DataSource, QueryFailedError } from 'typeorm';
import pg from 'pg';
import { BinaryClient } from './binary-client.ts';
import { clientConfig, reasonOf, sqlState } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { BrokerConfigEntity, ClusterEntity, TopicEntity } from './entities.ts';
import type { Logger } from './logger.ts';
import { Log1795000000000 } from './migrations/0001-log.ts';
import { Idempotency1795100000000 } from './migrations/0002-idempotency.ts';
import { BrokerConfigs1796000000000 } from './migrations/0003-broker-configs.ts';
import { Producers1797000000000 } from './migrations/0004-producers.ts';
import { Retention1798000000000 } from './migrations/0005-retention.ts';
import { PageEnd1799000000000 } from './migrations/0006-page-end.ts';
import { GivenProducerIds1799100000000 } from './migrations/0007-given-producer-ids.ts';
import { MIGRATION_LOCK } from './sql/locks.ts';

export interface DatabaseOptions extends ConnectionOptions {
  readonly poolSize: number;
  /** Start although the server runs with fsync off and loses acknowledged records in a crash. */
  readonly allowFsyncOff: boolean;
  readonly logger: Logger;
}

export interface Database {
  readonly options: DatabaseOptions;
  readonly clusterId: string;
  /** Metadata through TypeORM, on a small pool of its own. */
  readonly dataSource: DataSource;
  /** Everything else that reads. */
  readonly reads: pg.Pool;
  close(): Promise<void>;
}

/** The database cannot be used as it is; the message is one line that says what to do. */
export class DatabaseUnusableError extends Error {
  override readonly name = 'DatabaseUnusableError';
}

/** Waits for the disk, or for standbys too. */
const DURABLE_COMMITS = ['on', 'remote_apply', 'remote_write'];
const MIN_SERVER_VERSION = 140000;

/** Throws DatabaseUnusableError. Safe to call from many processes at once: one migrates, the others wait. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  refuseUnescapedUrl(options);
  await refuseTransactionPooler(options);
  const guard = await connect(options);
  let isClosing = false;
  const idleLost = (error: unknown, message: string): void => {
    if (!isClosing) options.logger.warn(reasonOf(error), message);
  };
  const dataSource = new DataSource({
    type: 'postgres',
    schema: 'weir',
    entities: [TopicEntity, ClusterEntity, BrokerConfigEntity],
    migrations: [
      Log1795000000000,
      Idempotency1795100000000,
      BrokerConfigs1796000000000,
      Producers1797000000000,
      Retention1798000000000,
      PageEnd1799000000000,
      GivenProducerIds1799100000000,
    ],
    migrationsTableName: 'migration',
    poolSize: 4,
    extra: clientConfig(options, 'weir-metadata'),
    poolErrorHandler: (error: unknown) => idleLost(error, 'idle metadata connection lost'),
  });
  try {
    await checkServer(guard, options);
    // TypeORM's executor has no lock of its own: gateways that start together would collide.
    await guard.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await guard.query('create schema if not exists weir');
    await dataSource.initialize();
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    if (applied.length > 0) options.logger.info({ migrations: applied.map(({ name }) => name) }, 'migrated');
    const clusterId = await readClusterId(guard);
    const reads = new pg.Pool({
      ...clientConfig(options, 'weir-reads'),
      max: options.poolSize,
      Client: BinaryClient as unknown as new () => pg.ClientBase,
    });
    reads.on('error', (error) => idleLost(error, 'idle read connection lost'));
    const close = async (): Promise<void> => {
      isClosing = true;
      await Promise.allSettled([dataSource.destroy(), reads.end()]);
    };
    return { options, clusterId, dataSource, reads, close };
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw error instanceof DatabaseUnusableError ? error : unusable(error, options);
  } finally {
    await guard.end();
  }
}

/** A password with `@`, `/` or `:` in it would be taken for a host, and shown in messages as one. */
function refuseUnescapedUrl({ databaseUrl }: DatabaseOptions): void {
  const [beforeQuery = ''] = databaseUrl.split('?');
  if (beforeQuery.split('@').length <= 2) return;
  throw new DatabaseUnusableError(
    'DATABASE_URL has more than one "@": percent-encode special characters of user and password (@ is %40, / is %2F, : is %3A)',
  );
}

async function connect(options: DatabaseOptions): Promise<pg.Client> {
  // Waiting for another gateway's migration may take longer than any request.
  const client = new pg.Client({
    ...clientConfig(options, 'weir-start'),
    lock_timeout: 0,
    statement_timeout: 0,
    query_timeout: 0,
  });
  client.on('error', (error) => options.logger.warn(reasonOf(error), 'start connection lost'));
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw unusable(error, options);
  }
}

interface ServerSettings {
  readonly version: number;
  readonly release: string;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly isolation: string;
}

async function checkServer(client: pg.Client, options: DatabaseOptions): Promise<void> {
  const { rows } = await client.query<ServerSettings>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as release,
            current_setting('fsync') as fsync, current_setting('synchronous_commit') as "synchronousCommit",
            current_setting('transaction_isolation') as isolation`,
  );
  const server = rows[0];
  if (server === undefined || server.version < MIN_SERVER_VERSION) {
    throw new DatabaseUnusableError(
      `PostgreSQL ${server?.release} at ${where(options)} is too old: Weir needs version 14 or newer`,
    );
  }
  if (server.fsync !== 'on' && !options.allowFsyncOff) {
    throw new DatabaseUnusableError(
      `PostgreSQL at ${where(options)} runs with fsync=off and would lose acknowledged records in a crash: turn fsync on, or set WEIR_ALLOW_FSYNC_OFF=true`,
    );
  }
  if (!DURABLE_COMMITS.includes(server.synchronousCommit) || server.isolation !== 'read committed') {
    throw new DatabaseUnusableError(
      `connections to ${where(options)} do not keep the settings that Weir asks for (synchronous_commit=${server.synchronousCommit}, isolation ${server.isolation}): connect without a proxy that drops startup options`,
    );
  }
}

/**
 * LISTEN and session locks need a session. Two clients of a pooler in transaction mode that take turns are given one
 * server process, which cannot happen on direct connections.
 */
async function refuseTransactionPooler(options: DatabaseOptions): Promise<void> {
  const first = await connect(options);
  const second = await connect(options).catch(async (error: unknown) => {
    await first.end();
    throw error;
  });
  try {
    const pids = [];
    for (const client of [first, second, first, second]) {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      pids.push(rows[0]?.pid);
    }
    if (pids[0] === pids[1] || pids[1] === pids[2] || pids[0] !== pids[2]) {
      throw new DatabaseUnusableError(
        `${where(options)} is a connection pooler in transaction mode: give DATABASE_URL a direct connection to PostgreSQL`,
      );
    }
  } finally {
    await Promise.all([first.end(), second.end()]);
  }
}

async function readClusterId(client: pg.Client): Promise<string> {
  await client.query('insert into weir.cluster (cluster_id) values ($1) on conflict do nothing', [
    newClusterId(),
  ]);
  const { rows } = await client.query<{ cluster_id: string }>('select cluster_id from weir.cluster');
  return rows[0]?.cluster_id ?? '';
}

/** Kafka's form: 16 random bytes as unpadded base64url; not with a leading dash, which trips command lines. */
function newClusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

function unusable(error: unknown, options: DatabaseOptions): DatabaseUnusableError {
  const cause: unknown =
    error instanceof AggregateError
      ? error.errors[0]
      : error instanceof QueryFailedError
        ? error.driverError
        : error;
  const advice = adviceByState[sqlState(cause) ?? ''] ?? 'check DATABASE_URL and that the server runs';
  const reason = reasonOf(cause).reason.split('\n')[0];
  return new DatabaseUnusableError(`cannot use PostgreSQL at ${where(options)}: ${reason}; ${advice}`, {
    cause: error,
  });
}

/** What helps, where PostgreSQL itself answered. */
const adviceByState: Readonly<{ [state: string]: string }> = {
  '28000': 'check the user in DATABASE_URL',
  '28P01': 'check user and password in DATABASE_URL',
  '3D000': 'create the database, or name another one in DATABASE_URL',
  '42501': 'Weir makes a schema of its own: GRANT CREATE ON DATABASE to its role',
  '53300': 'raise max_connections, or lower WEIR_DATABASE_POOL_SIZE',
};

/** Host, port and database of the URL, without user and password. */
function where(options: DatabaseOptions): string {
  try {
    const url = new URL(options.databaseUrl);
    const host = url.searchParams.get('host') ?? url.hostname;
    return `${host}${url.port === '' ? '' : `:${url.port}`}${url.pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
