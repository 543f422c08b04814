// FetchWaiter: long polls wait in a list. An append in this process wakes them from memory, another gateway's append by
// its hint; a poll of the log ends covers lost hints. No waiting fetch runs queries of its own.
import type pg from 'pg';
import { reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import { readLogEnds } from './sql/list-offsets.ts';

interface Waiter {
  /** Partition id → the offset the fetch waits to see exceeded. */
  readonly positions: ReadonlyMap<number, number>;
  readonly wake: () => void;
}

export interface FetchWaiterOptions {
  readonly reads: pg.Pool;
  readonly logger: Logger;
  /** How long a lost hint can delay a fetch. */
  readonly pollMs: number;
}

export class FetchWaiter {
  readonly #options: FetchWaiterOptions;
  readonly #waiters = new Map<number, Set<Waiter>>();
  readonly #timer: NodeJS.Timeout;
  #isPolling = false;
  #waitingCount = 0;
  #isClosed = false;

  constructor(options: FetchWaiterOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.poll(), options.pollMs);
    this.#timer.unref();
  }

  /** Fetches that wait for growth at this moment. */
  get waitingCount(): number {
    return this.#waitingCount;
  }

  /**
   * Begins to listen at once: an append after this call is not missed. Positions are the offsets wanted next; `woken`
   * resolves true when a log grew past one of them, false after the time or the signal.
   */
  listen(positions: ReadonlyMap<number, number>): {
    woken: (ms: number, signal?: AbortSignal) => Promise<boolean>;
    stop: () => void;
  } {
    let isWoken = false;
    let settle: ((grew: boolean) => void) | undefined;
    const waiter: Waiter = {
      positions,
      wake: () => {
        isWoken = true;
        settle?.(true);
      },
    };
    for (const partitionId of positions.keys()) {
      const set = this.#waiters.get(partitionId);
      if (set === undefined) this.#waiters.set(partitionId, new Set([waiter]));
      else set.add(waiter);
    }
    const woken = async (ms: number, signal?: AbortSignal): Promise<boolean> => {
      if (isWoken) return true;
      if (this.#isClosed || ms <= 0 || signal?.aborted === true) return false;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      settle = resolve;
      this.#waitingCount++;
      const timer = setTimeout(() => resolve(false), ms);
      const abort = (): void => resolve(false);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return await promise;
      } finally {
        this.#waitingCount--;
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      }
    };
    return { woken, stop: () => this.#remove(waiter) };
  }

  /** The log now ends at `endOffset`. */
  grew(partitionId: number, endOffset: number): void {
    const waiters = this.#waiters.get(partitionId);
    if (waiters === undefined) return;
    for (const waiter of waiters) {
      if (endOffset > (waiter.positions.get(partitionId) ?? Infinity)) waiter.wake();
    }
  }

  /** Asks the database for the ends of all logs that are waited for. */
  async poll(): Promise<void> {
    if (this.#isPolling || this.#waiters.size === 0) return;
    this.#isPolling = true;
    try {
      const partitionIds = [...this.#waiters.keys()];
      const ends = await readLogEnds(this.#options.reads, partitionIds);
      partitionIds.forEach((id, index) => this.grew(id, ends[index]?.logEndOffset ?? 0));
    } catch (error) {
      this.#options.logger.debug(reasonOf(error), 'log ends could not be polled');
    } finally {
      this.#isPolling = false;
    }
  }

  /** A topic was deleted: whoever waits for it must look again. */
  wakeAll(): void {
    for (const waiters of this.#waiters.values()) for (const waiter of waiters) waiter.wake();
  }

  /** Ends all waiting: fetches answer what there is. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.wakeAll();
  }

  #remove(waiter: Waiter): void {
    for (const partitionId of waiter.positions.keys()) {
      const set = this.#waiters.get(partitionId);
      set?.delete(waiter);
      if (set?.size === 0) this.#waiters.delete(partitionId);
    }
  }
}
