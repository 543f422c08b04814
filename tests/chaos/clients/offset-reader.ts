// OffsetReader: reads the partitions of a topic by offset, page after page, from the first record on, with long polls at the end.
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf, HttpClient, parseJson } from './http-client.ts';
import type { Surroundings } from './surroundings.ts';
import { SeenRuns } from './values.ts';

export interface OffsetReaderOptions {
  readonly name: string;
  readonly topic: string;
  readonly partitionCount: number;
  /** The gateway to begin with. */
  readonly via: number;
}

interface V2Record {
  readonly key: unknown;
  readonly value: unknown;
  readonly partition: number;
  readonly offset: number;
}

const WAIT_MS = 100;
const PAUSE_MS = 20;
const PAUSE_AFTER_FAILURE_MS = 100;

export class OffsetReader {
  readonly #surroundings: Surroundings;
  readonly #options: OffsetReaderOptions;
  readonly #client = new HttpClient();
  readonly #next: number[];
  #via: number;

  constructor(surroundings: Surroundings, options: OffsetReaderOptions) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.#next = Array.from({ length: options.partitionCount }, () => 0);
    this.#via = options.via;
  }

  async run(stop: AbortSignal): Promise<void> {
    for (let turn = 0; !stop.aborted; turn++) await this.#read(turn % this.#next.length);
    this.#client.close();
  }

  async #read(partition: number): Promise<void> {
    const { name, topic } = this.#options;
    const offset = this.#next[partition] as number;
    const found = await fetchPage(this.#surroundings, this.#client, {
      client: name,
      via: this.#via,
      place: { topic, partition, offset },
      waitMs: WAIT_MS,
    });
    if (found === undefined) {
      this.#via = (this.#via + 1) % this.#surroundings.urls.length;
      await sleep(PAUSE_AFTER_FAILURE_MS);
      return;
    }
    this.#next[partition] = offset + found;
    if (found > 0) await sleep(PAUSE_MS);
  }
}

export interface PageRequest {
  readonly client: string;
  readonly via: number;
  readonly place: { readonly topic: string; readonly partition: number; readonly offset: number };
  readonly waitMs: number;
}

/** Reads one page and writes down what it holds: the number of its records, undefined where there was none. */
export async function fetchPage(
  { recorder, urls }: Surroundings,
  http: HttpClient,
  { client, via, place, waitMs }: PageRequest,
): Promise<number | undefined> {
  const { topic, partition, offset } = place;
  const id = recorder.nextId();
  recorder.write({ op: 'fetch', type: 'invoke', id, client, via, topic, partition, offset });
  const answer = await http.send({
    url: urls[via]?.() ?? '',
    path: `/topics/${topic}/partitions/${partition}/records?offset=${offset}&timeout=${waitMs}`,
    headers: { accept: 'application/vnd.kafka.json.v2+json' },
  });
  const records = answer.status === 200 ? (parseJson(answer.text) as V2Record[] | undefined) : undefined;
  if (records === undefined || answer.failure !== undefined) {
    recorder.write({ op: 'fetch', type: 'info', id, client, answer: answerOf(answer) });
    return undefined;
  }
  const seen = new SeenRuns();
  for (const record of records) seen.add(record, record.value, record.key);
  recorder.write({ op: 'fetch', type: 'ok', id, client, ...seen.fields });
  return records.length;
}
