// StubbornProducer: sends unique values to a gateway that is killed under it, each value until it is acknowledged, and keeps
// what it was told about every try.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, Produced } from './check-history.ts';
import { JSON_RECORDS } from './rest.ts';
import type { Verdict } from './rest.ts';

const pauseAfterFailureMs = 20;
/** Longer than any restart: a request without an answer must not stop its producer for good. */
const answerLimitMs = 20_000;

export interface StubbornProducerOptions {
  readonly id: number;
  readonly topic: string;
  readonly partitionCount: number;
  /** Where the gateway is at present. */
  readonly url: () => string;
}

interface Try extends Produced {
  /** The record as it is sent. */
  readonly text: string;
  readonly outcomes: Outcome[];
}

export class StubbornProducer {
  readonly #options: StubbornProducerOptions;
  readonly #tries: Try[] = [];
  /** Answers that neither acknowledge nor name an outage. */
  readonly surprises: string[] = [];

  constructor(options: StubbornProducerOptions) {
    this.#options = options;
  }

  get history(): readonly Produced[] {
    return this.#tries;
  }

  /** Produces until `stop` fires and what is under way is acknowledged. */
  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      let open = this.#nextTries();
      while (open.length > 0) {
        await this.#send(open);
        open = open.filter(({ outcomes }) => outcomes.at(-1)?.kind !== 'acknowledged');
        if (open.length > 0) await sleep(pauseAfterFailureMs);
      }
    }
  }

  /** One to four records: of one key, for a named partition, or wherever the gateway puts them. */
  #nextTries(): Try[] {
    const { id, partitionCount } = this.#options;
    const first = this.#tries.length;
    const placements = ['', `"key":"producer ${id}",`, `"partition":${first % partitionCount},`];
    const tries = Array.from({ length: 1 + (first % 4) }, (_, index) => {
      const number = first + index;
      const value = `{"producer":${id},"number":${number},"filler":"${'é'.repeat(number % 40)}"}`;
      return { value, text: `{${placements[first % placements.length]}"value":${value}}`, outcomes: [] };
    });
    this.#tries.push(...tries);
    return tries;
  }

  async #send(tries: readonly Try[]): Promise<void> {
    const outcomes = await this.#outcomes(tries);
    tries.forEach(({ outcomes: kept }, index) => kept.push(outcomes[index] ?? { kind: 'unknown' }));
  }

  async #outcomes(tries: readonly Try[]): Promise<Outcome[]> {
    try {
      const response = await fetch(`${this.#options.url()}/topics/${this.#options.topic}`, {
        method: 'POST',
        headers: { 'content-type': JSON_RECORDS },
        body: `{"records":[${tries.map(({ text }) => text).join(',')}]}`,
        signal: AbortSignal.timeout(answerLimitMs),
      });
      const answer = (await response.json()) as { offsets?: readonly Verdict[] };
      if (answer.offsets !== undefined) return answer.offsets.map((verdict) => this.#outcomeOf(verdict));
      // 503 alone does not say whether anything was stored.
      if (response.status !== 503) this.surprises.push(`${response.status} ${JSON.stringify(answer)}`);
    } catch (error) {
      if (isRefusedConnection(error)) return tries.map(() => ({ kind: 'refused' }));
    }
    return tries.map(() => ({ kind: 'unknown' }));
  }

  #outcomeOf({ partition, offset, error }: Verdict): Outcome {
    if (partition !== null && offset !== null) return { kind: 'acknowledged', partition, offset };
    if (error?.startsWith('BROKER_NOT_AVAILABLE') === true) return { kind: 'refused' };
    if (error?.startsWith('NETWORK_EXCEPTION') !== true) this.surprises.push(String(error));
    return { kind: 'unknown' };
  }
}

/** Nobody listened, so nobody stored anything. */
function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (cause as { code?: unknown } | undefined)?.code === 'ECONNREFUSED';
}
