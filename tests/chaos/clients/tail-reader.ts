// TailReader: reads a topic's event stream, is cut off at random, and goes on at the next gateway with the id of the last event
// that reached it whole.
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStream } from '../../../tools/testing/event-stream.ts';
import type { Random } from '../random.ts';
import type { Surroundings } from './surroundings.ts';
import { SeenRuns } from './values.ts';

export interface TailReaderOptions {
  readonly name: string;
  readonly topic: string;
  readonly random: Random;
  /** How long a connection lives, at least and at most. */
  readonly lifeMs: readonly [number, number];
}

interface TailRecord {
  readonly partition_id: number;
  readonly offset: number;
  readonly key: { readonly data: unknown } | null;
  readonly value: { readonly data: unknown } | null;
}

const PAUSE_AFTER_FAILURE_MS = 100;
/** Events of a moment are one line of the history. */
const GATHER_MS = 50;

export class TailReader {
  readonly #surroundings: Surroundings;
  readonly #options: TailReaderOptions;
  #lastEventId: string | undefined;
  #via: number;
  #gathered = new SeenRuns();

  constructor(surroundings: Surroundings, options: TailReaderOptions) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.#via = options.random.integer(0, surroundings.urls.length - 1);
  }

  async run(stop: AbortSignal): Promise<void> {
    const { random, lifeMs } = this.#options;
    while (!stop.aborted) {
      const life = AbortSignal.any([stop, AbortSignal.timeout(random.integer(...lifeMs))]);
      try {
        await this.#follow(life);
      } catch (error) {
        if (!life.aborted) {
          this.#reportFailure(error as Error);
          await sleep(PAUSE_AFTER_FAILURE_MS);
        }
      }
      this.#flush();
      this.#via = (this.#via + 1) % this.#surroundings.urls.length;
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { urls, clusterId } = this.#surroundings;
    const { topic } = this.#options;
    const from = this.#lastEventId === undefined ? '?from=earliest' : '';
    const url = `${urls[this.#via]?.()}/v3/clusters/${clusterId}/topics/${topic}/records${from}`;
    const id = this.#lastEventId === undefined ? {} : { lastEventId: this.#lastEventId };
    const stream = new EventStream(url, { signal, ...id });
    let flushedAt = performance.now();
    try {
      for await (const { type, data, lastEventId } of stream.events()) {
        if (type === 'message') this.#take(JSON.parse(data) as TailRecord[]);
        else this.#surprise(`${type} ${data}`);
        this.#lastEventId = lastEventId;
        if (performance.now() - flushedAt < GATHER_MS) continue;
        this.#flush();
        flushedAt = performance.now();
      }
    } finally {
      // The position at the connect counts before any event has come.
      if (this.#lastEventId === undefined && stream.parser.lastEventId !== '')
        this.#lastEventId = stream.parser.lastEventId;
    }
  }

  #take(records: readonly TailRecord[]): void {
    for (const { partition_id: partition, offset, key, value } of records)
      this.#gathered.add({ partition, offset }, value?.data, key?.data ?? null);
  }

  #flush(): void {
    const { runs, torn, fields } = this.#gathered;
    if (runs.length === 0 && torn.length === 0) return;
    const { name: client, topic } = this.#options;
    this.#surroundings.recorder.write({ op: 'tail', type: 'seen', client, via: this.#via, topic, ...fields });
    this.#gathered = new SeenRuns();
  }

  #reportFailure({ message }: Error): void {
    const status = Number(/^no event stream: (\d+)/.exec(message)?.[1]);
    // The stream's reader does not tell of headers.
    const known = Number.isNaN(status) ? {} : { status, hasRetryAfter: true };
    const answer = { ...known, message };
    const { name: client } = this.#options;
    this.#surroundings.recorder.write({ op: 'tail', type: 'info', client, via: this.#via, answer });
  }

  #surprise(text: string): void {
    const { name } = this.#options;
    this.#surroundings.recorder.write({ op: 'event', event: { kind: 'surprise', text: `${name}: ${text}` } });
  }
}
