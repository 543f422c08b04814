// `npm run bench -- growth`: measures along both axes and prints the steps as they come; --json writes them to a file.
import { writeFileSync } from 'node:fs';
import { runCommand } from '../../testing/command-line.ts';
import { measureStored, measureTopics } from './axes.ts';
import { growthUsage, parseGrowthOptions } from './options.ts';
import { growthCharts, growthTableHead, growthTableRow } from './report.ts';
import type { GrowthStep } from './report.ts';

async function main(): Promise<void> {
  const options = parseGrowthOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(growthUsage);
    return;
  }
  const steps: GrowthStep[] = [];
  const onStep = (step: GrowthStep) => {
    steps.push(step);
    console.log(growthTableRow(step));
  };
  for (const line of growthTableHead) console.log(line);
  await measureStored(options, onStep);
  await measureTopics(options, onStep);
  for (const line of ['', ...growthCharts(steps)]) console.log(line);
  if (options.jsonFile !== undefined)
    writeFileSync(options.jsonFile, `${JSON.stringify({ ...options, steps }, null, 2)}\n`);
}

runCommand('bench', main);
