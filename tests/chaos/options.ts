// The command line of a chaos run.
import { parseStrings, positive, seedOf, UsageError } from '../../tools/testing/command-line.ts';
import { faultIds, faultTexts, needsRoot } from './faults/fault-ids.ts';
import type { FaultId } from './faults/fault-ids.ts';

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly faults: readonly FaultId[];
  readonly gateways: number;
  /** A history to check once more, instead of a run. */
  readonly check?: string | undefined;
}

export const usage = `npm run chaos -- [options]

Runs gateways and a PostgreSQL of its own on loopback, does harm to them while clients work, writes down all that the clients were
told, and holds it against what was promised. Exit code 0 where every promise was kept, 1 where one was broken.

  --minutes N     how long faults are made (default 2)
  --seed N        the seed that an earlier run has printed, for the same schedule and the same clients again
  --faults A,B    only these faults (default: all but F9, which is a run of another kind: it goes alone)
  --gateways N    gateways on the one database, 1 to 8 (default 3)
  --check FILE    check the history of an earlier run once more
  --help          this text

Faults (* needs root and is left out without it):
${faultIds.map((id) => `  ${id.padEnd(4)}${needsRoot(id) ? '*' : ' '} ${faultTexts[id].what}`).join('\n')}
`;

/** Undefined where help was asked for. Throws UsageError. */
export function parseOptions(args: readonly string[]): ChaosOptions | undefined {
  const values = parseStrings(args, ['minutes', 'seed', 'faults', 'gateways', 'check']);
  if (values === undefined) return undefined;
  const faults = values['faults']?.split(',') ?? faultIds.filter((id) => id !== 'F9');
  const unknown = faults.filter((id) => !(faultIds as readonly string[]).includes(id));
  if (unknown.length > 0)
    throw new UsageError(`there is no fault ${unknown.join(', ')}; faults: ${faultIds.join(', ')}`);
  if (faults.includes('F9') && faults.length > 1)
    throw new UsageError('F9 is a run of its own: give it without other faults');
  const gateways = Math.floor(positive('--gateways', values['gateways'] ?? '3'));
  if (gateways < 1 || gateways > 8) throw new UsageError(`--gateways is ${gateways}; it must be from 1 to 8`);
  return {
    minutes: positive('--minutes', values['minutes'] ?? '2'),
    seed: seedOf(values['seed']),
    faults: faults as FaultId[],
    gateways,
    check: values['check'],
  };
}
