// compaction-killed, retention-killed: the gateway that cleans up is killed in the middle of it, again and again, and another one
// goes on. Nothing but what was to go is gone.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../tools/testing/database.ts';
import type { TestDatabase } from '../../tools/testing/database.ts';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import { BINARY_RECORDS, clusterIdOf, createTopic, endOffset, offsetsOf, produce, readPage } from './rest.ts';
import type { StoredRecord } from './rest.ts';

const killCount = 3;

let database: TestDatabase;
const gateways: GatewayProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await Promise.all([start(), start()]);
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await database?.drop();
});

async function start(): Promise<void> {
  const environment = {
    WEIR_LOG_CLEANER_BACKOFF_MS: '20',
    WEIR_LOG_RETENTION_CHECK_INTERVAL_MS: '20',
  };
  gateways.push(await startGatewayProcess({ databaseUrl: database.url, environment }));
}

interface Filling {
  readonly requests: number;
  readonly recordsPerRequest: number;
  /** Record i has the key i modulo `keys`. */
  readonly keys: number;
  readonly valueBytes: number;
}

/** Record i lies at offset i, and its value begins with i. A request is a batch. */
async function fill(
  topic: string,
  { requests, recordsPerRequest, keys, valueBytes }: Filling,
): Promise<void> {
  const [gateway] = gateways as [GatewayProcess];
  await createTopic(gateway, topic, 1);
  for (let first = 0; first < requests * recordsPerRequest; first += recordsPerRequest) {
    const texts = Array.from({ length: recordsPerRequest }, (_, index) => {
      const number = first + index;
      return `{"key":"k${number % keys}","value":"${`${number} `.padEnd(valueBytes, 'x')}"}`;
    });
    const verdicts = await produce(gateway, topic, { records: texts });
    expect(verdicts[0]).toMatchObject({ offset: first, error: null });
  }
}

async function post(path: string, body: object): Promise<void> {
  const [gateway] = gateways as [GatewayProcess];
  const response = await fetch(`${gateway.url}/v3/clusters/${await clusterIdOf(gateway)}/topics/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect([response.status, await response.text()]).toEqual([204, '']);
}

const setConfigs = (topic: string, configs: Readonly<Record<string, string>>) =>
  post(`${topic}/configs:alter`, {
    data: Object.entries(configs).map(([name, value]) => ({ name, value })),
  });

/** Records that this gateway has taken out. */
async function removedBy({ url }: GatewayProcess, policy: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(
    new RegExp(`weir_log_cleanup_records_total\\{policy="${policy}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0,
  );
}

/** Kills whoever is cleaning, once it has begun, and whoever takes over, and so on. */
async function killWhoCleans(policy: string): Promise<void> {
  const starting: Promise<void>[] = [];
  const before = new Map<GatewayProcess, number>();
  for (const gateway of gateways) before.set(gateway, await removedBy(gateway, policy));
  try {
    for (let kill = 0; kill < killCount; kill++) {
      const busy = await vi.waitFor(
        async () => {
          for (const gateway of gateways)
            if ((await removedBy(gateway, policy)) > (before.get(gateway) ?? 0)) return gateway;
          throw new Error('nobody has begun');
        },
        { timeout: 20_000, interval: 2 },
      );
      await busy.end('SIGKILL');
      gateways.splice(gateways.indexOf(busy), 1);
      starting.push(start());
    }
  } finally {
    await Promise.all(starting);
  }
}

/** What is left from there on; offsets may have holes. */
async function readLeft(topic: string, from = 0): Promise<StoredRecord[]> {
  const [gateway] = gateways as [GatewayProcess];
  const end = await endOffset(gateway, topic, 0);
  const left: StoredRecord[] = [];
  for (let offset = from; offset < end;) {
    const page = await readPage(gateway, { topic, partition: 0, offset }, { accept: BINARY_RECORDS });
    const found = JSON.parse(page) as StoredRecord[];
    if (found.length === 0) break;
    left.push(...found);
    offset = (found.at(-1)?.offset ?? offset) + 1;
  }
  return left;
}

const numberOf = ({ value }: StoredRecord) =>
  Number.parseInt(JSON.parse(Buffer.from(value ?? '', 'base64').toString()) as string, 10);
const numbers = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, index) => first + index);

test('compaction that is killed is taken over, and keeps the newest record of each key', async () => {
  const keys = 5_000;
  await fill('compacted', { requests: 60, recordsPerRequest: 1_000, keys, valueBytes: 100 });
  await setConfigs('compacted', { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.01' });
  await killWhoCleans('compact');
  // The newest batch is not looked into: of its thousand keys the record before stays, too.
  const newest = numbers(60_000 - keys - 1_000, 60_000);
  await vi.waitFor(async () => expect(await readLeft('compacted')).toHaveLength(newest.length), {
    timeout: 60_000,
    interval: 500,
  });
  const left = await readLeft('compacted');
  expect(left.map(({ offset }) => offset)).toEqual(newest);
  expect(left.map(numberOf)).toEqual(newest);
  expect(await endOffset(gateways[0] as GatewayProcess, 'compacted', 0)).toBe(60_000);
}, 120_000);

test('retention that is killed is taken over, and keeps what is young enough', async () => {
  // A step takes two batches.
  await fill('aged', { requests: 120, recordsPerRequest: 50, keys: 1, valueBytes: 20_000 });
  await setConfigs('aged', { 'retention.bytes': String(2_500_000) });
  await killWhoCleans('delete');
  // Whole batches go, as long as there is as much without them: of a megabyte each three stay.
  const kept = numbers(117 * 50, 120 * 50);
  const [gateway] = gateways as [GatewayProcess];
  const ends = { beginning_offset: kept[0], end_offset: 120 * 50 };
  await vi.waitFor(async () => expect(await offsetsOf(gateway, 'aged', 0)).toEqual(ends), {
    timeout: 60_000,
    interval: 500,
  });
  expect((await readLeft('aged', kept[0])).map(numberOf)).toEqual(kept);
}, 120_000);
