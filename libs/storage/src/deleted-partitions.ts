// Drops the batches of deleted topics in the background, in bounded steps, one gateway at a time. What a kill interrupts
// goes on at the next start: the list of what is to drop is a table.
import type pg from 'pg';
import { reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import { CLEANUP_LOCK } from './sql/locks.ts';

const STEP_ROWS = 2_000;
const STEP_BYTES = 16 * 1024 * 1024;
const PAUSE_MS = 50;
const IDLE_CHECK_MS = 60_000;

export class DeletedPartitions {
  readonly #reads: pg.Pool;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: { reads: pg.Pool; logger: Logger }) {
    this.#reads = options.reads;
    this.#logger = options.logger;
  }

  start(): void {
    this.#schedule(0);
  }

  /** A topic was deleted: do not wait for the next round. */
  wake(): void {
    if (this.#running === undefined && !this.#isClosed) this.#schedule(PAUSE_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#step().then((isMoreToDo) => {
        this.#running = undefined;
        if (!this.#isClosed) this.#schedule(isMoreToDo ? PAUSE_MS : IDLE_CHECK_MS);
      });
    }, ms);
    this.#timer.unref();
  }

  async #step(): Promise<boolean> {
    try {
      const { rows } = await this.#reads.query<{ dropped: number | null }>(
        'select weir.drop_deleted_batches($1, $2, $3) as dropped',
        [CLEANUP_LOCK, STEP_ROWS, STEP_BYTES],
      );
      return (rows[0]?.dropped ?? 0) > 0;
    } catch (error) {
      this.#logger.warn(reasonOf(error), 'batches of deleted topics could not be dropped yet');
      return false;
    }
  }
}
