// Writes the data that upgrade.test.ts migrates: what this version of Weir stores of some topics, as SQL, and what was sent, which
// is the same for all versions. To be run once for each version that changes the schema (CONTRIBUTING.md); needs pg_dump.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@weir/gateway/embedded-postgres';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { SentRecord, SentTopic } from './sent.ts';

const JSON_RECORDS = 'application/vnd.kafka.json.v2+json';
const BINARY_RECORDS = 'application/vnd.kafka.binary.v2+json';
const FIRST_TIMESTAMP = Date.UTC(2026, 0, 31, 12);
const logger = { info: () => undefined, warn: console.warn, error: console.error };

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** JSON that another serializer would change. */
const jsonTexts = ['1.0', '9223372036854775808', '"\\u00fc ü"', '{"b":1,"a":[1e2,{}],"b":2}', 'true', '-0'];

const json: SentRecord[] = Array.from({ length: 600 }, (_, index) => ({
  partition: index % 3,
  key: index % 4 === 0 ? base64(`"key-${index % 7}"`) : null,
  value: index % 50 === 49 ? null : base64(jsonTexts[index % jsonTexts.length] as string),
  headers: index % 10 === 0 ? [{ key: 'origin', value: base64(`h${index}`) }] : [],
  timestamp: FIRST_TIMESTAMP + index,
}));

const binary: SentRecord[] = Array.from({ length: 40 }, (_, index) => ({
  partition: 0,
  key: Buffer.from([index, 0, 255]).toString('base64'),
  value: Buffer.alloc(index * 29, index).toString('base64'),
  headers: [],
  timestamp: FIRST_TIMESTAMP - index,
}));

/** Kept for ever: the records are older than what a topic keeps by default. */
const topics: readonly SentTopic[] = [
  {
    name: 'orders',
    partitions: 3,
    configs: { 'retention.ms': '-1', 'max.message.bytes': '99999' },
    records: json,
  },
  { name: 'bytes.raw', partitions: 1, configs: { 'retention.ms': '-1' }, records: binary },
  { name: 'empty', partitions: 5, configs: {}, records: [] },
];

async function send(url: string, topic: SentTopic): Promise<void> {
  const { name, partitions, configs, records } = topic;
  const { kafka_cluster_id: clusterId } = (await (await fetch(url)).json()) as { kafka_cluster_id: string };
  const created = await fetch(`${url}/v3/clusters/${clusterId}/topics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      topic_name: name,
      partitions_count: partitions,
      configs: Object.entries(configs).map(([config, value]) => ({ name: config, value })),
    }),
  });
  if (created.status !== 201) throw new Error(`${name}: ${created.status} ${await created.text()}`);
  const isJson = records === json;
  // Batches of several sizes.
  for (let at = 0, size = 1; at < records.length; at += size, size = (size * 3) % 37) {
    const part = records.slice(at, at + size).map((record) => textOf(record, isJson));
    const answer = await fetch(`${url}/topics/${name}`, {
      method: 'POST',
      headers: { 'content-type': isJson ? JSON_RECORDS : BINARY_RECORDS },
      body: `{"records":[${part.join(',')}]}`,
    });
    const verdicts = (await answer.json()) as { offsets?: { error: string | null }[] };
    if (verdicts.offsets?.every(({ error }) => error === null) !== true)
      throw new Error(`${name}: ${answer.status} ${JSON.stringify(verdicts)}`);
  }
}

function textOf({ partition, key, value, headers, timestamp }: SentRecord, isJson: boolean): string {
  const datum = (bytes: string | null) =>
    bytes === null ? 'null' : isJson ? Buffer.from(bytes, 'base64').toString() : JSON.stringify(bytes);
  return `{"partition":${partition},"key":${datum(key)},"value":${datum(value)},"timestamp":${timestamp},"headers":${JSON.stringify(headers)}}`;
}

async function write(gateway: GatewayProcess, databaseUrl: string): Promise<void> {
  for (const topic of topics) await send(gateway.url, topic);
  const { version } = (await (await fetch(gateway.url)).json()) as { version: string };
  await gateway.stop();
  const options = ['--schema=weir', '--inserts', '--rows-per-insert=50', '--no-owner', '--no-privileges'];
  const sql = execFileSync('pg_dump', [...options, databaseUrl], { maxBuffer: 2 ** 26, encoding: 'utf8' });
  const migrations = sql.match(/INSERT INTO weir\.migration VALUES[^;]*/)?.[0].match(/\(\d+, \d+,/g) ?? [];
  const name = `${version}-${migrations.length}-migrations`;
  const folder = join(import.meta.dirname, 'versions');
  // psql's own commands, which newer versions of pg_dump write, are no SQL.
  writeFileSync(join(folder, `${name}.sql`), sql.replace(/^\\.*\n/gm, ''));
  writeFileSync(join(folder, 'sent.json'), `${JSON.stringify(topics)}\n`);
  console.log(`${name}: ${sql.length} characters of SQL`);
}

const folder = mkdtempSync(join(tmpdir(), 'weir-upgrade-'));
const postgres = await EmbeddedPostgres.start({
  dataDir: folder,
  logger,
  packageName: 'embedded-postgres-14',
});
try {
  const gateway = await startGatewayProcess({ databaseUrl: postgres.url });
  try {
    await write(gateway, postgres.url);
  } finally {
    await gateway.stop();
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
