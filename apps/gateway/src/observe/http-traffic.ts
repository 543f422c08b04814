// Requests by operation, counted while they pass.
import { Histogram, secondsBounds } from '@weir/storage';
import { routePath } from '../http/operation.ts';
import type { Operation } from '../http/operation.ts';

/** What one operation has served; or, together, all that belongs to none: the dashboard's files, paths that are not there. */
export class OperationTraffic {
  readonly operation: Operation | undefined;
  inFlight = 0;
  bytesIn = 0;
  bytesOut = 0;
  readonly durationSeconds = new Map<number, Histogram>();

  constructor(operation: Operation | undefined) {
    this.operation = operation;
  }

  get id(): string {
    return this.operation?.id ?? 'other';
  }

  ended({ status, seconds, bytesIn, bytesOut }: EndedRequest): void {
    let histogram = this.durationSeconds.get(status);
    if (histogram === undefined) this.durationSeconds.set(status, (histogram = new Histogram(secondsBounds)));
    histogram.observe(seconds);
    this.inFlight--;
    this.bytesIn += bytesIn;
    this.bytesOut += bytesOut;
  }
}

export interface EndedRequest {
  readonly status: number;
  readonly seconds: number;
  /** On the wire, with all headers. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export class HttpTraffic {
  readonly other = new OperationTraffic(undefined);
  readonly #byRoute = new Map<string, OperationTraffic>();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations)
      this.#byRoute.set(`${operation.method} ${routePath(operation.path)}`, new OperationTraffic(operation));
  }

  get all(): readonly OperationTraffic[] {
    return [...this.#byRoute.values(), this.other];
  }

  /** By a route as the router knows it; HEAD is served by the operation of GET. */
  ofRoute(method: string, url: string): OperationTraffic {
    return this.#byRoute.get(`${method === 'HEAD' ? 'GET' : method} ${url}`) ?? this.other;
  }
}
