// How late timers fire: what every request of this process waits for beside its own work. A histogram over all time, which
// any number of scrapers may read; Node's own starts anew with whoever reads it.
import { Histogram } from '@weir/storage';
import type { HistogramSnapshot } from '@weir/storage';

const EVERY_MS = 100;
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export class EventLoopDelay {
  readonly #seconds = new Histogram(bounds);
  readonly #timer: NodeJS.Timeout;
  #due = performance.now() + EVERY_MS;

  constructor() {
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
    this.#timer.unref();
  }

  snapshot(): HistogramSnapshot {
    return this.#seconds.snapshot();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#seconds.observe(Math.max(now - this.#due, 0) / 1000);
    this.#due = now + EVERY_MS;
  }
}
