// A budget of bytes: what is held in memory at once for requests under way. Kafka's queued.max.request.bytes is the model.
// Who finds no room is either told so at once (tryReserve) or waits in line (reserve).

interface Waiter {
  readonly bytes: number;
  readonly admit: () => void;
}

export interface ByteBudgetOptions {
  readonly limitBytes: number;
  /** Holders of at most this many bytes may go beyond the limit by an eighth, so that a few large ones do not shut them out. */
  readonly smallBytes?: number;
}

export class ByteBudget {
  readonly #limit: number;
  readonly #small: number;
  readonly #smallLimit: number;
  readonly #waiters = new Set<Waiter>();
  #held = 0;

  constructor({ limitBytes, smallBytes = 0 }: ByteBudgetOptions) {
    this.#limit = limitBytes;
    this.#small = smallBytes;
    this.#smallLimit = limitBytes + Math.floor(limitBytes / 8);
  }

  get heldBytes(): number {
    return this.#held;
  }

  /** Nobody holds anything or waits. */
  get isIdle(): boolean {
    return this.#held === 0 && this.#waiters.size === 0;
  }

  get isWaitedFor(): boolean {
    return this.#waiters.size > 0;
  }

  /** False where there is no room. `heldBefore` is what the same holder has already. */
  tryReserve(bytes: number, heldBefore = 0): boolean {
    const limit = bytes + heldBefore <= this.#small ? this.#smallLimit : this.#limit;
    if (this.#held + bytes > limit) return false;
    this.#held += bytes;
    return true;
  }

  /** Waits for its turn, first come, first served; more than the limit counts as the limit. False where `signal` ended the
   * wait: then nothing is held. */
  reserve(bytes: number, signal?: AbortSignal): Promise<boolean> {
    const wanted = Math.min(bytes, this.#limit);
    if (signal?.aborted === true) return Promise.resolve(false);
    if (this.#waiters.size === 0 && this.tryReserve(wanted)) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const leave = () => {
      this.#waiters.delete(waiter);
      resolve(false);
      // It may have stood before smaller ones.
      this.#admit();
    };
    const admit = () => {
      signal?.removeEventListener('abort', leave);
      resolve(true);
    };
    const waiter = { bytes: wanted, admit };
    this.#waiters.add(waiter);
    signal?.addEventListener('abort', leave, { once: true });
    return promise;
  }

  /** Gives back what was reserved; `reserve` takes more than the limit for the limit, and so does this. */
  release(bytes: number): void {
    this.#held -= Math.min(bytes, this.#limit);
    if (this.#waiters.size > 0) this.#admit();
  }

  /** From what was reserved to what it takes in truth, also beyond the limit; others wait for that to pass. */
  resize(fromBytes: number, toBytes: number): void {
    this.#held += toBytes - fromBytes;
    if (this.#waiters.size > 0) this.#admit();
  }

  #admit(): void {
    for (const waiter of this.#waiters) {
      if (this.#held + waiter.bytes > this.#limit) return;
      this.#held += waiter.bytes;
      this.#waiters.delete(waiter);
      waiter.admit();
    }
  }
}
