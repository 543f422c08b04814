// The memory that requests under way may hold, all together and each client of them. One object for every route: who reads a
// body, whole or as a stream, reserves here before the bytes are there, and releases when they are not needed any more.
import { plainError } from './rest-error.ts';
import { SharedBudget } from './shared-budget.ts';
import type { ByteClient, SharedBudgetOptions } from './shared-budget.ts';

export class RequestBytes {
  readonly #limits: SharedBudgetOptions;
  readonly #budget: SharedBudget;

  constructor(limits: SharedBudgetOptions) {
    this.#limits = limits;
    this.#budget = new SharedBudget(limits);
  }

  get heldBytes(): number {
    return this.#budget.heldBytes;
  }

  get clientCount(): number {
    return this.#budget.clientCount;
  }

  /** Throws 429, with nothing reserved. `heldBefore` is what the same request has already. */
  reserve(client: ByteClient, bytes: number, heldBefore = 0): void {
    if (this.#budget.tryReserve(client, bytes, heldBefore) !== undefined) return;
    const { limitBytes, clientLimitBytes } = this.#limits;
    if (this.#budget.heldBy(client) + bytes > clientLimitBytes) {
      const limit = `clientBytesInFlightMax=${clientLimitBytes} (WEIR_CLIENT_BYTES_IN_FLIGHT_MAX)`;
      throw plainError(
        429,
        `the bodies of this client's requests under way reach ${limit}; send fewer at once`,
      );
    }
    const limit = `requestBytesInFlightMax=${limitBytes} (WEIR_REQUEST_BYTES_IN_FLIGHT_MAX)`;
    throw plainError(429, `the bodies of requests under way reach ${limit}; try again`);
  }

  release(client: ByteClient, bytes: number): void {
    this.#budget.release({ client, bytes });
  }
}
