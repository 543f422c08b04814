// LogStarts: what this gateway knows of the start of each log that it reads, and of rewritten batches, so that its tail cache
// answers for no record that was deleted, here or by another gateway. It is learned with every page that is read from the
// database, and looked up again when a counter says that something changed: half a second later at the most.
import type pg from 'pg';
import { reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import { readLogChanges } from './sql/log-changes.ts';

export interface LogStartsOptions {
  readonly reads: pg.Pool;
  readonly logger: Logger;
  readonly refreshMs: number;
  /** Compaction rewrote batches of the log: who has read new ones must not be given old ones. */
  readonly onRewritten: (partitionId: number) => void;
}

/** As the database has it. Both only rise: of two answers the higher one is the newer. */
export interface LogState {
  readonly logStartOffset: number;
  readonly rewrites?: number;
}

interface Known {
  logStartOffset: number;
  rewrites: number;
  /** Else it is looked up whether or not there is news: some may have come while it was learned. */
  isLookedUp: boolean;
}

export class LogStarts {
  readonly #options: LogStartsOptions;
  readonly #logs = new Map<number, Known>();
  readonly #timer: NodeJS.Timeout;
  #count = -1;
  #isRefreshing = false;

  constructor(options: LogStartsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.refresh(), options.refreshMs);
    this.#timer.unref();
  }

  /** Undefined where it is to be asked for. */
  of(partitionId: number): number | undefined {
    return this.#logs.get(partitionId)?.logStartOffset;
  }

  learn(partitionId: number, { logStartOffset, rewrites = 0 }: LogState): void {
    let known = this.#logs.get(partitionId);
    if (known === undefined) {
      known = { logStartOffset: 0, rewrites: 0, isLookedUp: false };
      this.#logs.set(partitionId, known);
    }
    known.logStartOffset = Math.max(known.logStartOffset, logStartOffset);
    if (rewrites <= known.rewrites) return;
    known.rewrites = rewrites;
    this.#options.onRewritten(partitionId);
  }

  /** Topics were deleted. */
  clear(): void {
    this.#logs.clear();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** A database that does not answer leaves what is known as it is. */
  async refresh(): Promise<void> {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    try {
      const partitionIds = [...this.#logs.keys()];
      const newIds = partitionIds.filter((id) => this.#logs.get(id)?.isLookedUp === false);
      const look = { since: this.#count, partitionIds, newIds };
      const changes = await readLogChanges(this.#options.reads, look);
      this.#count = changes.count;
      for (const { partitionId, ...state } of changes.logs) {
        this.learn(partitionId, state);
        const known = this.#logs.get(partitionId);
        if (known !== undefined) known.isLookedUp = true;
      }
    } catch (error) {
      this.#options.logger.debug(reasonOf(error), 'log starts could not be refreshed');
    } finally {
      this.#isRefreshing = false;
    }
  }
}
