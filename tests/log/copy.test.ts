// commit-cut: one topic is copied to another by atomic commits, while every commit's connection to PostgreSQL is cut between COMMIT
// and its answer, and the copier is replaced now and then. Both topics end equal: each record exactly once, in its order.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Broker } from '@weir/protocol';
import { startGateway } from '../../tools/testing/gateway.ts';
import type { TestGateway } from '../../tools/testing/gateway.ts';
import { storedRecords } from '../../tools/testing/stored-records.ts';
import { commitCut } from '../chaos/cluster/commit-cut.ts';
import { Link } from '../chaos/cluster/link.ts';
import { clusterIdOf, createTopic, produce, readRecords } from './rest.ts';

const partitions = [0, 1, 2];
const cutCount = 200;
/** Of each partition in one commit. */
const recordsAtOnce = 2;
const recordCount = cutCount * recordsAtOnce;
const commitsPerCopier = 25;
const POSITION = 'position';

let direct: TestGateway;
let link: Link;
let cuts = 0;
/** Both reach their database through the link. */
const gateways: TestGateway[] = [];

beforeAll(async () => {
  direct = await startGateway();
  // The tests' server listens on a Unix socket.
  const { port, searchParams } = new URL(direct.database.url);
  link = await Link.open({ upstream: () => ({ path: `${searchParams.get('host')}/.s.PGSQL.${port}` }) });
  const databaseUrl = (url: string) => {
    const through = new URL(url);
    through.searchParams.delete('host');
    through.host = `127.0.0.1:${link.port}`;
    return through.href;
  };
  for (let i = 0; i < 2; i++) gateways.push(await startGateway({ beside: direct, databaseUrl }));
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  await link?.close();
  await direct?.close();
});

interface Copied {
  readonly position: number;
  readonly value: string;
}

async function copies(broker: Broker, partition: number): Promise<Copied[]> {
  const records = await storedRecords(broker, { topic: 'copy', partition });
  return records.map(({ headers, value }) => ({
    position: Number(Buffer.from(headers.find(({ key }) => key === POSITION)?.value ?? [])),
    value: Buffer.from(value ?? []).toString(),
  }));
}

let unanswered = 0;
let repeated = 0;

/** As a client that hears nothing, or that the outcome is unknown: it asks again, another gateway, until it knows. */
async function commit(path: string, body: object, turn: number): Promise<void> {
  for (let attempt = turn; ; attempt++) {
    const response = await fetch(`${gateways[attempt % 2]?.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status === 503) {
      unanswered++;
      continue;
    }
    expect([response.status, text]).toEqual([200, expect.any(String)]);
    if (response.headers.get('idempotency-replayed') === 'true') repeated++;
    return;
  }
}

/** One life of the copier: what it knows of its progress is what the copy itself says. */
async function copy(clusterPath: string, commits: number): Promise<boolean> {
  const gateway = gateways[commits % 2] as TestGateway;
  const initialised = await fetch(`${gateway.url}${clusterPath}/producers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"transactional_id":"copier"}',
  });
  const producer = (await initialised.json()) as object;
  const next = await Promise.all(
    partitions.map(async (one) => ((await copies(gateway.broker, one)).at(-1)?.position ?? -1) + 1),
  );
  for (let commit_sequence = 0; commit_sequence < commits; commit_sequence++) {
    const entries = [];
    for (const partition of partitions) {
      const place = { topic: 'original', partition, offset: next[partition] ?? 0 };
      const page = (await readRecords(gateway, place)).slice(0, recordsAtOnce);
      for (const { offset, value } of page)
        entries.push({
          id: `${partition}:${offset}`,
          topic_name: 'copy',
          partition_id: partition,
          value: { data: JSON.parse(value ?? 'null') as unknown },
          headers: [{ name: POSITION, value: Buffer.from(String(offset)).toString('base64') }],
        });
      next[partition] = place.offset + page.length;
    }
    if (entries.length === 0) return true;
    link.watch = commitCut(1, () => cuts++);
    const body = { entries, transactional_id: 'copier', ...producer, commit_sequence };
    await commit(`${clusterPath}/records:commit`, body, commit_sequence);
  }
  return false;
}

test(`a copy through ${cutCount} cuts between COMMIT and its answer is equal to its original`, async () => {
  for (const topic of ['original', 'copy']) await createTopic(direct, topic, partitions.length);
  const clusterPath = `/v3/clusters/${await clusterIdOf(direct)}`;
  for (const partition of partitions) {
    const records = Array.from(
      { length: recordCount },
      (_, i) => `{"value":"${partition}:${i}","partition":${partition}}`,
    );
    await produce(direct, 'original', { records });
  }
  while (!(await copy(clusterPath, commitsPerCopier)));
  expect(cuts).toBe(cutCount);
  expect(unanswered).toBe(cutCount);
  // Each was stored when its answer was lost.
  expect(repeated).toBe(cutCount);
  for (const partition of partitions)
    expect(await copies(direct.broker, partition)).toEqual(
      Array.from({ length: recordCount }, (_, i) => ({ position: i, value: `"${partition}:${i}"` })),
    );
}, 120_000);
