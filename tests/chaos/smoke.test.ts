// A short run: gateways and PostgreSQL are killed and links are cut while clients work, and every promise is kept.
import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runChaos } from './run.ts';

test('no promise is broken while gateways and PostgreSQL are killed and links are cut', async () => {
  const { violations, tally, folder } = await runChaos({
    durationMs: 20_000,
    seed: 11,
    faults: ['F1', 'F4', 'F6'],
    gateways: 2,
    signal: AbortSignal.timeout(80_000),
    print: (line) => console.log(line),
  });
  expect(violations.kept, `the history is kept in ${folder}`).toEqual([]);
  expect(tally.figure('gateway kills')).toBeGreaterThan(0);
  expect(tally.figure('database kills')).toBeGreaterThan(0);
  // A run in which nothing went wrong would show nothing.
  expect(tally.unknown).toBeGreaterThan(0);
  expect(tally.acknowledged).toBeGreaterThan(5_000);
  await rm(folder, { recursive: true });
}, 120_000);
