// EmbeddedPostgres: the gateway's own PostgreSQL in the data folder. It is made once, started, watched, restarted with a growing
// pause where it dies, and stopped in order.
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '../startup-error.ts';
import { findBinaries } from './binaries.ts';
import { ensurePassword, prepareCluster } from './cluster.ts';
import { chooseExecution } from './execution.ts';
import type { ExecutionChoice } from './execution.ts';
import { stopLeftBehind, stopProcess } from './left-behind.ts';
import { chooseAddress, connectionUrl, listenArguments } from './listen.ts';
import { startServer } from './server.ts';
import type { RunningServer, ServerOptions } from './server.ts';

const role = 'weir';
const minRestartDelayMs = 100;
const maxRestartDelayMs = 5_000;
/** A server that ran this long is taken for sound: the next restart starts with the short pause again. */
const soundAfterMs = 30_000;

export interface LifeCycleLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** Made if it is missing. One process at a time: the caller holds the folder's lock. */
  readonly dataDir: string;
  readonly logger: LifeCycleLogger;
  /** Undefined: Unix socket alone where its path is short enough; 0: any free loopback TCP port too; else that port too. */
  readonly port?: number | undefined;
  /** npm package that brings the programs. */
  readonly packageName?: string;
  readonly syncInit?: boolean;
  /** Ends a start that is under way: the server is stopped, the start throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly execution?: ExecutionChoice;
}

export class EmbeddedPostgres {
  /** For Weir: its own role and database. */
  readonly url: string;
  /** For PostgreSQL's superuser. */
  readonly adminUrl: string;
  /** Where cluster and socket are: the data folder, or the folder of the account that runs the server for root. */
  readonly folder: string;
  readonly #server: ServerOptions;
  readonly #logger: LifeCycleLogger;
  readonly #stopping = new AbortController();
  #running: RunningServer | undefined;
  #version = 'unknown';
  #watch: Promise<void> = Promise.resolve();

  private constructor(server: ServerOptions, url: string, logger: LifeCycleLogger) {
    this.url = url;
    this.adminUrl = server.adminUrl;
    this.folder = server.execution.folder;
    this.#server = server;
    this.#logger = logger;
  }

  /** Resolves when the server answers and role and database exist. Throws StartupError. */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const { logger } = options;
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    const dataDir = await realpath(options.dataDir);
    const execution = chooseExecution(findBinaries(options.packageName), dataDir, options.execution);
    if (execution.kind === 'account') {
      const fields = { folder: execution.folder, account: execution.account?.name };
      logger.warn(fields, 'PostgreSQL refuses root: its data is in a folder of its own');
    }
    const password = await ensurePassword(dataDir);
    const cluster = await prepareCluster({ execution, password, syncInit: options.syncInit ?? true });
    const leftBehind = await stopLeftBehind(cluster);
    if (leftBehind !== undefined)
      logger.warn({ pid: leftBehind }, 'stopped the PostgreSQL that a killed gateway left behind');
    const address = await chooseAddress(execution.folder, options.port);
    const adminUrl = connectionUrl(address, { user: 'postgres', password, database: 'postgres' });
    const { signal } = options;
    const server = {
      execution,
      cluster,
      logFile: join(dataDir, 'postgres.log'),
      args: listenArguments(address),
      adminUrl,
      signal,
    };
    const url = connectionUrl(address, { user: role, password, database: role });
    const embedded = new EmbeddedPostgres(server, url, logger);
    try {
      await embedded.#startFirst();
      await createRoleAndDatabase(adminUrl, password);
    } catch (error) {
      await embedded.stop();
      throw error;
    }
    embedded.#watch = embedded.#superviseUntilStopped();
    return embedded;
  }

  /** The server's own, such as `18.4`. */
  get version(): string {
    return this.#version;
  }

  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** Fast shutdown, harder after a limit. Safe to call twice: both wait for the same end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const running = this.#running;
    if (running?.pid) await stopProcess(running.pid, { fastMs: 2_500, immediateMs: 1_000 });
    await this.#watch;
    // A restart that was under way when stop was called may have started one more.
    const last = this.#running;
    if (last?.pid && last !== running) await stopProcess(last.pid, { fastMs: 1_000, immediateMs: 500 });
  }

  /** Processes of a killed server hold its shared memory for a moment; that passes. */
  async #startFirst(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#startOnce();
      } catch (error) {
        const passes = error instanceof StartupError && error.message.includes('shared memory block');
        if (!passes || attempt === 20) throw error;
        await sleep(500);
      }
    }
  }

  async #startOnce(): Promise<void> {
    const start = performance.now();
    const running = await startServer(this.#server, (server) => {
      this.#running = server;
    });
    this.#version = running.version;
    const fields = {
      pid: running.pid,
      version: this.version,
      durationMs: Math.round(performance.now() - start),
    };
    this.#logger.info(fields, 'PostgreSQL is ready');
  }

  async #superviseUntilStopped(): Promise<void> {
    const { signal } = this.#stopping;
    let delayMs = minRestartDelayMs;
    let startedAt = performance.now();
    while (!signal.aborted) {
      const end = await this.#running?.ended;
      if (signal.aborted) return;
      if (performance.now() - startedAt > soundAfterMs) delayMs = minRestartDelayMs;
      this.#logger.error(
        { end, restartInMs: delayMs, log: this.#server.logFile },
        'PostgreSQL ended unexpectedly',
      );
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      delayMs = Math.min(delayMs * 2, maxRestartDelayMs);
      startedAt = performance.now();
      await this.#startOnce().catch((error: Error) => {
        this.#logger.error({ reason: error.message }, 'PostgreSQL could not be restarted');
      });
    }
  }
}

/** What initdb does not make. Safe to repeat: a start may have been killed between the two. */
async function createRoleAndDatabase(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const literal = client.escapeLiteral(password);
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (roles.rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD ${literal}`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [role]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${role} OWNER ${role}`);
  } finally {
    await client.end();
  }
}
