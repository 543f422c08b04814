// What a run says: a line every few seconds while it goes on, and at its end the table of faults and invariants.
import { AnswersByFault } from './answers.ts';
import { invariants, invariantIds } from './check/violations.ts';
import type { Violations } from './check/violations.ts';
import { faultIds, faultTexts } from './faults/fault-ids.ts';
import type { Line } from './history/lines.ts';

const number = (value: number) => Math.round(value).toLocaleString('en');

/** Counts what happens, from the lines of the history. */
export class Tally {
  acknowledged = 0;
  unknown = 0;
  refused = 0;
  read = 0;
  readonly #requests = new Map<number, number>();
  readonly #faults = new Map<string, { made: number; leftOut: number }>();
  readonly #figures = new Map<string, number[]>();
  readonly #underWay = new Set<number>();
  readonly #answers = new AnswersByFault();

  take(line: Line): void {
    this.#answers.take(line);
    if (line.op === 'produce') this.#produce(line);
    else if (line.op === 'fault') this.#fault(line);
    else if ('runs' in line && line.runs !== undefined && line.op !== 'audit')
      for (const run of line.runs) this.read += run[4];
  }

  figure(name: string): number {
    return (this.#figures.get(name) ?? []).reduce((sum, value) => sum + value, 0);
  }

  progress(seconds: number): string {
    const made = [...this.#faults.values()].reduce((sum, { made: count }) => sum + count, 0);
    const figures = [
      `${made} faults (${this.#underWay.size} under way)`,
      `${number(this.acknowledged)} records acknowledged`,
    ];
    figures.push(`${number(this.unknown)} unknown`, `${number(this.read)} read`);
    return `${String(seconds).padStart(5)} s  ${figures.join(', ')}`;
  }

  faultTable(): string[] {
    const rows = faultIds.flatMap((id) => {
      const count = this.#faults.get(id);
      if (count === undefined) return [];
      const leftOut = count.leftOut === 0 ? '' : `; ${count.leftOut} left out`;
      return [`| ${id.padEnd(4)}| ${String(count.made).padStart(5)} | ${faultTexts[id].what}${leftOut} |`];
    });
    return ['| fault | made | what |', '| --- | ---: | --- |', ...rows];
  }

  answerTable(): string[] {
    return this.#answers.table();
  }

  figureLines(): string[] {
    return [...this.#figures].sort().map(([name, values]) => {
      if (!name.endsWith(', ms')) return `${name}: ${number(this.figure(name))}`;
      const sorted = [...values].sort((left, right) => left - right);
      const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
      return `${name}: median ${number(median)}, at most ${number(sorted.at(-1) ?? 0)}`;
    });
  }

  #produce(line: Extract<Line, { op: 'produce' }>): void {
    if (line.type === 'invoke') {
      this.#requests.set(line.id, line.n);
      return;
    }
    const n = this.#requests.get(line.id) ?? 0;
    this.#requests.delete(line.id);
    const stored = (line.runs ?? []).reduce((sum, run) => sum + run[3], 0);
    const unknown = line.type === 'info' ? n : (line.unknown ?? []).reduce((sum, run) => sum + run[1], 0);
    this.acknowledged += stored;
    this.unknown += unknown;
    this.refused += n - stored - unknown;
  }

  #fault({ id, fault, type, figures }: Extract<Line, { op: 'fault' }>): void {
    const count = this.#faults.get(fault) ?? { made: 0, leftOut: 0 };
    this.#faults.set(fault, count);
    if (type === 'invoke') {
      this.#underWay.add(id);
      return;
    }
    this.#underWay.delete(id);
    if (figures === undefined) count.leftOut++;
    else count.made++;
    for (const [name, value] of Object.entries(figures ?? {})) {
      if (value === undefined) continue;
      const values = this.#figures.get(name);
      if (values === undefined) this.#figures.set(name, [value]);
      else values.push(value);
    }
  }
}

export function invariantTable({ counts }: Violations): string[] {
  const rows = invariantIds.map((id) => {
    const { checked, violated } = counts[id];
    return `| ${id.padEnd(4)}| ${number(checked).padStart(12)} | ${number(violated).padStart(8)} | ${invariants[id]} |`;
  });
  return ['| invariant | checked | violated | what |', '| --- | ---: | ---: | --- |', ...rows];
}
