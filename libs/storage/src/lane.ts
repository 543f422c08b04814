// Lane: group commit. While one transaction flushes, the next gathers; there is no linger. A lane owns its connection. What
// an item is, and how a flush of them is written, is its user's: append-lane.ts, keyed-lane.ts and commit-lane.ts.
import pg from 'pg';
import { KafkaError } from '@weir/protocol';
import { BinaryClient } from './binary-client.ts';
import type { CommitStats } from './commit-stats.ts';
import { clientConfig, databaseError, isConnectionLost, reasonOf, sqlState } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import type { Logger } from './logger.ts';

export interface LaneItem {
  readonly sizeBytes: number;
  readonly settle: (outcome: FailedOutcome) => void;
}

export interface FailedOutcome {
  readonly status: 'failed';
  readonly error: KafkaError;
}

export interface LaneConnection {
  readonly connection: ConnectionOptions;
  readonly logger: Logger;
  readonly commits: CommitStats;
}

export interface LaneQueue {
  readonly appends: number;
  readonly bytes: number;
}

export interface LaneOptions<Item> extends LaneConnection {
  /** Adds the ids of the partitions whose locks the item needs. */
  readonly addPartitions: (item: Item, partitions: Set<number>) => void;
  /**
   * Encodes a flush. What it answers writes it in one transaction and settles its items, but for those that it answers:
   * they are flushed again at once.
   */
  readonly prepare: (items: readonly Item[]) => (client: pg.Client) => Promise<readonly Item[]>;
  /** Items of one transaction at the most. */
  readonly itemsMax?: number;
  /** Nothing of a flush was stored and one of its items is at fault: parts to try apart; one part where that can't help. */
  readonly split: (items: readonly Item[], error: unknown) => readonly (readonly Item[])[];
}

/** Advisory locks live in shared memory; some hundreds in one transaction are no trouble. */
const MAX_PARTITIONS_PER_FLUSH = 256;
/** A flush is in memory some times over while it is sent. */
const MAX_BYTES_PER_FLUSH = 4 * 1024 * 1024;
/** So that no flush of tiny items takes long. */
const MAX_ITEMS_PER_FLUSH = 10_000;

export class Lane<Item extends LaneItem> {
  readonly #options: LaneOptions<Item>;
  #waiting: Item[] = [];
  #client: pg.Client | undefined;
  #drained: Promise<void> | undefined;

  constructor(options: LaneOptions<Item>) {
    this.#options = options;
  }

  /** Items that wait for the next transaction, and what they take. */
  get queue(): LaneQueue {
    const bytes = this.#waiting.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return { appends: this.#waiting.length, bytes };
  }

  add(item: Item): void {
    this.#waiting.push(item);
    this.#drained ??= this.#drain();
  }

  /** Resolves when everything that was added is settled; the connection is then closed. */
  async close(): Promise<void> {
    while (this.#drained !== undefined) await this.#drained;
    await this.#client?.end().catch(() => undefined);
    this.#client = undefined;
  }

  async #drain(): Promise<void> {
    // Requests that arrived in this turn of the event loop share the first transaction.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#flush(this.#take());
    this.#drained = undefined;
  }

  /** The oldest items that fit one transaction. */
  #take(): Item[] {
    const partitions = new Set<number>();
    let bytes = 0;
    let count = 0;
    const { itemsMax = MAX_ITEMS_PER_FLUSH } = this.#options;
    for (const item of this.#waiting) {
      this.#options.addPartitions(item, partitions);
      bytes += item.sizeBytes;
      const isFull =
        partitions.size > MAX_PARTITIONS_PER_FLUSH || bytes > MAX_BYTES_PER_FLUSH || count === itemsMax;
      if (count > 0 && isFull) break;
      count++;
    }
    const taken = count === this.#waiting.length ? this.#waiting : this.#waiting.slice(0, count);
    this.#waiting = count === this.#waiting.length ? [] : this.#waiting.slice(count);
    return taken;
  }

  async #flush(items: readonly Item[]): Promise<void> {
    let left = items;
    while (left.length > 0) left = await this.#flushOnce(left);
  }

  /** Answers what is to be flushed again. */
  async #flushOnce(items: readonly Item[]): Promise<readonly Item[]> {
    let client: pg.Client;
    try {
      client = await this.#connected();
    } catch (error) {
      fail(items, databaseError(error));
      return [];
    }
    let write: (client: pg.Client) => Promise<readonly Item[]>;
    try {
      write = this.#options.prepare(items);
    } catch (error) {
      await this.#isolate(items, error);
      return [];
    }
    try {
      return await write(client);
    } catch (error) {
      await this.#recover(items, error);
      return [];
    }
  }

  async #recover(items: readonly Item[], error: unknown): Promise<void> {
    if (isConnectionLost(error)) {
      this.#disconnect();
      this.#options.logger.warn(
        { ...reasonOf(error), appends: items.length },
        'append connection lost during a flush',
      );
      fail(
        items,
        new KafkaError(
          'NETWORK_EXCEPTION',
          `whether the records were stored is unknown: the database connection failed (${reasonOf(error).reason})`,
        ),
      );
      return;
    }
    // The server answered: the transaction is undone.
    if (concernsEverybody(error)) {
      this.#options.logger.error(
        { ...reasonOf(error), appends: items.length },
        'the database refused a flush',
      );
      fail(items, databaseError(error));
    } else await this.#isolate(items, error);
  }

  async #isolate(items: readonly Item[], error: unknown): Promise<void> {
    const parts = items.length === 1 ? [items] : this.#options.split(items, error);
    if (parts.length === 1) {
      this.#options.logger.error({ ...reasonOf(error), appends: items.length }, 'append failed');
      fail(items, databaseError(error));
      return;
    }
    this.#options.logger.warn(
      { ...reasonOf(error), appends: items.length },
      'flush failed; trying its parts one by one',
    );
    for (const part of parts) await this.#flush(part);
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return this.#client;
    const client = new BinaryClient(clientConfig(this.#options.connection, 'weir-append'));
    client.on('error', (error) => {
      this.#options.logger.warn(reasonOf(error), 'append connection lost');
      if (this.#client === client) this.#client = undefined;
    });
    await client.connect();
    this.#client = client;
    return client;
  }

  #disconnect(): void {
    this.#client?.end().catch(() => undefined);
    this.#client = undefined;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** Items of one log apart from those of the others, then each alone. Where somebody else holds a log's lock for too long
 * each alone would wait as long again. */
export function splitByLog<Item>(
  items: readonly Item[],
  logOf: (item: Item) => number | undefined,
  error: unknown,
): readonly (readonly Item[])[] {
  const logs = Map.groupBy(items, logOf);
  if (logs.size > 1) return [...logs.values()];
  return sqlState(error) === LOCK_NOT_AVAILABLE ? [items] : items.map((item) => [item]);
}

/** Out of resources, timeouts, read-only, system errors: the next append would meet the same. */
function concernsEverybody(error: unknown): boolean {
  const state = sqlState(error) ?? '';
  return state !== LOCK_NOT_AVAILABLE && /^(25|53|55|57|58)/.test(state);
}

function fail(items: readonly LaneItem[], error: KafkaError): void {
  for (const item of items) item.settle({ status: 'failed', error });
}
