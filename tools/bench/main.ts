// `npm run bench`: runs the rows one after the other and prints a table as it goes; --json writes the numbers to a file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { startBenchEnvironment } from './bench-environment.ts';
import type { BenchEnvironment } from './bench-environment.ts';
import { interruption, runCommand } from '../testing/command-line.ts';
import { parseOptions, usage } from './options.ts';
import type { BenchOptions } from './options.ts';
import { profileSummaries } from './profile-summary.ts';
import { makeReport, medianRounds, memoryLines, rowResult, tableHead, tableRow } from './report.ts';
import type { BenchReport, RowResult } from './report.ts';
import { rows } from './rows.ts';
import type { Row } from './rows.ts';

const rowNames = rows.map(({ name }) => name);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), rowNames);
  if (options === undefined) {
    process.stdout.write(usage(rowNames));
    return;
  }
  const profileFolder = options.profileFolder === undefined ? undefined : resolve(options.profileFolder);
  const environment = await startBenchEnvironment({ profileFolder });
  try {
    const report = await Promise.race([runRows(environment, options), interruption()]);
    for (const line of ['', ...memoryLines(report.memoryAfterTheRun)]) console.log(line);
    if (options.jsonFile !== undefined) writeReport(options.jsonFile, report);
  } finally {
    await environment.stop();
  }
  // A gateway writes its profile when it ends.
  if (profileFolder !== undefined)
    for (const text of profileSummaries(profileFolder)) console.log(`\n${text}`);
}

async function runRows(environment: BenchEnvironment, options: BenchOptions): Promise<BenchReport> {
  const { seconds, rounds } = options;
  const chosen = rows.filter(({ name }) => options.rows.includes(name));
  const byRound: RowResult[][] = [];
  for (let round = 1; round <= rounds; round++) {
    printHead(rounds === 1 ? undefined : `round ${round} of ${rounds}`);
    byRound.push(await runRound(environment, chosen, options));
  }
  const results = medianRounds(byRound);
  if (rounds > 1) {
    printHead(`the median of ${rounds} rounds`);
    for (const result of results) console.log(tableRow(result));
  }
  return makeReport(environment, { seconds, rounds }, results);
}

async function runRound(
  environment: BenchEnvironment,
  chosen: readonly Row[],
  { seconds, fetchRecords }: BenchOptions,
): Promise<RowResult[]> {
  const times = { measuredMs: seconds * 1000, warmUpMs: seconds * 250 };
  const results: RowResult[] = [];
  for (const row of chosen) {
    const result = rowResult(row, await row.run({ environment, times, fetchRecords }), results);
    results.push(result);
    console.log(tableRow(result));
  }
  return results;
}

function printHead(title: string | undefined): void {
  if (title !== undefined) console.log(`\n${title}`);
  for (const line of tableHead) console.log(line);
}

function writeReport(file: string, report: BenchReport): void {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

runCommand('bench', main);
