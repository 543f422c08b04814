// Measurement: counts and latencies of what ends within the measured time; a warm-up before it is only acknowledged.
import type { Measured } from './jobs.ts';

export class Measurement {
  readonly #startMs: number;
  readonly #endMs: number;
  readonly #latenciesMs: number[] = [];
  #records = 0;
  #acknowledged = 0;

  constructor({ warmUpMs, measuredMs }: { warmUpMs: number; measuredMs: number }) {
    this.#startMs = performance.now() + warmUpMs;
    this.#endMs = this.#startMs + measuredMs;
  }

  get isOver(): boolean {
    return performance.now() >= this.#endMs;
  }

  /** Something that began at `beganMs` has just ended well. */
  add(beganMs: number, records: number): void {
    const nowMs = performance.now();
    this.#acknowledged += records;
    if (nowMs < this.#startMs || nowMs >= this.#endMs) return;
    this.#latenciesMs.push(nowMs - beganMs);
    this.#records += records;
  }

  result(): Measured {
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    return {
      requests: sorted.length,
      records: this.#records,
      measuredMs: this.#endMs - this.#startMs,
      latencyMs: latencies(sorted),
      acknowledged: this.#acknowledged,
    };
  }
}

/** In ascending order they come. */
export function latencies(sorted: ArrayLike<number>): Measured['latencyMs'] {
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), p99: percentile(sorted, 0.99) };
}

/** The smallest value that at least this share of all values does not exceed; 0 of nothing. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0;
}
