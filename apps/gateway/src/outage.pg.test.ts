// The database goes away and comes back: 503 with Retry-After meanwhile, never another 5xx, and no restart needed.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCalls } from '../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../tools/testing/api-calls.ts';
import { EventStream } from '../../../tools/testing/event-stream.ts';
import type { ServerSentEvent } from '../../../tools/testing/event-stream.ts';
import { startGateway } from '../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../tools/testing/gateway.ts';

let gateway: TestGateway;
let call: ApiCall;

beforeAll(async () => {
  gateway = await startGateway();
  call = apiCalls(gateway.url);
});

afterAll(() => gateway.close());

/** From a database beside the one that goes away. */
async function asAdmin(run: (client: pg.Client, database: string) => Promise<unknown>): Promise<void> {
  const url = new URL(gateway.adminUrl);
  const database = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await run(client, database);
  } finally {
    await client.end();
  }
}

test('every route that needs the database answers 503 while it is away, and works again when it is back', async () => {
  const { data } = (await call('GET', '/v3/clusters')).body as { data: { cluster_id: string }[] };
  const cluster = `/v3/clusters/${data[0]?.cluster_id}`;
  await call('POST', `${cluster}/topics`, { body: { topic_name: 'orders' } });
  const produce = () =>
    call('POST', '/topics/orders', {
      body: '{"records":[{"value":1}]}',
      headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
    });
  expect((await produce()).status).toBe(200);
  const tailed = tail(`${gateway.url}${cluster}/topics/orders/records?from=earliest`);
  await expect.poll(() => tailed.events.length).toBe(1);

  await asAdmin(async (client, database) => {
    await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      database,
    ]);
  });
  const away = [
    produce(),
    call('GET', '/topics'),
    call('GET', '/topics/orders'),
    call('GET', '/topics/orders/partitions/0/offsets'),
    call('GET', `${cluster}/topics`),
    call('GET', `${cluster}/topics/orders`),
    call('GET', `${cluster}/topics/-/statistics`),
    call('GET', `${cluster}/topics/orders/partitions/0/records`),
    call('GET', `${cluster}/topics/orders/records`),
    call('POST', `${cluster}/topics/orders/records`, {
      body: '{"value":{"data":1}}'.repeat(3),
      headers: { 'content-type': 'application/json' },
    }),
    call('POST', `${cluster}/topics/orders/records:batch`, {
      body: { entries: [{ id: '1', value: { data: 1 } }] },
    }),
    call('POST', `${cluster}/topics`, { body: { topic_name: 'late' } }),
    call('DELETE', `${cluster}/topics/orders`),
    call('GET', '/health/ready'),
  ];
  for (const answer of await Promise.all(away)) {
    expect([answer.status, answer.headers['retry-after']], answer.text).toEqual([503, '1']);
    expect(answer.body.error_code).toBeOneOf([503, 50302]);
  }
  expect((await call('GET', '/health/live')).status).toBe(200);

  await asAdmin((client, database) => client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`));
  await expect.poll(async () => (await produce()).status, { timeout: 15_000 }).toBe(200);
  expect((await call('GET', '/health/ready')).status).toBe(200);
  const { body } = await call('GET', '/topics/orders/partitions/0/records?offset=0');
  expect(body.length).toBeGreaterThanOrEqual(2);
  // A stream that was open goes on by itself.
  await expect.poll(() => tailed.events.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  expect(tailed.events.map(({ type }) => type)).not.toContain('error');
  await tailed.stop();
});

function tail(url: string) {
  const stop = new AbortController();
  const events: ServerSentEvent[] = [];
  const reading = (async () => {
    for await (const event of new EventStream(url, { signal: stop.signal }).events()) events.push(event);
  })().catch(() => undefined);
  return {
    events,
    stop: () => {
      stop.abort();
      return reading;
    },
  };
}
