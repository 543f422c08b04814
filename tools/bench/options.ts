// The benchmark's command line.
import { parseStrings, positive, UsageError } from '../testing/command-line.ts';

export interface BenchOptions {
  readonly seconds: number;
  /** How often each row is measured, all rows in turn. */
  readonly rounds: number;
  /** Names of rows; all of them where none is given. */
  readonly rows: readonly string[];
  readonly jsonFile?: string | undefined;
  readonly profileFolder?: string | undefined;
  readonly fetchRecords: number;
}

export function usage(rowNames: readonly string[]): string {
  return `npm run bench -- [options]

Measures Weir over HTTP on this machine: a gateway, a PostgreSQL and a load generator of its own, in a temporary folder, on
loopback. What was acknowledged is counted in the log after each row.
npm run bench -- growth --help is about what more topics and more records cost, -- soak --help about hours of load, and
-- cleanup --help about what retention and compaction cost.

  --seconds N       measured time of each row, after a warm-up of a quarter of it (default 8)
  --rounds N        measure all rows N times in turn and take each one's median round (default 1): for comparing rows, since
                    a machine's pace changes within minutes
  --rows A,B        only these rows: ${rowNames.join(', ')}
  --fetch-records N records that the fetch rows read in each pass (default 300000)
  --json FILE       write the results there, too
  --profile FOLDER  write a processor profile of each gateway there (Node's .cpuprofile); slows the gateway down
  --help            this text
`;
}

/** Undefined where help was asked for. Throws UsageError. */
export function parseOptions(args: readonly string[], rowNames: readonly string[]): BenchOptions | undefined {
  const values = parseStrings(args, ['seconds', 'rounds', 'rows', 'fetch-records', 'json', 'profile']);
  if (values === undefined) return undefined;
  const rows = values['rows']?.split(',') ?? [...rowNames];
  const unknown = rows.filter((name) => !rowNames.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`there is no row ${unknown.join(', ')}; rows: ${rowNames.join(', ')}`);
  return {
    seconds: positive('--seconds', values['seconds'] ?? '8'),
    rounds: Math.ceil(positive('--rounds', values['rounds'] ?? '1')),
    rows,
    jsonFile: values['json'],
    profileFolder: values['profile'],
    fetchRecords: Math.ceil(positive('--fetch-records', values['fetch-records'] ?? '300000')),
  };
}
