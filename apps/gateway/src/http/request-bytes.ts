// The memory that requests under way may hold, all together and each client of them. One object for every route: who reads a
// body, whole or as a stream, reserves here before the bytes are there, and releases when they are not needed any more.
import { ByteBudget } from './byte-budget.ts';
import { plainError } from './rest-error.ts';
import type { ByteClient } from './shared-budget.ts';

export interface RequestBytesOptions {
  readonly limitBytes: number;
  readonly clientLimitBytes: number;
  /** See ByteBudget; it concerns the limit of all, not the one of a client. */
  readonly smallBytes: number;
}

export class RequestBytes {
  readonly #limits: RequestBytesOptions;
  readonly #all: ByteBudget;
  /** Only of who holds something. */
  readonly #heldByClient = new Map<ByteClient, number>();

  constructor(limits: RequestBytesOptions) {
    this.#limits = limits;
    this.#all = new ByteBudget(limits);
  }

  get heldBytes(): number {
    return this.#all.heldBytes;
  }

  get clientCount(): number {
    return this.#heldByClient.size;
  }

  /** Throws 429, with nothing reserved. `heldBefore` is what the same request has already. */
  reserve(client: ByteClient, bytes: number, heldBefore = 0): void {
    const held = (this.#heldByClient.get(client) ?? 0) + bytes;
    const { limitBytes, clientLimitBytes } = this.#limits;
    if (held > clientLimitBytes) {
      const limit = `clientBytesInFlightMax=${clientLimitBytes} (WEIR_CLIENT_BYTES_IN_FLIGHT_MAX)`;
      throw plainError(
        429,
        `the bodies of this client's requests under way reach ${limit}; send fewer at once`,
      );
    }
    if (!this.#all.tryReserve(bytes, heldBefore)) {
      const limit = `requestBytesInFlightMax=${limitBytes} (WEIR_REQUEST_BYTES_IN_FLIGHT_MAX)`;
      throw plainError(429, `the bodies of requests under way reach ${limit}; try again`);
    }
    this.#heldByClient.set(client, held);
  }

  release(client: ByteClient, bytes: number): void {
    const left = (this.#heldByClient.get(client) ?? 0) - bytes;
    if (left > 0) this.#heldByClient.set(client, left);
    else this.#heldByClient.delete(client);
    this.#all.release(bytes);
  }
}
