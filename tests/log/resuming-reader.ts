// ResumingReader: a client of the tail that is cut off at random and goes on, on the next gateway, with the id of the last
// event that reached it whole: what a browser's EventSource does.
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStream } from '../../tools/testing/event-stream.ts';
import type { LogEntry } from './check-history.ts';

const pauseAfterFailureMs = 20;

export interface ResumingReaderOptions {
  /** Where the gateways are at present; they are taken in turn. */
  readonly urls: readonly (() => string)[];
  /** Of the tail, from the gateway's root. */
  readonly path: string;
  readonly partitionCount: number;
  /** How long the next connection lives, at most. */
  readonly nextLifeMs: () => number;
  /** For planting faults: what is sent instead of the id. */
  readonly tamper?: (id: string) => string;
}

interface ReadRecord {
  readonly partition_id: number;
  readonly offset: number;
  readonly value: { readonly data: unknown } | null;
}

export class ResumingReader {
  /** All that was read, by partition, in the order in which it came. */
  readonly logs: LogEntry[][];
  connections = 0;
  lastEventId = '';
  /** Events that are not records. */
  readonly surprises: string[] = [];
  readonly #options: ResumingReaderOptions;

  constructor(options: ResumingReaderOptions) {
    this.#options = options;
    this.logs = Array.from({ length: options.partitionCount }, () => []);
  }

  get count(): number {
    return this.logs.reduce((sum, { length }) => sum + length, 0);
  }

  async run(stop: AbortSignal): Promise<void> {
    const { urls, path, nextLifeMs, tamper = (id: string) => id } = this.#options;
    while (!stop.aborted) {
      const url = urls[this.connections++ % urls.length]?.() ?? '';
      const signal = AbortSignal.any([stop, AbortSignal.timeout(nextLifeMs())]);
      const id = this.lastEventId;
      const resume = id === '' ? {} : { lastEventId: tamper(id) };
      const stream = new EventStream(`${url}${path}`, { signal, ...resume });
      try {
        for await (const { type, data, lastEventId } of stream.events()) {
          if (type === 'message') this.#take(JSON.parse(data) as ReadRecord[]);
          else this.surprises.push(`${type} ${data}`);
          this.lastEventId = lastEventId;
        }
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('no event stream'))
          this.surprises.push(error.message);
        if (!signal.aborted) await sleep(pauseAfterFailureMs);
      }
      // The position at the connect counts before any event has come.
      if (this.lastEventId === '') this.lastEventId = stream.parser.lastEventId;
    }
  }

  #take(records: readonly ReadRecord[]): void {
    for (const { partition_id: partition, offset, value } of records)
      this.logs[partition]?.push({ offset, value: value === null ? null : JSON.stringify(value.data) });
  }
}
