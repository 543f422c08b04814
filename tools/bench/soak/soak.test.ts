// The soak's verdicts, chart and command line.
import { expect, test } from 'vitest';
import { UsageError } from '../../testing/command-line.ts';
import { parseSoakOptions } from './options.ts';
import { soakChart, soakTableRow, soakVerdicts } from './report.ts';
import type { SoakWindow } from './report.ts';

const window = (minute: number, own: Partial<SoakWindow> = {}): SoakWindow => ({
  minute,
  recordsPerSecond: 50_000,
  p50Ms: 1,
  p99Ms: 5,
  gatewayBytes: 200e6,
  postgresBytes: 150e6,
  tableBytes: 900e6,
  deadRows: 10,
  autovacuums: minute,
  keptRecords: 1_000_000,
  ...own,
});
const hour = (own: (minute: number) => Partial<SoakWindow>) =>
  Array.from({ length: 60 }, (_, index) => window(index + 1, own(index + 1)));
const flat = (windows: SoakWindow[]) =>
  Object.fromEntries(soakVerdicts(windows, 12).map(({ name, isFlat }) => [name, isFlat]));

test('what stays as it is is flat, whatever it was before records began to be deleted', () => {
  const windows = hour((minute) => (minute <= 12 ? { tableBytes: minute * 1e6, p99Ms: 90 } : {}));
  expect(flat(windows)).toEqual({ latency: true, tables: true, 'memory of the gateway': true });
});

test.each([
  ['latency', (minute: number) => ({ p99Ms: minute > 40 ? 6.1 : 5 })],
  ['tables', (minute: number) => ({ tableBytes: 900e6 + minute * 4e6 })],
  ['memory of the gateway', (minute: number) => ({ gatewayBytes: 200e6 + minute * 0.2e6 })],
])('%s that grows is seen', (name, own) => {
  expect(Object.entries(flat(hour(own))).filter(([, isFlat]) => !isFlat)).toEqual([[name, false]]);
});

test('a line and a chart show every window', () => {
  expect(soakTableRow(window(3))).toBe(
    '| 3.0 | 50,000 | 1.0 / 5.0 | 200 MB | 150 MB | 900 MB | 1,000,000 | 10 | 3 |',
  );
  expect(soakChart([window(1), window(2, { p99Ms: 10 })])).toContain('  line [50, 100]');
});

test('the command line has defaults and refuses what it does not know', () => {
  expect(parseSoakOptions([])).toMatchObject({ minutes: 60, retentionMinutes: 10, load: 0.5 });
  expect(parseSoakOptions(['--help'])).toBeUndefined();
  expect(() => parseSoakOptions(['--hours', '1'])).toThrow(UsageError);
});
