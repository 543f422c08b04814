// A line of the log that may be due very often: it is said now and then, with the number of times that it stands for.
export class RareLine {
  readonly #intervalMs: number;
  #unsaid = 0;
  #quietUntil = -Infinity;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Calls back with the number where it is time to say it. */
  due(say: (times: number) => void): void {
    this.#unsaid++;
    const now = performance.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + this.#intervalMs;
    say(this.#unsaid);
    this.#unsaid = 0;
  }
}
