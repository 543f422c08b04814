// `npm run bench -- soak`: prints a line per window as it goes, and the verdicts at the end; --json writes the windows to a file.
// Exit code 1 where something did not stay flat.
import { writeFileSync } from 'node:fs';
import { residentBytes } from '../../testing/resident-memory.ts';
import { startBenchEnvironment } from '../bench-environment.ts';
import type { BenchEnvironment } from '../bench-environment.ts';
import type { Measured, SteadyJob } from '../load/jobs.ts';
import { interruption, runCommand } from '../../testing/command-line.ts';
import { proportionalBytes } from '../processes.ts';
import { parseSoakOptions, soakUsage } from './options.ts';
import type { SoakOptions } from './options.ts';
import { soakChart, soakTableHead, soakTableRow, soakVerdicts } from './report.ts';
import type { SoakWindow } from './report.ts';
import { readTableState } from './table-state.ts';

const TOPIC = 'soak';
const PARTITIONS = 4;
const CONNECTIONS = 16;
const RECORDS_PER_REQUEST = 10;
const MINUTE_MS = 60_000;
const RATE_MEASURED_MS = 10_000;
const UNLIMITED = 1e9;

async function main(): Promise<void> {
  const options = parseSoakOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(soakUsage);
    return;
  }
  const retentionMs = options.retentionMinutes * MINUTE_MS;
  const environment = await startBenchEnvironment({
    // Often enough for a short retention.
    settings: { WEIR_LOG_RETENTION_CHECK_INTERVAL_MS: String(Math.ceil(retentionMs / 20)) },
  });
  try {
    await environment.createTopic(TOPIC, PARTITIONS, { 'retention.ms': String(retentionMs) });
    const windows = await Promise.race([soak(environment, options), interruption()]);
    const verdicts = soakVerdicts(windows, options.retentionMinutes * 1.2);
    for (const line of ['', ...soakChart(windows), '']) console.log(line);
    for (const { name, text, isFlat } of verdicts) console.log(`${isFlat ? '✓' : '✗'} ${name}: ${text}`);
    if (options.jsonFile !== undefined)
      writeFileSync(options.jsonFile, `${JSON.stringify({ ...options, windows, verdicts }, null, 2)}\n`);
    if (!verdicts.every(({ isFlat }) => isFlat)) process.exitCode = 1;
  } finally {
    await environment.stop();
  }
}

async function soak(environment: BenchEnvironment, options: SoakOptions): Promise<SoakWindow[]> {
  const mostRequests = await measureRate(environment);
  const requestsPerSecond = mostRequests * options.load;
  console.log(
    `without a limit: ${Math.round(mostRequests * RECORDS_PER_REQUEST)} records/s in requests of ${RECORDS_PER_REQUEST}; from here on ${Math.round(requestsPerSecond * RECORDS_PER_REQUEST)}`,
  );
  for (const line of soakTableHead) console.log(line);
  const windows: SoakWindow[] = [];
  const beganMs = performance.now();
  while (performance.now() - beganMs < options.minutes * MINUTE_MS) {
    const window = await runWindow(environment, { options, requestsPerSecond, beganMs });
    windows.push(window);
    console.log(soakTableRow(window));
  }
  return windows;
}

/** Requests per second that the machine can do in this mix: with readers at the end of each partition. */
async function measureRate(environment: BenchEnvironment): Promise<number> {
  const { requests, measuredMs } = await runLoad(environment, {
    requestsPerSecond: UNLIMITED,
    warmUpMs: RATE_MEASURED_MS / 2,
    measuredMs: RATE_MEASURED_MS,
  });
  return (requests * 1000) / measuredMs;
}

type Pace = Pick<SteadyJob, 'requestsPerSecond' | 'warmUpMs' | 'measuredMs'>;

function runLoad({ load, gateway }: BenchEnvironment, pace: Pace): Promise<Measured> {
  return load.run({
    kind: 'steady',
    port: gateway.port,
    topic: TOPIC,
    partitions: PARTITIONS,
    recordsPerRequest: RECORDS_PER_REQUEST,
    connections: CONNECTIONS,
    ...pace,
  });
}

interface WindowRun {
  readonly options: SoakOptions;
  readonly requestsPerSecond: number;
  readonly beganMs: number;
}

async function runWindow(
  environment: BenchEnvironment,
  { options, requestsPerSecond, beganMs }: WindowRun,
): Promise<SoakWindow> {
  const { gateway, postgres } = environment;
  const { records, measuredMs, latencyMs } = await runLoad(environment, {
    requestsPerSecond,
    warmUpMs: 0,
    measuredMs: options.windowSeconds * 1000,
  });
  const { totalBytes, deadRows, autovacuums } = await readTableState(postgres.url);
  return {
    minute: (performance.now() - beganMs) / MINUTE_MS,
    recordsPerSecond: (records * 1000) / measuredMs,
    p50Ms: latencyMs.p50,
    p99Ms: latencyMs.p99,
    gatewayBytes: residentBytes(gateway.pid),
    postgresBytes: proportionalBytes(postgres.pid),
    tableBytes: totalBytes,
    deadRows,
    autovacuums,
    keptRecords: await keptRecords(gateway.url),
  };
}

async function keptRecords(url: string): Promise<number> {
  let kept = 0;
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const response = await fetch(`${url}/topics/${TOPIC}/partitions/${partition}/offsets`);
    const ends = (await response.json()) as { beginning_offset: number; end_offset: number };
    kept += ends.end_offset - ends.beginning_offset;
  }
  return kept;
}

runCommand('bench', main);
