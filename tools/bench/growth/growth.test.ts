// The growth benchmark's command line, medians, table and charts.
import { expect, test } from 'vitest';
import { UsageError } from '../../testing/command-line.ts';
import { parseGrowthOptions } from './options.ts';
import { growthCharts, growthTableRow, medianStep } from './report.ts';

const cost = (requestsPerSecond: number, processorMicroseconds: number | undefined) => ({
  requestsPerSecond,
  processorMicroseconds,
  p50Ms: 2,
});
const pair = (grownMicroseconds: number) => ({ small: cost(1000, 50), grown: cost(900, grownMicroseconds) });
const place = { axis: 'records', at: 1_000_000, probe: 'produce' } as const;

test('a step is the pair in the middle by its ratio', () => {
  const step = medianStep(place, [pair(100), pair(55), pair(40)]);
  expect(step).toMatchObject({ ...place, ratio: 1.1 });
  expect(growthTableRow(step)).toBe(
    '| 1,000,000 records | produce | 50, 1,000, 2.0 ms | 55, 900, 2.0 ms | 1.10 ✓ |',
  );
  expect(growthTableRow(medianStep(place, [pair(61)]))).toContain('1.22 ✗');
});

test('where processor time is not known, the rates are compared', () => {
  const unknown = { small: cost(1000, undefined), grown: cost(800, undefined) };
  expect(medianStep(place, [unknown]).ratio).toBe(1.25);
});

test('a chart has the steps at which all of its probes were measured', () => {
  const step = (at: number, probe: string) =>
    medianStep({ axis: 'topics', at, probe }, [pair(50 + at / 100)]);
  const chart = growthCharts([step(1, 'one'), step(100, 'one'), step(100, 'any')]).join('\n');
  expect(chart).toContain('x-axis "topics" ["100"]');
  expect(chart.match(/line \[1\.02\]/g)).toHaveLength(2);
});

test.each([
  ['--records', '5,4'],
  ['--topics', '0'],
  ['--seconds', 'x'],
  ['--rows', 'fetch'],
])('the command line refuses %s %s', (...args) => {
  expect(() => parseGrowthOptions(args)).toThrow(UsageError);
});

test('the command line has defaults', () => {
  expect(parseGrowthOptions([])).toMatchObject({ rounds: 5, topics: [1, 100, 1000, 10_000] });
  expect(parseGrowthOptions(['--help'])).toBeUndefined();
});
