// What producers send: every value is unique and says of itself who sent it, so that lost, double, torn and misplaced ones are
// told apart without trust in offsets.
import { crc32 } from 'node:zlib';
import type { SeenRun, TornRecord } from '../history/lines.ts';

export interface ValueName {
  readonly client: string;
  readonly seq: number;
}

interface Value extends ValueName {
  readonly key: string | null;
  readonly crc: number;
  readonly pad: string;
}

const padding =
  'The quick brown fox jumps over the lazy dog; Zwölf Boxkämpfer jagen Viktor quer über den großen Deich. '.repeat(
    40,
  );

/** As JSON. */
export function makeValue(
  { client, seq, key }: ValueName & { key: string | null },
  padLength: number,
): string {
  const pad = padding.slice(0, padLength);
  return JSON.stringify({ client, seq, key, crc: checksum({ client, seq, key, pad }), pad } satisfies Value);
}

/** Undefined where it is not just as it was made. */
export function readValue(value: unknown, key: unknown): ValueName | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = value as Value;
  if (found.key !== key || checksum(found) !== found.crc) return undefined;
  return found;
}

function checksum({ client, seq, key, pad }: Omit<Value, 'crc'>): number {
  return crc32(`${client} ${seq} ${key} ${pad}`);
}

/** What a reader was given, in as few runs as it takes. */
export class SeenRuns {
  readonly runs: [partition: number, offset: number, client: string, seq: number, count: number][] = [];
  readonly torn: TornRecord[] = [];

  add(place: { readonly partition: number; readonly offset: number }, value: unknown, key: unknown): void {
    const { partition, offset } = place;
    const name = readValue(value, key);
    if (name === undefined) {
      this.torn.push([partition, offset, JSON.stringify({ key, value }).slice(0, 200)]);
      return;
    }
    const { client, seq } = name;
    const last = this.runs.at(-1);
    if (
      last !== undefined &&
      last[0] === partition &&
      last[2] === client &&
      last[1] + last[4] === offset &&
      last[3] + last[4] === seq
    )
      last[4]++;
    else this.runs.push([partition, offset, client, seq, 1]);
  }

  /** For a line of the history. */
  get fields(): { readonly runs: readonly SeenRun[]; readonly torn?: readonly TornRecord[] } {
    return this.torn.length === 0 ? { runs: this.runs } : { runs: this.runs, torn: this.torn };
  }
}
