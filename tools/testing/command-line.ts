// What the command lines of benchmarks and long tests have in common.
import { parseArgs } from 'node:util';

/** A mistake in the command line: its message is all that is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The values of `--name value`; undefined where `--help` was among them. Throws UsageError. */
export function parseStrings(
  args: readonly string[],
  names: readonly string[],
): Readonly<Record<string, string | undefined>> | undefined {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));
    const { values } = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean' } } });
    return values.help === true ? undefined : (values as Record<string, string | undefined>);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** Throws UsageError. */
export function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new UsageError(`${name} is ${text}; it must be a number above 0`);
  return value;
}

/** A whole number; one at random where none is given. Throws UsageError. */
export function seedOf(text: string | undefined): number {
  return text === undefined ? Math.floor(Math.random() * 2 ** 31) : Math.floor(positive('--seed', text));
}

/** Several with commas between them, each more than the one before. Throws UsageError. */
export function rising(name: string, text: string): number[] {
  const values = text.split(',').map((one) => positive(name, one));
  if (!values.every((value, index) => value > (values[index - 1] ?? 0)))
    throw new UsageError(`${name} is ${text}; the numbers must rise`);
  return values;
}

/** Ends with exit code 1 where `main` fails; of a mistake in the command line it says only what is wrong. */
export function runCommand(name: string, main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof UsageError ? `${name}: ${error.message}` : error);
    process.exitCode = 1;
  });
}

/** Rejects when the process is told to end. */
export function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => reject(new UsageError(`ended by ${signal}`)));
  });
}
