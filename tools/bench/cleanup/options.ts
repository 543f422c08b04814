// The command line of the cleanup benchmark.
import { parseStrings, positive } from '../../testing/command-line.ts';

export interface CleanupOptions {
  readonly seconds: number;
  readonly rounds: number;
}

export const cleanupUsage = `npm run bench -- cleanup [options]

Measures what retention and compaction cost producers: the latency of a steady load while one of them is at work over its latency
right before, in turn.

  --seconds N     measured time of each phase (default 5)
  --rounds N      how often each is measured; the median counts (default 5)
  --help          this text
`;

/** Undefined where help was asked for. Throws UsageError. */
export function parseCleanupOptions(args: readonly string[]): CleanupOptions | undefined {
  const values = parseStrings(args, ['seconds', 'rounds']);
  if (values === undefined) return undefined;
  return {
    seconds: positive('--seconds', values['seconds'] ?? '5'),
    rounds: Math.ceil(positive('--rounds', values['rounds'] ?? '5')),
  };
}
