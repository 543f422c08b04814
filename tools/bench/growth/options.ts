// The command line of the growth benchmark.
import { parseStrings, positive, rising } from '../../testing/command-line.ts';

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
  const values = parseStrings(args, ['records', 'topics', 'seconds', 'rounds', 'json']);
  if (values === undefined) return undefined;
  return {
    seconds: positive('--seconds', values['seconds'] ?? '2'),
    rounds: Math.ceil(positive('--rounds', values['rounds'] ?? '5')),
    records: rising('--records', values['records'] ?? '100000,1000000,5000000,20000000'),
    topics: rising('--topics', values['topics'] ?? '1,100,1000,10000'),
    jsonFile: values['json'],
  };
}
