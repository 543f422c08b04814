// Rules about the processes and their answers: I15, I16, I18.
import type { Answer, EventLine, FaultLine, RunLine, SampleLine } from '../history/lines.ts';
import type { Violations } from './violations.ts';

interface Interval {
  readonly gateways: readonly number[];
  readonly from: number;
  to: number;
}

interface UnderWay {
  readonly t: number;
  readonly via: number;
  readonly client: string;
}

/** What a gateway at rest may hold more than before the run: its pools of connections have grown. */
const SOCKETS_MORE_MAX = 18;
/** A stalled gateway answers what has piled up. */
const AFTER_STALL_MS = 3_000;

export class SystemRules {
  readonly #violations: Violations;
  #run: RunLine | undefined;
  readonly #underWay = new Map<number, UnderWay>();
  readonly #stalls = new Map<number, Interval>();
  readonly #ends = new Map<number, Interval>();
  readonly #atRest = new Map<number, NonNullable<SampleLine['atRest']>>();
  #healedAt: number | undefined;
  /** What has worked since: `produce 0`. */
  readonly #worked = new Set<string>();

  constructor(violations: Violations) {
    this.#violations = violations;
  }

  began(run: RunLine): void {
    this.#run = run;
  }

  invoked(id: number, operation: UnderWay): void {
    this.#underWay.set(id, operation);
  }

  ended(line: {
    readonly t: number;
    readonly op: string;
    readonly id: number;
    readonly type: string;
    readonly answer?: Answer;
  }): void {
    const operation = this.#underWay.get(line.id);
    if (operation === undefined) return;
    this.#underWay.delete(line.id);
    const { via, client, t } = operation;
    if (line.type === 'ok' && this.#healedAt !== undefined && t >= this.#healedAt)
      if (line.t - this.#healedAt <= this.#limits.recoveryMaxMs) this.#worked.add(`${line.op} ${via}`);
    this.#violations.checked('I18');
    const { answer } = line;
    const ids = [line.id];
    const tookMs = line.t - t;
    if (tookMs > this.#limits.answerMaxMs && answer?.isImpatient !== true && !this.#isStalled(via, t, line.t))
      this.#violations.add('I18', `${client} waited ${Math.round(tookMs)} ms for gateway ${via}`, { ids });
    if (answer !== undefined) this.answered(answer, { client, via, ids });
  }

  answered(
    answer: Answer,
    { client, via, ids = [] }: { client: string; via: number; ids?: readonly number[] },
  ): void {
    const { status, message, hasRetryAfter } = answer;
    if (status === undefined) return;
    const from = `gateway ${via} answered ${client} with ${status}`;
    if (status === 503 && hasRetryAfter !== true)
      this.#violations.add('I18', `${from} without Retry-After: ${message}`, { ids });
    if (![200, 207, 429, 503].includes(status)) this.#violations.add('I18', `${from}: ${message}`, { ids });
  }

  fault({ type, id, t, stalls, ends }: FaultLine): void {
    for (const [intervals, gateways] of [
      [this.#stalls, stalls],
      [this.#ends, ends],
    ] as const) {
      if (type === 'invoke' && gateways !== undefined) intervals.set(id, { gateways, from: t, to: Infinity });
      const interval = intervals.get(id);
      if (type !== 'invoke' && interval !== undefined) interval.to = t;
    }
  }

  event({ t, event }: EventLine): void {
    if (event.kind === 'healed') this.#healedAt = t;
    if (event.kind === 'surprise') this.#violations.add('I18', event.text);
    if (event.kind === 'gateway-log') {
      this.#violations.checked('I16');
      this.#violations.add('I16', `gateway ${event.gateway} logged (${event.level}): ${event.text}`);
    }
    if (event.kind === 'gateway-exit') {
      const isExcused = [...this.#ends.values()].some(
        ({ gateways, from, to }) => gateways.includes(event.gateway) && from <= t && t <= to + AFTER_STALL_MS,
      );
      if (!isExcused) this.#violations.add('I16', `gateway ${event.gateway} ended by itself: ${event.how}`);
    }
  }

  sample({ gateway, residentBytes, atRest }: SampleLine): void {
    this.#violations.checked('I16');
    const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
    if (residentBytes > this.#limits.residentMaxBytes) {
      const text = `gateway ${gateway} holds ${mebibytes(residentBytes)} of at most ${mebibytes(this.#limits.residentMaxBytes)}`;
      this.#violations.add('I16', text);
    }
    if (atRest === undefined) return;
    const before = this.#atRest.get(gateway);
    this.#atRest.set(gateway, atRest);
    if (before === undefined) return;
    if (atRest.sockets > before.sockets + SOCKETS_MORE_MAX)
      this.#violations.add(
        'I16',
        `gateway ${gateway} keeps ${atRest.sockets} sockets, ${before.sockets} at the start`,
      );
  }

  finish(): void {
    if (this.#healedAt === undefined) return;
    for (let gateway = 0; gateway < this.#limits.gateways; gateway++)
      for (const op of ['produce', 'fetch', 'tail']) {
        this.#violations.checked('I15');
        if (!this.#worked.has(`${op} ${gateway}`))
          this.#violations.add(
            'I15',
            `no ${op} worked through gateway ${gateway} within ${this.#limits.recoveryMaxMs} ms after the last fault`,
          );
      }
  }

  /** A stream brought something from a gateway. */
  streamed(via: number, t: number): void {
    if (this.#healedAt !== undefined && t - this.#healedAt <= this.#limits.recoveryMaxMs)
      this.#worked.add(`tail ${via}`);
  }

  get #limits(): RunLine {
    if (this.#run === undefined) throw new Error('the history does not begin with its run');
    return this.#run;
  }

  #isStalled(gateway: number, from: number, to: number): boolean {
    return [...this.#stalls.values()].some(
      (stall) => stall.gateways.includes(gateway) && stall.from <= to && stall.to + AFTER_STALL_MS >= from,
    );
  }
}
