// The command line of the soak.
import { parseStrings, positive } from '../../testing/command-line.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly retentionMinutes: number;
  /** Of what the machine can do. */
  readonly load: number;
  readonly windowSeconds: number;
  readonly jsonFile?: string | undefined;
}

export const soakUsage = `npm run bench -- soak [options]

A steady load for a long time: producers at a share of what this machine reached just before, a reader behind each partition, and
records that are kept for minutes only. Shows for each window latency, memory and size of the tables, and at the end whether
they stayed flat.

  --minutes N        how long (default 60)
  --retention N      minutes for which records are kept (default 10)
  --load N           share of the rate that is reached without a limit (default 0.5)
  --window N         seconds of each window (default 60)
  --json FILE        write the windows there, too
  --help             this text
`;

/** Undefined where help was asked for. Throws UsageError. */
export function parseSoakOptions(args: readonly string[]): SoakOptions | undefined {
  const values = parseStrings(args, ['minutes', 'retention', 'load', 'window', 'json']);
  if (values === undefined) return undefined;
  return {
    minutes: positive('--minutes', values['minutes'] ?? '60'),
    retentionMinutes: positive('--retention', values['retention'] ?? '10'),
    load: positive('--load', values['load'] ?? '0.5'),
    windowSeconds: positive('--window', values['window'] ?? '60'),
    jsonFile: values['json'],
  };
}
