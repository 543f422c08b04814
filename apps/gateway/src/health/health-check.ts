// Whether requests can be served: the process is not stopping, and the database answers in good time. Many may ask at
// once; the database is asked once for all of them.
const LIMIT_MS = 2000;

export interface Pingable {
  ping(): Promise<void>;
}

export class HealthCheck {
  readonly #broker: Pingable;
  readonly #limitMs: number;
  #isStopping = false;
  #asked: Promise<string | undefined> | undefined;

  constructor(broker: Pingable, limitMs = LIMIT_MS) {
    this.#broker = broker;
    this.#limitMs = limitMs;
  }

  /** Why requests can't be served, as text; undefined where they can. Never throws. */
  async fault(): Promise<string | undefined> {
    if (this.#isStopping) return 'the gateway is stopping';
    this.#asked ??= this.#ask().finally(() => (this.#asked = undefined));
    return this.#asked;
  }

  /** From now on not ready. */
  stop(): void {
    this.#isStopping = true;
  }

  async #ask(): Promise<string | undefined> {
    const { promise: limit, resolve } = Promise.withResolvers<string>();
    const timer = setTimeout(
      () => resolve(`the database did not answer within ${this.#limitMs} ms`),
      this.#limitMs,
    );
    const answer = this.#broker.ping().then(
      () => undefined,
      (error: unknown) => `the database does not answer: ${(error as Error).message}`,
    );
    try {
      return await Promise.race([answer, limit]);
    } finally {
      clearTimeout(timer);
    }
  }
}
