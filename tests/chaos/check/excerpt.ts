// The smallest part of a history that shows a violation: the lines that tell of its values, places and operations.
import type { Line } from '../history/lines.ts';
import { readHistory } from '../history/read-history.ts';
import type { About, Violation } from './violations.ts';

const LINES_MAX = 14;

/** For each violation the lines that tell of it, those of long requests and pages shortened to what matters. */
export async function excerpts(file: string, violations: readonly Violation[]): Promise<string[][]> {
  const found = violations.map((): string[] => []);
  const matchers = violations.map(({ about }) => new Matcher(about));
  for await (const line of readHistory(file))
    matchers.forEach((matcher, index) => {
      const told = matcher.told(line);
      const lines = found[index] as string[];
      if (told !== undefined && lines.length < LINES_MAX) lines.push(JSON.stringify(told));
    });
  return found;
}

class Matcher {
  readonly #about: Required<About>;
  /** The requests of these values are known by their invocation only. */
  readonly #ids: Set<number>;

  constructor({ values = [], places = [], ids = [] }: About) {
    this.#about = { values, places, ids };
    this.#ids = new Set(ids);
  }

  /** The line, with only those runs that matter; undefined where it tells nothing. */
  told(line: Line): object | undefined {
    if (line.op === 'produce' && line.type === 'invoke') {
      if (this.#has(line.client, line.seq, line.n)) this.#ids.add(line.id);
      return this.#ids.has(line.id) ? line : undefined;
    }
    if (line.op === 'produce') return this.#ids.has(line.id) ? line : undefined;
    if (line.op === 'fetch' && line.type === 'invoke') return this.#ids.has(line.id) ? line : undefined;
    if (line.op === 'audit' && line.type === 'ok')
      return this.#about.places.some(
        ([topic, partition]) => topic === line.topic && partition === line.partition,
      )
        ? line
        : undefined;
    if (!('runs' in line) || line.runs === undefined)
      return 'id' in line && this.#ids.has(line.id) ? line : undefined;
    const topic = 'topic' in line ? line.topic : undefined;
    const runs = line.runs.filter(
      ([partition, offset, client, seq, count]) =>
        this.#has(client, seq, count) ||
        this.#about.places.some(
          (place) =>
            (topic === undefined || place[0] === topic) &&
            place[1] === partition &&
            place[2] >= offset &&
            place[2] < offset + count,
        ),
    );
    if (runs.length > 0) return { ...line, runs };
    return 'id' in line && this.#ids.has(line.id) ? line : undefined;
  }

  #has(client: string, seq: number, count: number): boolean {
    return this.#about.values.some(
      ([name, number]) => name === client && number >= seq && number < seq + count,
    );
  }
}
