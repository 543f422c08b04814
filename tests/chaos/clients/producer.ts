// Producer: sends unique values in one of the ways there are, one request after the other, and writes down what it was told.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, PlacedRun } from '../history/lines.ts';
import type { Random } from '../random.ts';
import { answerOf, HttpClient } from './http-client.ts';
import type { HttpAnswer } from './http-client.ts';
import type { ProduceKind, RequestToSend, Verdict } from './produce-kinds.ts';
import { makeValue } from './values.ts';
import type { Surroundings } from './surroundings.ts';

export interface ProducerOptions {
  readonly name: string;
  readonly topic: string;
  readonly kind: ProduceKind;
  /** Records of a request, at least and at most. */
  readonly records: readonly [number, number];
  readonly pauseMs: number;
  /** Of its own; none for records without a key. */
  readonly keys: readonly string[];
  /** Asks for partitions below this number by itself. */
  readonly ownPartitions?: number;
  readonly padMax?: number;
  /** Gives up an answer so soon, until it is to stop. */
  readonly patienceMs?: number;
  /** The only one that it asks; else it goes to another after each failure. */
  readonly gateway?: number;
  /** Its topic is going to be deleted. */
  readonly expectsDeletion?: boolean;
  readonly random: Random;
}

const PAUSE_AFTER_FAILURE_MS = 50;
/** A request that is sent again and again is given up when the run is over and this has passed. */
const GIVE_UP_MS = 30_000;

/** Told of a request as a whole, before its records. */
interface Told {
  readonly type: 'ok' | 'fail' | 'info';
  readonly verdicts: readonly Verdict[];
  readonly answer?: Answer;
}

export class Producer {
  readonly #surroundings: Surroundings;
  readonly #options: ProducerOptions;
  readonly #client = new HttpClient();
  #kind: ProduceKind;
  #seq = 0;
  #via: number;

  constructor(surroundings: Surroundings, options: ProducerOptions) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.#kind = options.kind;
    this.#via = options.gateway ?? options.random.integer(0, surroundings.urls.length - 1);
  }

  /** Until `stop` fires, and what is under way has an outcome. */
  async run(stop: AbortSignal): Promise<void> {
    const { pauseMs, random } = this.#options;
    this.#kind = (await this.#kind.open?.(this.#client, this.#surroundings)) ?? this.#kind;
    while (!stop.aborted) {
      await this.#produce(stop);
      await sleep(pauseMs * (0.5 + random.next()), undefined, { signal: stop }).catch(() => undefined);
    }
    this.#client.close();
  }

  async #produce(stop: AbortSignal): Promise<void> {
    const first = this.#seq;
    const request = this.#nextRequest();
    let endMs = Infinity;
    for (;;) {
      const isSettled = await this.#try(request, { seq: first, isPatient: stop.aborted });
      if (isSettled) return;
      this.#via = this.#options.gateway ?? (this.#via + 1) % this.#surroundings.urls.length;
      await sleep(PAUSE_AFTER_FAILURE_MS);
      if (!this.#kind.isRetried) return;
      if (stop.aborted) endMs = Math.min(endMs, performance.now() + GIVE_UP_MS);
      if (performance.now() > endMs) return;
    }
  }

  #nextRequest(): RequestToSend {
    const {
      name,
      topic,
      records: [low, high],
      keys,
      ownPartitions,
      random,
      padMax = 120,
    } = this.#options;
    const first = this.#seq;
    const partition = ownPartitions === undefined ? undefined : random.integer(0, ownPartitions - 1);
    const records = Array.from({ length: random.integer(low, high) }, (_, index) => {
      const key = keys[index % keys.length] ?? null;
      const value = makeValue({ client: name, seq: first + index, key }, random.integer(0, padMax));
      return { key, value, partition };
    });
    this.#seq += records.length;
    return { topic, clusterId: this.#surroundings.clusterId, name: `${name}-${first}`, records };
  }

  /** False where the outcome is unknown, or nothing was stored. */
  async #try(
    request: RequestToSend,
    { seq, isPatient }: { seq: number; isPatient: boolean },
  ): Promise<boolean> {
    const { recorder, urls } = this.#surroundings;
    const { name: client, topic, keys, patienceMs } = this.#options;
    const kind = this.#kind;
    const id = recorder.nextId();
    const [via, n] = [this.#via, request.records.length];
    recorder.write({ op: 'produce', type: 'invoke', id, client, via, topic, seq, n, keys, unit: kind.unit });
    const limit = patienceMs === undefined || isPatient ? {} : { limitMs: patienceMs };
    const url = urls[via]?.() ?? '';
    const answer = await this.#client.send({ url, method: 'POST', ...kind.build(request), ...limit });
    const { type, verdicts, answer: told } = this.#told(answer);
    const { runs, unknown } = inRuns(verdicts, n);
    const surprise = verdicts.find((verdict) => typeof verdict === 'object' && 'surprise' in verdict);
    if (surprise !== undefined && this.#options.expectsDeletion !== true)
      recorder.write({
        op: 'event',
        event: { kind: 'surprise', text: `${client}: ${JSON.stringify(surprise)}` },
      });
    recorder.write({
      op: 'produce',
      type,
      id,
      client,
      ...(type === 'ok' ? { runs } : {}),
      ...(unknown.length === 0 ? {} : { unknown }),
      ...(told === undefined ? {} : { answer: told }),
    });
    return type === 'ok' && runs.length > 0 && unknown.length === 0;
  }

  #told(answer: HttpAnswer): Told {
    const { status, failure } = answer;
    const isSuccess = status === 200 || status === 207;
    const verdicts = isSuccess ? this.#kind.read(answer) : [];
    if (isSuccess && failure === undefined && verdicts.length === 0)
      verdicts.push({ surprise: `what is answered says nothing: ${answer.text.slice(0, 200)}` });
    const hasPlaces = verdicts.some((verdict) => typeof verdict === 'object' && 'offset' in verdict);
    const impatience = this.#options.patienceMs === undefined ? {} : { isImpatient: true };
    // A whole answer with no record stored: where all are refused for sure, it says so.
    if (
      isSuccess &&
      failure === undefined &&
      !hasPlaces &&
      verdicts.every((verdict) => verdict === 'refused')
    )
      return { type: 'fail', verdicts };
    if (hasPlaces) return { type: 'ok', verdicts };
    if (isSuccess && failure === undefined && verdicts.length > 0) return { type: 'info', verdicts };
    if (status === 404 && this.#options.expectsDeletion === true) return { type: 'fail', verdicts: [] };
    const told = { ...answerOf(answer), ...impatience };
    const isRefusal =
      failure === undefined && status !== undefined && status >= 400 && status < 500 && status !== 408;
    return { type: isRefusal ? 'fail' : 'info', verdicts: [], answer: told };
  }
}

/** Records that follow each other in one partition become one run. Where nothing is said of a record, nobody knows. */
function inRuns(verdicts: readonly Verdict[], count: number) {
  const runs: [index: number, partition: number, offset: number, count: number][] = [];
  const unknown: [index: number, count: number][] = [];
  for (let index = 0; index < count; index++) {
    const verdict = verdicts[index] ?? 'unknown';
    if (verdict === 'unknown') {
      const last = unknown.at(-1);
      if (last !== undefined && last[0] + last[1] === index) last[1]++;
      else unknown.push([index, 1]);
    } else if (typeof verdict === 'object' && 'offset' in verdict) {
      const { partition, offset } = verdict;
      const last = runs.at(-1);
      if (
        last?.[0] !== undefined &&
        last[0] + last[3] === index &&
        last[1] === partition &&
        last[2] + last[3] === offset
      )
        last[3]++;
      else runs.push([index, partition, offset, 1]);
    }
  }
  return { runs: runs satisfies readonly PlacedRun[], unknown };
}
