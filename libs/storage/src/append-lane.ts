// AppendLane: group commit. While one transaction flushes, the next gathers; there is no linger. A lane owns its
// connection, and a partition always uses the same lane, so its appends stay in order.
import pg from 'pg';
import { KafkaError } from '@weir/protocol';
import { clientConfig, databaseError, isConnectionLost, reasonOf, sqlState } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { encodeFlush } from './encode-flush.ts';
import type { EncodedFlush, WaitingAppend } from './encode-flush.ts';
import type { Logger } from './logger.ts';
import { appendBatches } from './sql/append-batches.ts';
import type { AppendedBatch, EncodedBatch } from './sql/append-batches.ts';

export interface AppendLaneOptions {
  readonly connection: ConnectionOptions;
  readonly logger: Logger;
  /** Called for each committed batch, in the order of offsets, before its producers are answered. */
  readonly onStored: (batch: EncodedBatch, baseOffset: number) => void;
}

/** Advisory locks live in shared memory; some hundreds in one transaction are no trouble. */
const MAX_PARTITIONS_PER_FLUSH = 256;
const MAX_BYTES_PER_FLUSH = 16 * 1024 * 1024;

export class AppendLane {
  readonly #options: AppendLaneOptions;
  #waiting: WaitingAppend[] = [];
  #client: pg.Client | undefined;
  #drained: Promise<void> | undefined;

  constructor(options: AppendLaneOptions) {
    this.#options = options;
  }

  add(append: WaitingAppend): void {
    this.#waiting.push(append);
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

  /** The oldest appends that fit one transaction. */
  #take(): WaitingAppend[] {
    const partitions = new Set<number>();
    let bytes = 0;
    let count = 0;
    for (const append of this.#waiting) {
      partitions.add(append.partitionId);
      bytes += append.sizeBytes;
      if (count > 0 && (partitions.size > MAX_PARTITIONS_PER_FLUSH || bytes > MAX_BYTES_PER_FLUSH)) break;
      count++;
    }
    const taken = count === this.#waiting.length ? this.#waiting : this.#waiting.slice(0, count);
    this.#waiting = count === this.#waiting.length ? [] : this.#waiting.slice(count);
    return taken;
  }

  async #flush(appends: readonly WaitingAppend[]): Promise<void> {
    let client: pg.Client;
    try {
      client = await this.#connected();
    } catch (error) {
      fail(appends, databaseError(error));
      return;
    }
    let flush: EncodedFlush;
    try {
      flush = encodeFlush(appends, Date.now());
    } catch (error) {
      await this.#isolate(appends, error);
      return;
    }
    try {
      this.#publish(flush, await appendBatches(client, flush.batches));
    } catch (error) {
      await this.#recover(appends, error);
    }
  }

  #publish(flush: EncodedFlush, appended: readonly AppendedBatch[]): void {
    flush.batches.forEach((batch, index) => {
      const answer = appended[index];
      if (answer?.status === 'stored') this.#options.onStored(batch, answer.baseOffset);
    });
    for (const { append, batchIndex, recordIndex } of flush.placements) {
      const batch = appended[batchIndex];
      if (batch?.status === 'stored') {
        append.settle({
          status: 'stored',
          baseOffset: batch.baseOffset + recordIndex,
          appendTime: flush.appendTime,
        });
      } else append.settle({ status: 'unknown-partition' });
    }
  }

  async #recover(appends: readonly WaitingAppend[], error: unknown): Promise<void> {
    if (isConnectionLost(error)) {
      this.#disconnect();
      this.#options.logger.warn(
        { ...reasonOf(error), appends: appends.length },
        'append connection lost during a flush',
      );
      fail(
        appends,
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
        { ...reasonOf(error), appends: appends.length },
        'the database refused a flush',
      );
      fail(appends, databaseError(error));
    } else await this.#isolate(appends, error);
  }

  /** Nothing of the flush was stored, and one log or one append of it is at fault: logs are tried apart, then appends. */
  async #isolate(appends: readonly WaitingAppend[], error: unknown): Promise<void> {
    const logs = Map.groupBy(appends, ({ partitionId }) => partitionId);
    if (appends.length === 1 || (logs.size === 1 && sqlState(error) === LOCK_NOT_AVAILABLE)) {
      this.#options.logger.error({ ...reasonOf(error), appends: appends.length }, 'append failed');
      fail(appends, databaseError(error));
      return;
    }
    this.#options.logger.warn(
      { ...reasonOf(error), appends: appends.length },
      'flush failed; trying its parts one by one',
    );
    const parts = logs.size > 1 ? [...logs.values()] : appends.map((append) => [append]);
    for (const part of parts) await this.#flush(part);
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return this.#client;
    const client = new pg.Client(clientConfig(this.#options.connection, 'weir-append'));
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

/** Somebody else holds the lock of one log for too long. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Out of resources, timeouts, read-only, system errors: the next append would meet the same. */
function concernsEverybody(error: unknown): boolean {
  const state = sqlState(error) ?? '';
  return state !== LOCK_NOT_AVAILABLE && /^(25|53|55|57|58)/.test(state);
}

function fail(appends: readonly WaitingAppend[], error: KafkaError): void {
  for (const append of appends) append.settle({ status: 'failed', error });
}
