// `npm run chaos`: one run, progress lines, tables, and for each broken promise what shows it and how to repeat it.
import { rm } from 'node:fs/promises';
import { excerpts } from './check/excerpt.ts';
import { HistoryChecker } from './check/checker.ts';
import type { Violations } from './check/violations.ts';
import { readHistory } from './history/read-history.ts';
import { UsageError } from '../../tools/testing/command-line.ts';
import { parseOptions, usage } from './options.ts';
import type { ChaosOptions } from './options.ts';
import { invariantTable } from './report.ts';
import { cutPower } from './power-cut.ts';
import { runChaos } from './run.ts';
import type { ScheduledId } from './schedule.ts';

const SHOWN_MAX = 5;
/** Of whoever can't run it at all: no verdict. */
const NOT_AVAILABLE_EXIT = 69;
const print = (line: string) => console.log(line);

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  if (options.check !== undefined) return check(options.check);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const)
    process.on(signal, () => stopping.abort());
  const { minutes, seed, gateways } = options;
  if (options.faults.includes('F9')) return cutAndCutAgain(options, stopping.signal);
  const faults = options.faults as readonly ScheduledId[];
  print(`chaos: seed ${seed}, ${minutes} minutes, ${gateways} gateways, faults ${faults.join(',')}`);
  const result = await runChaos({
    durationMs: minutes * 60_000,
    seed,
    faults,
    gateways,
    signal: stopping.signal,
    print,
  });
  const { violations, tally, folder, historyFile } = result;
  const { acknowledged, unknown, refused, read } = tally;
  const tables = [tally.faultTable(), tally.answerTable(), invariantTable(violations), tally.figureLines()];
  for (const line of tables.flatMap((table) => ['', ...table])) print(line);
  const figures = Object.entries({ acknowledged, unknown, refused, read });
  print(`records: ${figures.map(([name, count]) => `${count.toLocaleString('en')} ${name}`).join(', ')}`);
  const isGood = await tell(violations, historyFile);
  if (isGood) await rm(folder, { recursive: true });
  else print(`kept: ${folder}\nagain: ${commandOf(options)}`);
  return isGood ? 0 : 1;
}

/** Of every three cuts one is the control. At least three, however short the time is. */
async function cutAndCutAgain({ minutes, seed }: ChaosOptions, signal: AbortSignal): Promise<number> {
  if (process.getuid?.() !== 0) {
    print('F9 needs root: skipped');
    return NOT_AVAILABLE_EXIT;
  }
  print(`chaos: power cuts, seed ${seed}, ${minutes} minutes`);
  const end = performance.now() + minutes * 60_000;
  const totals = { cuts: 0, acknowledged: 0, violations: 0, controls: 0, controlsThatLost: 0 };
  for (let round = 0; (round < 3 || performance.now() < end) && !signal.aborted; round++) {
    const isControl = round % 3 === 2;
    const { acknowledged, lost, violations, folder } = await cutPower({ seed: seed + round, isControl });
    const name = isControl ? 'control (synchronous_commit=off)' : 'cut';
    print(`${name}, seed ${seed + round}: ${acknowledged} acknowledged, ${lost} lost`);
    if (isControl) {
      totals.controls++;
      if (lost > 0) totals.controlsThatLost++;
      continue;
    }
    totals.cuts++;
    totals.acknowledged += acknowledged;
    totals.violations += violations.length;
    for (const { invariant, text } of violations.slice(0, SHOWN_MAX)) print(`  ${invariant}: ${text}`);
    if (violations.length > 0) print(`  kept: ${folder}`);
  }
  const { cuts, acknowledged, violations, controls, controlsThatLost } = totals;
  print(
    `chaos: ${cuts} cuts, ${acknowledged} acknowledged, ${violations} violations; ${controlsThatLost} of ${controls} control runs lost records`,
  );
  return violations === 0 && controlsThatLost > 0 ? 0 : 1;
}

async function check(file: string): Promise<number> {
  const checker = new HistoryChecker();
  for await (const line of readHistory(file)) checker.take(line);
  const violations = checker.finish();
  for (const line of invariantTable(violations)) print(line);
  return (await tell(violations, file)) ? 0 : 1;
}

/** True where nothing is broken. */
async function tell({ kept, counts }: Violations, historyFile: string): Promise<boolean> {
  const count = Object.values(counts).reduce((sum, { violated }) => sum + violated, 0);
  if (count === 0) {
    print('chaos: every promise was kept');
    return true;
  }
  print(`chaos: ${count} VIOLATIONS; the first:`);
  const shown = kept.slice(0, SHOWN_MAX);
  const histories = await excerpts(historyFile, shown);
  shown.forEach(({ invariant, t, text }, index) => {
    print(`\n${invariant} at ${(t / 1000).toFixed(1)} s: ${text}`);
    for (const line of histories[index] ?? []) print(`  ${line}`);
  });
  for (const { invariant, text } of kept.slice(SHOWN_MAX)) print(`${invariant}: ${text}`);
  return false;
}

function commandOf({ minutes, seed, faults, gateways }: ChaosOptions): string {
  return `npm run chaos -- --minutes ${minutes} --seed ${seed} --faults ${faults.join(',')} --gateways ${gateways}`;
}

// The channel to the launcher is listened to, and would keep the process running.
process.exit(
  await main().catch((error: unknown) => {
    console.error(error instanceof UsageError ? `chaos: ${error.message}` : error);
    return 1;
  }),
);
