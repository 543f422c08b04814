// `npm run bench`: runs the rows one after the other and prints a table as it goes; --json writes the numbers to a file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { startBenchEnvironment } from './bench-environment.ts';
import type { BenchEnvironment } from './bench-environment.ts';
import { UsageError, parseOptions, usage } from './options.ts';
import type { BenchOptions } from './options.ts';
import { profileSummaries } from './profile-summary.ts';
import { makeReport, memoryLines, rowResult, tableHead, tableRow } from './report.ts';
import type { BenchReport, RowResult } from './report.ts';
import { rows } from './rows.ts';

const rowNames = rows.map(({ name }) => name);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), rowNames);
  if (options === undefined) {
    process.stdout.write(usage(rowNames));
    return;
  }
  const profileFolder = options.profileFolder === undefined ? undefined : resolve(options.profileFolder);
  const environment = await startBenchEnvironment(profileFolder);
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
  const { seconds, fetchRecords } = options;
  const times = { measuredMs: seconds * 1000, warmUpMs: seconds * 250 };
  const results: RowResult[] = [];
  for (const line of tableHead) console.log(line);
  for (const row of rows.filter(({ name }) => options.rows.includes(name))) {
    const result = rowResult(row, await row.run({ environment, times, fetchRecords }), results);
    results.push(result);
    console.log(tableRow(result));
  }
  return makeReport(environment, seconds, results);
}

function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => reject(new UsageError(`ended by ${signal}`)));
  });
}

function writeReport(file: string, report: BenchReport): void {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? `bench: ${error.message}` : error);
  process.exitCode = 1;
});
