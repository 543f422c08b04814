// The numbers of the report: rates, percentiles, ratios and goals, and what a profile says.
import { describe, expect, test } from 'vitest';
import { UsageError } from '../testing/command-line.ts';
import { percentile } from './load/measurement.ts';
import { countRecords, lastOffset, makeValue } from './load/requests.ts';
import { parseOptions } from './options.ts';
import { functionPlace, owner, selfTimes } from './profile-summary.ts';
import { medianRounds, memoryLines, rowResult, tableRow } from './report.ts';
import { rows } from './rows.ts';
import type { Row } from './rows.ts';

const row = (name: string): Row => rows.find((one) => one.name === name) as Row;
const outcome = (requests: number, records: number, p99 = 9) => ({
  measured: {
    requests,
    records,
    measuredMs: 2_000,
    latencyMs: { p50: 4, p95: p99, p99 },
    acknowledged: records,
  },
  use: { gateway: 0.5, postgres: 0.25, load: 0.1, others: 0 },
});

test('a rate is an amount per second, held against its goal and the rate of commits', () => {
  const commits = rowResult(row('commit-64'), outcome(20_000, 20_000), []);
  const small = rowResult(row('1x64'), outcome(30_000, 30_000), [commits]);
  expect(commits).toMatchObject({ value: 10_000, unit: 'commits/s' });
  expect(small).toMatchObject({ value: 15_000, perCommit: 1.5, goal: 12_000, isGoalMet: true });
  expect(tableRow(small)).toBe(
    '| produce 1 × 64 | 15,000 requests/s | ≥ 12,000 ✓ | 4.0 / 9.0 | 1.50 | 50 % + 25 % + 10 % (+ 0 %) |',
  );
  expect(rowResult(row('10x16'), outcome(10_000, 100_000), [])).toMatchObject({
    value: 50_000,
    isGoalMet: false,
  });
});

test('a time is held against both of its goals', () => {
  expect(rowResult(row('long-poll'), outcome(1, 1, 19), [])).toMatchObject({ value: 4, isGoalMet: true });
  expect(rowResult(row('long-poll'), outcome(1, 1, 21), [])).toMatchObject({ value: 4, isGoalMet: false });
});

test('of several rounds each row shows the one in the middle', () => {
  const round = (small: number, large: number) => [
    rowResult(row('1x64'), outcome(small, small), []),
    rowResult(row('10x16'), outcome(large, large), []),
  ];
  const medians = medianRounds([round(10, 400), round(30, 200), round(20, 300), round(40, 100)]);
  expect(medians.map(({ name, value }) => [name, value])).toEqual([
    ['1x64', 10],
    ['10x16', 100],
  ]);
});

test('memory that is not known is not zero', () => {
  expect(memoryLines({ gatewayBytes: 250e6, postgresBytes: undefined })).toEqual([
    expect.stringContaining('250 MB'),
    expect.stringContaining('unknown'),
  ]);
});

test.each([
  [[], 0],
  [[1], 1],
  [[1, 2, 3, 4], 2],
])('the median of %j is %i', (values, median) => {
  expect(percentile(values, 0.5)).toBe(median);
  expect(
    percentile(
      Array.from({ length: 1000 }, (_, index) => index + 1),
      0.99,
    ),
  ).toBe(990);
});

test('values have exactly 100 bytes, pages are counted by their offsets', () => {
  for (const number of [0, 9, 123_456]) {
    expect(Buffer.byteLength(makeValue(number))).toBe(100);
    expect(JSON.parse(makeValue(number))).toMatchObject({ number });
  }
  const page = Buffer.from('[{"offset":41,"value":{}},{"offset":42,"value":{}}]');
  expect([countRecords(page), lastOffset(page), lastOffset(Buffer.from('[]'))]).toEqual([2, 42, undefined]);
});

describe('the command line', () => {
  const names = ['a', 'b'];

  test('defaults to all rows', () => {
    expect(parseOptions([], names)).toMatchObject({
      seconds: 8,
      rounds: 1,
      rows: names,
      fetchRecords: 300_000,
    });
    expect(parseOptions(['--rows', 'b', '--seconds', '0.5', '--json', 'x'], names)).toMatchObject({
      seconds: 0.5,
      rows: ['b'],
      jsonFile: 'x',
    });
    expect(parseOptions(['--help'], names)).toBeUndefined();
  });

  test.each([['--rows', 'c'], ['--seconds', '0'], ['--seconds', 'x'], ['--second', '1'], ['stray']])(
    'refuses %s %s',
    (...args) => {
      expect(() =>
        parseOptions(
          args.filter((arg) => arg !== undefined),
          names,
        ),
      ).toThrow(UsageError);
    },
  );
});

test('a profile is summed by function and by owner, without what was idle', () => {
  const frame = (functionName: string, url = '', lineNumber = 0) => ({ functionName, url, lineNumber });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('writev') },
      { id: 3, callFrame: frame('parse', 'file:///x/node_modules/pg-protocol/dist/parser.js', 9) },
      { id: 4, callFrame: frame('produce', 'file:///x/apps/gateway/dist/rest-v2/produce.js', 4) },
    ],
    samples: [1, 2, 3, 4, 4],
    timeDeltas: [1000, 10, 30, 40, 20],
  };
  expect(selfTimes(profile, functionPlace)).toEqual([
    { name: 'produce apps/gateway/rest-v2/produce.js:5', share: 0.6 },
    { name: 'parse pg-protocol/parser.js:10', share: 0.3 },
    { name: 'writev', share: 0.1 },
  ]);
  expect(selfTimes(profile, owner).map(({ name }) => name)).toEqual([
    'apps/gateway',
    'pg-protocol',
    'V8 and Node in C++',
  ]);
});
