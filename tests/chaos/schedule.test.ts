// The command line and the schedule: a seed gives the same faults every time, and each as often as it should come.
import { describe, expect, test } from 'vitest';
import { faultIds } from './faults/fault-ids.ts';
import { UsageError } from '../../tools/testing/command-line.ts';
import { parseOptions, usage } from './options.ts';
import { makeSchedule } from './schedule.ts';
import type { ScheduledId } from './schedule.ts';

const all = faultIds.filter((id): id is ScheduledId => id !== 'F9');
const twentyMinutes = { durationMs: 20 * 60_000, faults: all, gateways: 3 };

describe('the schedule', () => {
  test('is that of its seed, and another of another', () => {
    const schedule = makeSchedule({ seed: 7, ...twentyMinutes });
    expect(makeSchedule({ seed: 7, ...twentyMinutes })).toEqual(schedule);
    expect(makeSchedule({ seed: 8, ...twentyMinutes })).not.toEqual(schedule);
  });

  test.each([1, 2, 3])(
    'of twenty minutes has enough of each fault, 2 to 6 seconds apart (seed %i)',
    (seed) => {
      const schedule = makeSchedule({ seed, ...twentyMinutes });
      const count = (id: string, variants?: readonly string[]) =>
        schedule.filter((fault) => fault.id === id && (variants?.includes(fault.variant) ?? true)).length;
      expect(count('F1')).toBeGreaterThanOrEqual(60);
      expect(count('F4', ['kill', 'quit', 'backend'])).toBeGreaterThanOrEqual(30);
      for (const id of all) expect([id, count(id)]).not.toEqual([id, 0]);
      const gaps = schedule.slice(1).map(({ atMs }, index) => atMs - (schedule[index]?.atMs ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(6_000);
      expect(new Set(schedule.map(({ gateway }) => gateway))).toEqual(new Set([0, 1, 2]));
    },
  );
});

describe('the command line', () => {
  test('has defaults, and a seed of its own each time', () => {
    const options = parseOptions([]);
    expect(options).toMatchObject({ minutes: 2, gateways: 3, faults: all });
    expect(parseOptions([])?.seed).not.toBe(options?.seed);
  });

  test('takes what is given', () => {
    const given = ['--minutes', '0.5', '--seed', '9', '--faults', 'F1,F4', '--gateways', '2'];
    expect(parseOptions(given)).toMatchObject({ minutes: 0.5, seed: 9, faults: ['F1', 'F4'], gateways: 2 });
    expect(parseOptions(['--help'])).toBeUndefined();
    for (const id of faultIds) expect(usage).toContain(`  ${id}`);
  });

  test.each([
    [['--faults', 'F99'], 'there is no fault F99'],
    [['--faults', 'F1,F9'], 'F9 is a run of its own'],
    [['--minutes=-1'], 'it must be a number above 0'],
    [['--gateways', '9'], 'it must be from 1 to 8'],
    [['--what'], 'what'],
  ])('refuses %j', (args, part) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(part);
  });
});
