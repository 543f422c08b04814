// Prober: produces one record through one gateway and reads it at once through another: what was acknowledged is visible.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { HttpClient } from './http-client.ts';
import { fetchPage } from './offset-reader.ts';
import { produceKinds } from './produce-kinds.ts';
import { answerOf } from './http-client.ts';
import type { Surroundings } from './surroundings.ts';
import { makeValue } from './values.ts';

export interface ProberOptions {
  readonly name: string;
  readonly topic: string;
  readonly partitionCount: number;
  readonly pauseMs: number;
  readonly random: Random;
}

export class Prober {
  readonly #surroundings: Surroundings;
  readonly #options: ProberOptions;
  readonly #clients = [new HttpClient(), new HttpClient()] as const;
  #seq = 0;

  constructor(surroundings: Surroundings, options: ProberOptions) {
    this.#surroundings = surroundings;
    this.#options = options;
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.#probe();
      await sleep(this.#options.pauseMs, undefined, { signal: stop }).catch(() => undefined);
    }
    for (const client of this.#clients) client.close();
  }

  async #probe(): Promise<void> {
    const { name: client, topic, partitionCount, random } = this.#options;
    const gateways = random.shuffle(this.#surroundings.urls.map((_, index) => index));
    const [from = 0, to = from] = gateways;
    const partition = random.integer(0, partitionCount - 1);
    const offset = await this.#produce(from, partition);
    if (offset === undefined) return;
    await fetchPage(this.#surroundings, this.#clients[1], {
      client: `${client} reads`,
      via: to,
      place: { topic, partition, offset },
      waitMs: 0,
    });
  }

  async #produce(via: number, partition: number): Promise<number | undefined> {
    const { recorder, urls, clusterId } = this.#surroundings;
    const { name: client, topic } = this.#options;
    const seq = this.#seq++;
    const id = recorder.nextId();
    const { unit, build, read } = produceKinds.plainV2;
    recorder.write({ op: 'produce', type: 'invoke', id, client, via, topic, seq, n: 1, keys: [], unit });
    const value = makeValue({ client, seq, key: null }, 10);
    const request = build({ topic, clusterId, name: '', records: [{ key: null, value, partition }] });
    const answer = await this.#clients[0].send({ url: urls[via]?.() ?? '', method: 'POST', ...request });
    const [verdict] = answer.status === 200 ? read(answer) : [];
    if (typeof verdict === 'object' && 'offset' in verdict) {
      recorder.write({
        op: 'produce',
        type: 'ok',
        id,
        client,
        runs: [[0, verdict.partition, verdict.offset, 1]],
      });
      return verdict.offset;
    }
    const type = verdict === 'refused' ? 'fail' : 'info';
    const told = verdict === undefined ? { answer: answerOf(answer) } : {};
    recorder.write({ op: 'produce', type, id, client, ...told });
    return undefined;
  }
}
