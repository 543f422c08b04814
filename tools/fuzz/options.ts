// The fuzzer's command line.
import { parseStrings, positive, seedOf } from '../testing/command-line.ts';

export interface FuzzOptions {
  /** Time to go on until; without it, one pass over all phases. */
  readonly minutes?: number;
  readonly maxExamples: number;
  readonly seed: number;
  /** Ids of operations; all of them where none is given. */
  readonly operations: readonly string[];
}

export const usage = `npm run fuzz -- [options]

Sends the requests that the OpenAPI document allows, and ones that it forbids, to a gateway with a database of its own, and
holds every answer against the document. It needs Python 3.11 or newer as python3; schemathesis is installed into a virtual
environment below node_modules/.cache. The exit code is 0 where all holds, 1 where something does not, 69 where it can't be run.

  --max-examples N  requests per operation and phase (default 100)
  --minutes N       go on for this long, over and over, instead of one pass
  --seed N          the seed that an earlier run has printed, for the same requests again
  --operations A,B  only these operations of the document, such as createTopicV3
  --help            this text
`;

/** Undefined where help was asked for. Throws UsageError. */
export function parseOptions(args: readonly string[]): FuzzOptions | undefined {
  const values = parseStrings(args, ['minutes', 'max-examples', 'seed', 'operations']);
  if (values === undefined) return undefined;
  const minutes = values['minutes'];
  return {
    ...(minutes === undefined ? {} : { minutes: positive('--minutes', minutes) }),
    maxExamples: Math.ceil(positive('--max-examples', values['max-examples'] ?? '100')),
    seed: seedOf(values['seed']),
    operations: values['operations']?.split(',') ?? [],
  };
}
