// The command line of the growth benchmark.
import { parseArgs } from 'node:util';
import { UsageError } from '../options.ts';

export interface GrowthOptions {
  readonly seconds: number;
  readonly rounds: number;
  /** Rising. */
  readonly records: readonly number[];
  /** Rising. */
  readonly topics: readonly number[];
  readonly jsonFile?: string | undefined;
}

export const growthUsage = `npm run bench -- growth [options]

Measures whether a produce or a fetch costs more the more is stored, and the more topics there are. Two gateways, each on a
PostgreSQL of its own: one stays small, the other one grows; at each step both are measured in turn, and what is shown is the
cost on the grown one over the cost on the small one. Takes about ten minutes and 8 GB in a temporary folder.

  --records A,B    stored records at which to measure (default 100000,1000000,5000000,20000000)
  --topics A,B     numbers of topics at which to measure (default 1,100,1000,10000)
  --seconds N      measured time of each measurement (default 2)
  --rounds N       measurements of each at each step, in turn; the median counts (default 5)
  --json FILE      write the results there, too
  --help           this text
`;

/** Undefined where help was asked for. Throws UsageError. */
export function parseGrowthOptions(args: readonly string[]): GrowthOptions | undefined {
  const values = parse(args);
  if (values.help === true) return undefined;
  return {
    seconds: numbers('--seconds', values.seconds ?? '2')[0] as number,
    rounds: Math.ceil(numbers('--rounds', values.rounds ?? '5')[0] as number),
    records: numbers('--records', values.records ?? '100000,1000000,5000000,20000000'),
    topics: numbers('--topics', values.topics ?? '1,100,1000,10000'),
    jsonFile: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        records: { type: 'string' },
        topics: { type: 'string' },
        seconds: { type: 'string' },
        rounds: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** Positive, rising. */
function numbers(name: string, text: string): number[] {
  const list = text === '' ? [] : text.split(',').map(Number);
  if (
    list.length === 0 ||
    !list.every((value, index) => value > (list[index - 1] ?? 0) && Number.isFinite(value))
  )
    throw new UsageError(`${name} is ${text}; it must be a number above 0, or several that rise`);
  return list;
}
