// The command line of the cleanup benchmark.
import { expect, test } from 'vitest';
import { UsageError } from '../../testing/command-line.ts';
import { parseCleanupOptions } from './options.ts';

test('has defaults, and says what is wrong', () => {
  expect(parseCleanupOptions([])).toEqual({ seconds: 5, rounds: 5 });
  expect(parseCleanupOptions(['--seconds', '2.5', '--rounds', '1.2'])).toEqual({ seconds: 2.5, rounds: 2 });
  expect(parseCleanupOptions(['--help'])).toBeUndefined();
  expect(() => parseCleanupOptions(['--rounds', '0'])).toThrow(UsageError);
});
