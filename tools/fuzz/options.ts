// The fuzzer's command line.
import { parseArgs } from 'node:util';

export interface FuzzOptions {
  /** Time to go on until; without it, one pass over all phases. */
  readonly minutes?: number;
  readonly maxExamples: number;
  readonly seed: number;
  /** Ids of operations; all of them where none is given. */
  readonly operations: readonly string[];
}

/** A mistake in the command line: its message is all that is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const SEED_MAX = 2 ** 31;

export const usage = `npm run fuzz -- [options]

Sends the requests that the OpenAPI document allows, and ones that it forbids, to a gateway with a database of its own, and
holds every answer against the document. It needs Python 3.11 or newer as python3; schemathesis is installed into a virtual
environment below node_modules/.cache. The exit code is 0 where all holds, 1 where something does not, 69 where it can't be run.

  --max-examples N  requests per operation and phase (default 100)
  --minutes N       go on for this long, over and over, instead of one pass
  --seed N          the seed that an earlier run has printed, for the same requests again
  --operation ID    only this operation of the document, such as createTopicV3; may be given more than once
  --help            this text
`;

/** Undefined where help was asked for. Throws UsageError. */
export function parseOptions(args: readonly string[]): FuzzOptions | undefined {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  return {
    ...(values.minutes === undefined ? {} : { minutes: positive('--minutes', values.minutes) }),
    maxExamples: Math.ceil(positive('--max-examples', values['max-examples'] ?? '100')),
    seed:
      values.seed === undefined
        ? Math.floor(Math.random() * SEED_MAX)
        : Math.floor(positive('--seed', values.seed)),
    operations: values.operation ?? [],
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'max-examples': { type: 'string' },
        minutes: { type: 'string' },
        seed: { type: 'string' },
        operation: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new UsageError(`${name} is ${text}; it must be a number above 0`);
  return value;
}
