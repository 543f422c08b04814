// Histogram: how many values fell between which bounds. Plain numbers, so that hot paths can afford it and libraries need to
// know nothing of who shows it.

export interface HistogramSnapshot {
  /** Upper ends of the buckets, rising; a bucket includes its end. */
  readonly bounds: readonly number[];
  /** Of each bucket by itself; one more than bounds, for what is above all of them. */
  readonly counts: readonly number[];
  readonly sum: number;
}

/** For durations in seconds: from a tail cache's answer to a long poll. */
export const secondsBounds: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    const bounds = this.#bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
    (this.#counts[bucket] as number)++;
    this.#sum += value;
  }

  snapshot(): HistogramSnapshot {
    return { bounds: this.#bounds, counts: [...this.#counts], sum: this.#sum };
  }
}
