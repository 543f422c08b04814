// What the append queue commits, counted over all lanes: how often, how much at once, how long it took.
import { Histogram, secondsBounds } from './histogram.ts';
import type { HistogramSnapshot } from './histogram.ts';

export interface CommitSnapshot {
  /** Of transactions that stored something; so are records and bytes. */
  readonly durationSeconds: HistogramSnapshot;
  readonly records: HistogramSnapshot;
  readonly bytes: HistogramSnapshot;
  /** Transactions that failed, or of which nobody knows. */
  readonly failures: number;
}

interface Committed {
  readonly recordCount: number;
  readonly bytes: Uint8Array;
}

const recordBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000];
const byteBounds = Array.from({ length: 9 }, (_, step) => 256 * 4 ** step);

export class CommitStats {
  readonly #durationSeconds = new Histogram(secondsBounds);
  readonly #records = new Histogram(recordBounds);
  readonly #bytes = new Histogram(byteBounds);
  #failures = 0;

  /** Runs a transaction; `storedBy` says of its answer what it stored. */
  async measure<T>(commit: () => Promise<T>, storedBy: (answer: T) => readonly Committed[]): Promise<T> {
    const start = performance.now();
    try {
      const answer = await commit();
      this.#count(storedBy(answer), (performance.now() - start) / 1000);
      return answer;
    } catch (error) {
      this.#failures++;
      throw error;
    }
  }

  snapshot(): CommitSnapshot {
    return {
      durationSeconds: this.#durationSeconds.snapshot(),
      records: this.#records.snapshot(),
      bytes: this.#bytes.snapshot(),
      failures: this.#failures,
    };
  }

  #count(stored: readonly Committed[], seconds: number): void {
    if (stored.length === 0) return;
    this.#durationSeconds.observe(seconds);
    let records = 0;
    let bytes = 0;
    for (const batch of stored) {
      records += batch.recordCount;
      bytes += batch.bytes.length;
    }
    this.#records.observe(records);
    this.#bytes.observe(bytes);
  }
}
