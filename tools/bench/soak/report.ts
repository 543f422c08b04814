// What a soak found: a line per window, and whether what must stay flat did.

export interface SoakWindow {
  /** At its end, since the first one began. */
  readonly minute: number;
  readonly recordsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly gatewayBytes: number | undefined;
  readonly postgresBytes: number | undefined;
  /** Of all tables. */
  readonly tableBytes: number;
  readonly deadRows: number;
  readonly autovacuums: number;
  readonly keptRecords: number;
}

export interface SoakVerdict {
  readonly name: string;
  readonly text: string;
  readonly isFlat: boolean;
}

const MB = 1e6;
const LATENCY_RATIO_MAX = 1.2;
const SIZE_RATIO_MAX = 1.1;
const GATEWAY_MB_PER_HOUR_MAX = 10;

export const soakTableHead = [
  '| minute | records/s | p50 / p99 ms | gateway | PostgreSQL | tables | kept records | dead rows | autovacuum runs |',
  '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
];

export function soakTableRow(window: SoakWindow): string {
  const cells = [
    window.minute.toFixed(1),
    whole(window.recordsPerSecond),
    `${window.p50Ms.toFixed(1)} / ${window.p99Ms.toFixed(1)}`,
    megabytes(window.gatewayBytes),
    megabytes(window.postgresBytes),
    megabytes(window.tableBytes),
    whole(window.keptRecords),
    whole(window.deadRows),
    whole(window.autovacuums),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Of the windows since records began to be deleted, the last third is compared with the first. */
export function soakVerdicts(all: readonly SoakWindow[], settledMinute: number): SoakVerdict[] {
  const windows = all.filter(({ minute }) => minute > settledMinute);
  const third = Math.floor(windows.length / 3);
  if (third === 0) return [];
  const [first, last] = [windows.slice(0, third), windows.slice(-third)];
  const compared = (pick: (window: SoakWindow) => number) =>
    [median(first, pick), median(last, pick)] as const;
  const [firstP99, lastP99] = compared(({ p99Ms }) => p99Ms);
  const [firstTables, lastTables] = compared(({ tableBytes }) => tableBytes);
  const perHour = slopePerHour(windows, ({ gatewayBytes = 0 }) => gatewayBytes) / MB;
  return [
    {
      name: 'latency',
      text: `p99 ${firstP99.toFixed(1)} ms at first, ${lastP99.toFixed(1)} ms at last`,
      isFlat: lastP99 <= firstP99 * LATENCY_RATIO_MAX,
    },
    {
      name: 'tables',
      text: `${megabytes(firstTables)} at first, ${megabytes(lastTables)} at last`,
      isFlat: lastTables <= firstTables * SIZE_RATIO_MAX,
    },
    {
      name: 'memory of the gateway',
      text: `${perHour.toFixed(1)} MB an hour`,
      isFlat: perHour <= GATEWAY_MB_PER_HOUR_MAX,
    },
  ];
}

/** Each value over its largest, so that they share an axis: for Markdown that draws Mermaid. */
export function soakChart(windows: readonly SoakWindow[]): string[] {
  const lines: [string, (window: SoakWindow) => number][] = [
    ['p99 latency', ({ p99Ms }) => p99Ms],
    ['memory of the gateway', ({ gatewayBytes = 0 }) => gatewayBytes],
    ['size of the tables', ({ tableBytes }) => tableBytes],
  ];
  const shares = ([, pick]: (typeof lines)[number]) => {
    const largest = Math.max(...windows.map(pick), 1);
    return windows.map((window) => ((pick(window) * 100) / largest).toFixed(0));
  };
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${lines.map(([name]) => name).join(' / ')}, in % of the largest"`,
    `  x-axis "minute" 0 --> ${Math.round(windows.at(-1)?.minute ?? 0)}`,
    '  y-axis "%" 0 --> 100',
    ...lines.map((line) => `  line [${shares(line).join(', ')}]`),
    '```',
  ];
}

function median(windows: readonly SoakWindow[], pick: (window: SoakWindow) => number): number {
  const sorted = windows.map(pick).sort((left, right) => left - right);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

/** Of the straight line through all windows that fits best. */
function slopePerHour(windows: readonly SoakWindow[], pick: (window: SoakWindow) => number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const minutes = windows.map(({ minute }) => minute);
  const values = windows.map(pick);
  const [meanMinute, meanValue] = [mean(minutes), mean(values)];
  const over = minutes.reduce(
    (sum, minute, index) => sum + (minute - meanMinute) * ((values[index] ?? 0) - meanValue),
    0,
  );
  const under = minutes.reduce((sum, minute) => sum + (minute - meanMinute) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 60;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? 'unknown' : `${whole(bytes / MB)} MB`;
}
