// Hints: tells the other gateways which logs grew, and hears from them that logs grew or topics changed. Hints only make
// things faster: one that is lost costs a poll interval. Appends send theirs over a connection of its own, never in their
// transaction, where NOTIFY would serialise commits.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { clientConfig, reasonOf } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import type { Logger } from './logger.ts';
import { APPEND_CHANNEL, TOPIC_CHANNEL } from './sql/channels.ts';

const FLUSH_MS = 5;
const RECONNECT_MS = 1_000;
/** NOTIFY refuses 8,000 bytes. */
const MAX_PAYLOAD_BYTES = 7_900;

export interface HintsOptions {
  readonly connection: ConnectionOptions;
  readonly logger: Logger;
  readonly onGrew: (partitionId: number, endOffset: number) => void;
  readonly onTopicsChanged: (isDeletion: boolean) => void;
}

export class Hints {
  readonly #options: HintsOptions;
  readonly #sender = randomUUID().slice(0, 8);
  #pending = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;
  #client: pg.Client | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #isSending = false;
  #isClosed = false;

  constructor(options: HintsOptions) {
    this.#options = options;
  }

  /** Connects in the background and stays connected; resolves after the first try, successful or not. */
  async start(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#options.connection, 'weir-hints'));
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === TOPIC_CHANNEL) this.#options.onTopicsChanged(payload === 'deleted');
      else this.#receive(payload);
    });
    client.on('error', (error) => this.#lost(client, error));
    // Also while it connects, before that is known to have failed.
    client.on('end', () => this.#lost(client, new Error('the connection has ended')));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`set synchronous_commit = off; listen ${APPEND_CHANNEL}; listen ${TOPIC_CHANNEL}`);
    } catch (error) {
      this.#lost(client, error);
    }
  }

  /** Queues the hint; the newest end of each log is sent within milliseconds. */
  grew(partitionId: number, endOffset: number): void {
    // Lanes that share a partition may tell in another order than they committed.
    this.#pending.set(partitionId, Math.max(endOffset, this.#pending.get(partitionId) ?? 0));
    this.#timer ??= setTimeout(() => void this.#flush(), FLUSH_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#reconnect);
    await this.#client?.end().catch(() => undefined);
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const client = this.#client;
    if (this.#isSending || client === undefined || this.#isClosed) {
      if (client === undefined) this.#pending.clear();
      return;
    }
    this.#isSending = true;
    try {
      while (this.#pending.size > 0)
        await client.query({
          name: 'hint',
          text: `select pg_notify('${APPEND_CHANNEL}', $1)`,
          values: [this.#take()],
        });
    } catch (error) {
      this.#options.logger.debug(reasonOf(error), 'hint not sent');
    } finally {
      this.#isSending = false;
    }
  }

  #take(): string {
    let payload = this.#sender;
    for (const [partitionId, endOffset] of this.#pending) {
      const hint = ` ${partitionId}:${endOffset}`;
      if (payload.length + hint.length > MAX_PAYLOAD_BYTES) break;
      payload += hint;
      this.#pending.delete(partitionId);
    }
    return payload;
  }

  #receive(payload: string): void {
    const [sender, ...hints] = payload.split(' ');
    if (sender === this.#sender) return;
    for (const hint of hints) {
      const [partitionId, endOffset] = hint.split(':').map(Number);
      if (partitionId !== undefined && endOffset !== undefined) this.#options.onGrew(partitionId, endOffset);
    }
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (this.#isClosed) return;
    this.#options.logger.debug(reasonOf(error), 'hints disconnected; falling back to polling');
    client.end().catch(() => undefined);
    this.#reconnect = setTimeout(() => void this.start(), RECONNECT_MS);
  }
}
