// Bodies that come too slowly hold memory which others wait for: they are cut. One timer looks at all of them, so that a body
// that comes at once costs nothing but its place in a set.
import { plainError } from './rest-error.ts';
import type { RestError } from './rest-error.ts';

export interface SlowBodyLimits {
  /** Over each grace time; 0 asks for none. */
  readonly bytesPerSecondMin: number;
  readonly graceMs: number;
  /** For the whole of a body. */
  readonly arrivalMaxMs: number;
}

export interface Arrival {
  /** To be raised by whoever reads. */
  receivedBytes: number;
}

interface WatchedArrival extends Arrival {
  readonly begunAt: number;
  readonly cut: (error: RestError) => void;
  checkedAt: number;
  checkedBytes: number;
}

const LOOK_MS = 250;

export class SlowBodies {
  readonly #limits: SlowBodyLimits;
  readonly #arrivals = new Set<WatchedArrival>();
  #timer: NodeJS.Timeout | undefined;
  #lookedAt = 0;

  constructor(limits: SlowBodyLimits) {
    this.#limits = limits;
  }

  /** `cut` is called at most once, and not after `end`. */
  begin(cut: (error: RestError) => void): Arrival {
    const now = performance.now();
    const arrival = { begunAt: now, cut, receivedBytes: 0, checkedAt: now, checkedBytes: 0 };
    this.#arrivals.add(arrival);
    if (this.#timer === undefined) {
      this.#lookedAt = now;
      this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
    }
    return arrival;
  }

  end(arrival: Arrival): void {
    this.#arrivals.delete(arrival as WatchedArrival);
  }

  #look(): void {
    const now = performance.now();
    // Where this process itself was late, so was its reading: that is nobody's fault but ours.
    const lateMs = Math.max(0, now - this.#lookedAt - 2 * LOOK_MS);
    this.#lookedAt = now;
    if (this.#arrivals.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    for (const arrival of this.#arrivals) {
      arrival.checkedAt += lateMs;
      const fault = this.#faultOf(arrival, now);
      if (fault === undefined) continue;
      this.#arrivals.delete(arrival);
      arrival.cut(plainError(408, fault));
    }
  }

  #faultOf(arrival: WatchedArrival, now: number): string | undefined {
    const { bytesPerSecondMin, graceMs, arrivalMaxMs } = this.#limits;
    if (now - arrival.begunAt > arrivalMaxMs) {
      return `the body took longer than requestArrivalMaxMs=${arrivalMaxMs} (WEIR_REQUEST_ARRIVAL_MAX_MS)`;
    }
    const elapsedMs = now - arrival.checkedAt;
    if (elapsedMs < graceMs) return undefined;
    const bytes = arrival.receivedBytes - arrival.checkedBytes;
    if (bytes * 1000 < bytesPerSecondMin * elapsedMs) {
      const limit = `requestBodyBytesPerSecondMin=${bytesPerSecondMin} (WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN)`;
      return `the body came more slowly than ${limit}`;
    }
    arrival.checkedAt = now;
    arrival.checkedBytes = arrival.receivedBytes;
    return undefined;
  }
}
