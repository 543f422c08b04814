// A budget of bytes of which each client may hold a share, so that one alone does not keep out the others.
import type { FastifyRequest } from 'fastify';
import { ANONYMOUS } from '../security/authenticator.ts';
import { ByteBudget } from './byte-budget.ts';
import type { ByteBudgetOptions } from './byte-budget.ts';

/** Whose bytes they are: a principal; of who has none, the connection. */
export type ByteClient = string | object;

export function byteClientOf({ principal, raw }: FastifyRequest): ByteClient {
  return principal === ANONYMOUS ? raw.socket : principal;
}

/** `smallBytes` concerns the limit of all, not the one of a client. */
export interface SharedBudgetOptions extends ByteBudgetOptions {
  readonly clientLimitBytes: number;
}

/** Room that was given: what `resize` and `release` take. */
export interface Held {
  readonly client: ByteClient;
  bytes: number;
}

export class SharedBudget {
  readonly #options: SharedBudgetOptions;
  readonly #all: ByteBudget;
  /** Only of who holds something or waits. */
  readonly #byClient = new Map<ByteClient, ByteBudget>();

  constructor(options: SharedBudgetOptions) {
    this.#options = options;
    this.#all = new ByteBudget(options);
  }

  get heldBytes(): number {
    return this.#all.heldBytes;
  }

  get clientCount(): number {
    return this.#byClient.size;
  }

  /** Somebody stands in line whom the client would pass with `tryReserve`. */
  isWaitedFor(client: ByteClient): boolean {
    return this.#all.isWaitedFor || this.#byClient.get(client)?.isWaitedFor === true;
  }

  heldBy(client: ByteClient): number {
    return this.#byClient.get(client)?.heldBytes ?? 0;
  }

  /** Undefined where there is no room. `heldBefore` is what the same holder has already. */
  tryReserve(client: ByteClient, bytes: number, heldBefore = 0): Held | undefined {
    const own = this.#budgetOf(client);
    let held: Held | undefined;
    if (own.tryReserve(bytes)) {
      if (this.#all.tryReserve(bytes, heldBefore)) held = { client, bytes };
      else own.release(bytes);
    }
    // Of nothing, too, nobody need be remembered.
    this.#forgetIdle(client);
    return held;
  }

  /** Waits: first for the client's other requests, then for those of all. What is more than the share is cut to it.
   * Undefined where `signal` ended the wait. */
  async reserve(client: ByteClient, bytes: number, signal: AbortSignal): Promise<Held | undefined> {
    const { limitBytes, clientLimitBytes } = this.#options;
    const wanted = Math.min(bytes, limitBytes, clientLimitBytes);
    const own = this.#budgetOf(client);
    const isOwnRoom = await own.reserve(wanted, signal);
    if (isOwnRoom && (await this.#all.reserve(wanted, signal))) return { client, bytes: wanted };
    if (isOwnRoom) own.release(wanted);
    this.#forgetIdle(client);
    return undefined;
  }

  /** To what it takes in truth, which may be more than there is room for. */
  resize(held: Held, bytes: number): void {
    this.#budgetOf(held.client).resize(held.bytes, bytes);
    this.#all.resize(held.bytes, bytes);
    held.bytes = bytes;
    this.#forgetIdle(held.client);
  }

  release(held: Held): void {
    this.resize(held, 0);
  }

  #budgetOf(client: ByteClient): ByteBudget {
    let own = this.#byClient.get(client);
    if (own === undefined) {
      own = new ByteBudget({ limitBytes: this.#options.clientLimitBytes });
      this.#byClient.set(client, own);
    }
    return own;
  }

  #forgetIdle(client: ByteClient): void {
    if (this.#byClient.get(client)?.isIdle === true) this.#byClient.delete(client);
  }
}
