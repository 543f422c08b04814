// The benchmark's results: as rows of numbers for a file, and as a table for people.
import { cpus, release, totalmem } from 'node:os';
import type { BenchEnvironment } from './bench-environment.ts';
import { residentBytes } from '../testing/resident-memory.ts';
import { proportionalBytes } from './processes.ts';
import type { ProcessorUse } from './processes.ts';
import type { Row, RowOutcome, Unit } from './rows.ts';

export interface RowResult {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  /** A rate, or the median where the unit is a time. */
  readonly value: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly goal?: number;
  readonly goalP99Ms?: number;
  readonly isGoalMet?: boolean;
  /** Rate over the rate of single-row commits by 64 clients in the same run. */
  readonly perCommit?: number;
  readonly processorUse?: ProcessorUse;
}

export interface MemoryResult {
  readonly gatewayBytes: number | undefined;
  readonly postgresBytes: number | undefined;
}

export interface BenchReport {
  readonly machine: {
    readonly processors: number;
    readonly model: string;
    readonly memoryBytes: number;
    readonly system: string;
  };
  readonly versions: { readonly node: string; readonly postgres: string };
  readonly seconds: number;
  readonly rounds: number;
  readonly rows: readonly RowResult[];
  readonly memoryAfterTheRun: MemoryResult;
}

const memoryGoals = { gateway: 0.3e9, postgres: 0.5e9 };

export function rowResult(row: Row, { measured, use }: RowOutcome, before: readonly RowResult[]): RowResult {
  const { records, requests, measuredMs, latencyMs } = measured;
  const amount = row.unit === 'records/s' ? records : requests;
  const value = row.unit === 'ms' ? latencyMs.p50 : (amount * 1000) / measuredMs;
  const commits = before.find(({ name }) => name === 'commit-64')?.value;
  return {
    name: row.name,
    title: row.title,
    unit: row.unit,
    value,
    p50Ms: latencyMs.p50,
    p99Ms: latencyMs.p99,
    ...(row.goal === undefined
      ? {}
      : goalOf(row.goal, { value, p99Ms: latencyMs.p99, isTime: row.unit === 'ms' })),
    ...(commits === undefined || row.unit === 'ms' ? {} : { perCommit: value / commits }),
    processorUse: use,
  };
}

interface Reached {
  readonly value: number;
  readonly p99Ms: number;
  readonly isTime: boolean;
}

function goalOf(
  { value: goal, p99Ms: goalP99Ms }: NonNullable<Row['goal']>,
  { value, p99Ms, isTime }: Reached,
) {
  const isGoalMet = isTime ? value <= goal && p99Ms <= (goalP99Ms ?? Infinity) : value >= goal;
  return { goal, ...(goalP99Ms === undefined ? {} : { goalP99Ms }), isGoalMet };
}

/** Of each row, the round in the middle by what it reached; of an even number, the lower of the two. */
export function medianRounds(rounds: readonly (readonly RowResult[])[]): RowResult[] {
  const [first = []] = rounds;
  return first.map((_, row) => {
    const results = rounds.map((round) => round[row] as RowResult).sort((a, b) => a.value - b.value);
    return results[(results.length - 1) >> 1] as RowResult;
  });
}

export function makeReport(
  environment: BenchEnvironment,
  { seconds, rounds }: Pick<BenchReport, 'seconds' | 'rounds'>,
  rows: readonly RowResult[],
): BenchReport {
  const { gateway, postgres } = environment;
  return {
    machine: {
      processors: cpus().length,
      model: cpus()[0]?.model ?? 'unknown',
      memoryBytes: totalmem(),
      system: `${process.platform} ${release().split('.', 2).join('.')} ${process.arch}`,
    },
    versions: { node: process.versions.node, postgres: postgres.version },
    seconds,
    rounds,
    rows,
    memoryAfterTheRun: {
      gatewayBytes: residentBytes(gateway.pid),
      postgresBytes: proportionalBytes(postgres.pid),
    },
  };
}

export const tableHead = [
  '| row | reached | goal | p50 / p99 ms | per commit | processor: gateway + PostgreSQL + load (+ others) |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
];

export function tableRow(result: RowResult): string {
  const { title, unit, value, p50Ms, p99Ms, perCommit, processorUse } = result;
  const reached = unit === 'ms' ? `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)} ms` : `${whole(value)} ${unit}`;
  const cells = [
    title,
    reached,
    goalText(result),
    `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`,
    perCommit === undefined ? '–' : perCommit.toFixed(2),
    processorText(processorUse),
  ];
  return `| ${cells.join(' | ')} |`;
}

export function memoryLines({ gatewayBytes, postgresBytes }: MemoryResult): string[] {
  return [
    `gateway after the run: ${megabytes(gatewayBytes)} resident (goal at most ${megabytes(memoryGoals.gateway)})`,
    `PostgreSQL after the run: ${megabytes(postgresBytes)}, shared pages counted once (goal at most ${megabytes(memoryGoals.postgres)})`,
  ];
}

function goalText({ unit, goal, goalP99Ms, isGoalMet }: RowResult): string {
  if (goal === undefined) return '–';
  const text = unit === 'ms' ? `≤ ${goal} / ${goalP99Ms} ms` : `≥ ${whole(goal)}`;
  return `${text} ${isGoalMet === true ? '✓' : '✗'}`;
}

function processorText(use: ProcessorUse): string {
  if (use === undefined) return '–';
  const [gateway, postgres, load, others] = [use.gateway, use.postgres, use.load, use.others].map(
    (share) => `${Math.round(share * 100)} %`,
  );
  return `${gateway} + ${postgres} + ${load} (+ ${others})`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? 'unknown' : `${Math.round(bytes / 1e6)} MB`;
}
