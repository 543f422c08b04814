// Work that one gateway of a cluster does at a time, now and then: a run holds a session lock on a connection of its own, so
// that it ends with the process, and what a run has begun the next gateway's run goes on with. Its statements are short and
// rest in between, so that producers keep most of the database.
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { BackgroundSteps } from './background-steps.ts';
import { BinaryClient } from './binary-client.ts';
import { clientConfig, reasonOf } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import type { Logger } from './logger.ts';

export interface Run {
  /** Every statement goes over it: whoever has lost the connection has lost the lock. */
  readonly client: pg.ClientBase;
  /** Runs one bounded statement, then rests. Throws where the gateway stops. */
  paced<T>(statement: () => Promise<T>): Promise<T>;
}

export interface ExclusiveRunsOptions {
  readonly connection: ConnectionOptions;
  readonly logger: Logger;
  readonly lock: number;
  readonly idleMs: number;
  /** What is said where a run fails. */
  readonly failure: string;
  readonly run: (run: Run) => Promise<void>;
}

/** A rest is so many times as long as the statement before it: then runs take a quarter of one core at the most. */
const REST_RATIO = 3;
const MIN_REST_MS = 10;
const MAX_REST_MS = 2_000;
const WAKE_MS = 50;

export class ExclusiveRuns {
  readonly #options: ExclusiveRunsOptions;
  readonly #steps: BackgroundSteps;
  readonly #stop = new AbortController();

  constructor(options: ExclusiveRunsOptions) {
    this.#options = options;
    const step = () => this.#tryRun();
    this.#steps = new BackgroundSteps({ step, pauseMs: WAKE_MS, idleMs: options.idleMs });
  }

  /** The first run comes after the first wait: a start has enough to do. */
  start(): void {
    this.#steps.start(this.#options.idleMs);
  }

  /** There is something to do: do not wait for the next run. */
  wake(): void {
    this.#steps.wake();
  }

  /** Ends the run that is under way behind its statement. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#steps.close();
  }

  /** One run; answers false where another gateway is at it. Throws what fails. */
  async runOnce(): Promise<boolean> {
    const { connection, lock, run } = this.#options;
    const client = new BinaryClient(clientConfig(connection, 'weir-cleanup'));
    // A statement that is under way fails as well, and says so.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
        lock,
      ]);
      if (rows[0]?.taken !== true) return false;
      await run({ client, paced: (statement) => this.#paced(statement) });
      return true;
    } finally {
      // The lock ends with the session.
      await client.end().catch(() => undefined);
    }
  }

  async #tryRun(): Promise<boolean> {
    const { logger, failure } = this.#options;
    try {
      await this.runOnce();
    } catch (error) {
      if (!this.#stop.signal.aborted) logger.warn(reasonOf(error), failure);
    }
    return false;
  }

  async #paced<T>(statement: () => Promise<T>): Promise<T> {
    const { signal } = this.#stop;
    signal.throwIfAborted();
    const start = performance.now();
    const result = await statement();
    const rest = Math.min(Math.max((performance.now() - start) * REST_RATIO, MIN_REST_MS), MAX_REST_MS);
    await sleep(rest, undefined, { signal, ref: false });
    return result;
  }
}
