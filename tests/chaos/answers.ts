// What producers were answered while a fault was at work: how long it took, and how many were told an error or nothing at all.
import type { Line } from './history/lines.ts';

const CALM = 'none';

interface Answers {
  readonly latenciesMs: number[];
  failed: number;
  unanswered: number;
}

/** A request belongs to the one fault that was under way when it was sent; where there were several, to none of them. */
export class AnswersByFault {
  readonly #sent = new Map<number, { readonly t: number; readonly fault: string }>();
  readonly #underWay = new Map<number, string>();
  readonly #byFault = new Map<string, Answers>();

  take(line: Line): void {
    if (line.op === 'fault') {
      if (line.type === 'invoke') this.#underWay.set(line.id, line.fault);
      else this.#underWay.delete(line.id);
      return;
    }
    if (line.op !== 'produce') return;
    if (line.type === 'invoke') {
      const [fault = CALM, ...others] = this.#underWay.values();
      if (others.length === 0) this.#sent.set(line.id, { t: line.t, fault });
      return;
    }
    const sent = this.#sent.get(line.id);
    this.#sent.delete(line.id);
    // Of what was sent in calm and overtaken by a fault, the fault decides.
    if (sent === undefined || (sent.fault === CALM && this.#underWay.size > 0)) return;
    const answers = this.#of(sent.fault);
    if (line.type === 'ok') answers.latenciesMs.push(line.t - sent.t);
    // An answer of 200 that names refused records has nothing more to tell.
    else if (line.answer !== undefined && line.answer.status === undefined) answers.unanswered++;
    else answers.failed++;
  }

  /** Latencies are of requests that were stored. */
  table(): string[] {
    const rows = [...this.#byFault].sort(byNumber).map(([fault, { latenciesMs, failed, unanswered }]) => {
      const sorted = latenciesMs.sort((left, right) => left - right);
      const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
      const cells = [sorted.length, `${at(0.5)} / ${at(0.99)}`, failed, unanswered];
      return `| ${fault} | ${cells.map((cell) => cell.toLocaleString('en')).join(' | ')} |`;
    });
    return [
      '| while | stored | p50 / p99 ms | an error | no answer |',
      '| --- | ---: | ---: | ---: | ---: |',
      ...rows,
    ];
  }

  #of(fault: string): Answers {
    let answers = this.#byFault.get(fault);
    if (answers === undefined)
      this.#byFault.set(fault, (answers = { latenciesMs: [], failed: 0, unanswered: 0 }));
    return answers;
  }
}

function byNumber([left]: readonly [string, Answers], [right]: readonly [string, Answers]): number {
  const numberOf = (fault: string) => Number(fault.slice(1)) || 0;
  return numberOf(left) - numberOf(right);
}
