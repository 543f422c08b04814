// `npm run fuzz`: a gateway with a database of its own, schemathesis before it, and the gateway's log after it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@weir/gateway/embedded-postgres';
import type { OpenApiDocument } from '../testing/example-requests.ts';
import { startGatewayProcess } from '../testing/gateway-process.ts';
import type { GatewayProcess } from '../testing/gateway-process.ts';
import { UsageError } from '../testing/command-line.ts';
import { parseOptions, usage } from './options.ts';
import type { FuzzOptions } from './options.ts';
import { NotAvailable, installSchemathesis, runSchemathesis } from './schemathesis.ts';
import { excluded, schemathesisArguments, settingsFile, streamIds } from './settings.ts';
import type { Pool } from './settings.ts';

/** Of whoever can't run it at all: no verdict. */
const NOT_AVAILABLE_EXIT = 69;
const topics = ['example', 'orders'];
const environment = {
  // Every long poll of the run together would take most of its time.
  WEIR_LONG_POLL_MAX_MS: '20',
};
const logger = {
  info: () => undefined,
  warn: (fields: object, message: string) => console.error(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  await installSchemathesis();
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const)
    process.once(signal, () => stopping.abort());
  const folder = await mkdtemp(join(tmpdir(), 'weir-fuzz-'));
  const undo: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const postgres = await EmbeddedPostgres.start({ dataDir: join(folder, 'data'), logger });
    undo.push(() => postgres.stop());
    const gateway = await startGatewayProcess({ databaseUrl: postgres.url, environment });
    undo.push(() => gateway.stop());
    return await fuzz(gateway, options, { folder, signal: stopping.signal });
  } finally {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  }
}

interface Surroundings {
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function fuzz(gateway: GatewayProcess, options: FuzzOptions, { folder, signal }: Surroundings) {
  const settings = join(folder, 'schemathesis.toml');
  const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as OpenApiDocument;
  await writeFile(settings, settingsFile(await createPool(gateway.url), streamIds(document)));
  const args = ['--config-file', settings, ...schemathesisArguments(gateway.url, options)];
  const code = await runSchemathesis(args, { cwd: folder, topics, signal });
  const faults = gateway.log.filter(({ level }) => level === 'error' || level === 'fatal');
  for (const fault of faults.slice(0, 10)) console.log(`the gateway logged: ${JSON.stringify(fault)}`);
  if (!gateway.isRunning) console.log('the gateway has ended');
  const isGood = code === 0 && faults.length === 0 && gateway.isRunning && !signal.aborted;
  const left = Object.entries(excluded).map(([id, why]) => `; not fuzzed: ${id}, ${why}`);
  const logged = `${faults.length} errors in the gateway's log`;
  console.log(
    `fuzz: ${isGood ? 'all as described' : 'FAILED'}, ${logged}, seed ${options.seed}${left.join('')}`,
  );
  return isGood ? 0 : 1;
}

/** Topics with records, so that reads have something to find. */
async function createPool(url: string): Promise<Pool> {
  const { kafka_cluster_id: clusterId } = (await (await fetch(url)).json()) as { kafka_cluster_id: string };
  for (const topic of topics) {
    await post(`${url}/v3/clusters/${clusterId}/topics`, 'application/json', {
      topic_name: topic,
      partitions_count: 2,
    });
    const records = Array.from({ length: 20 }, (_, i) => ({ partition: i % 2, key: i, value: { i } }));
    await post(`${url}/topics/${topic}`, 'application/vnd.kafka.json.v2+json', { records });
  }
  return { clusterId, topics };
}

async function post(url: string, contentType: string, body: object): Promise<void> {
  const headers = { 'content-type': contentType };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

function exitCodeOf(error: unknown): number {
  const isExpected = error instanceof UsageError || error instanceof NotAvailable;
  console.error(isExpected ? `fuzz: ${error.message}` : error);
  return error instanceof NotAvailable ? NOT_AVAILABLE_EXIT : 1;
}

// The channel to the launcher is listened to, and would keep the process running.
process.exit(await main().catch(exitCodeOf));
