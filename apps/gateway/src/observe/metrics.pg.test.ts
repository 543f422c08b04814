// GET /metrics tells what requests did, in Prometheus' format, whether or not the database answers.
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { parsePrometheusText } from '../../../../tools/testing/prometheus-text.ts';
import type { Family } from '../../../../tools/testing/prometheus-text.ts';
import { operations } from '../openapi/document.ts';
import { HttpTraffic } from './http-traffic.ts';

const context = { principal: 'User:test', clientId: 'test' };
const jsonRecords = 'application/vnd.kafka.json.v2+json';

let gateway: TestGateway;
let call: ApiCall;

beforeAll(async () => {
  gateway = await startGateway({ config: { metricsTopicsMax: 2, metricsPartitionsMax: 3 } });
  call = apiCalls(gateway.url);
  for (const [name, partitionCount] of Object.entries({ a: 2, b: 2, c: 1 }))
    await gateway.broker.createTopic({ name, partitionCount }, context);
});

afterAll(() => gateway.close());

const produce = (topic: string, ...values: unknown[]) =>
  call('POST', `/topics/${topic}/partitions/0`, {
    body: JSON.stringify({ records: values.map((value) => ({ value })) }),
    headers: { 'content-type': jsonRecords },
  });

async function scrape(): Promise<ReadonlyMap<string, Family>> {
  const { status, headers, text } = await call('GET', '/metrics');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return parsePrometheusText(text);
}

type Labels = Record<string, string>;

/** The value of the one sample that has these labels. */
function valueOf(
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: Labels = {},
): number | undefined {
  const family = families.get(name) ?? families.get(name.replace(/_(count|sum|bucket)$/, ''));
  const found = family?.samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  expect(found?.length ?? 0, `${name} ${JSON.stringify(labels)}`).toBeLessThanOrEqual(1);
  return found?.[0]?.value;
}

test('counts requests, records and bytes by what they were for', async () => {
  const before = await scrape();
  expect((await produce('a', 'x', 'yy')).status).toBe(200);
  expect((await produce('b', 'z')).status).toBe(200);
  expect((await produce('c', 'w')).status).toBe(200);
  expect((await produce('nowhere', 1)).status).toBe(404);
  const read = () =>
    call('GET', '/topics/a/partitions/0/records?offset=1', { headers: { accept: jsonRecords } });
  // The first one asks the database for the log's start.
  await read();
  const page = await read();
  expect(page.body).toMatchObject([{ value: 'yy' }]);
  expect((await call('GET', '/topics/nowhere')).status).toBe(404);
  expect((await call('GET', '/nothing')).status).toBe(404);
  const after = await scrape();

  const grew = (name: string, labels?: Labels) =>
    (valueOf(after, name, labels) ?? 0) - (valueOf(before, name, labels) ?? 0);
  const duration = 'weir_http_request_duration_seconds';
  expect(grew(`${duration}_count`, { operation: 'produceToPartitionV2', status: '200' })).toBe(3);
  expect(grew(`${duration}_count`, { operation: 'produceToPartitionV2', status: '404' })).toBe(1);
  expect(grew(`${duration}_count`, { operation: 'other', status: '404' })).toBe(1);
  expect(grew(`${duration}_sum`, { operation: 'readRecordsV2' })).toBeGreaterThan(0);
  expect(grew('weir_http_request_bytes_total', { operation: 'produceToPartitionV2' })).toBeGreaterThan(
    4 * 100,
  );
  expect(grew('weir_http_response_bytes_total', { operation: 'readRecordsV2' })).toBeGreaterThan(
    page.text.length,
  );
  expect(valueOf(after, 'weir_http_requests_in_flight', { operation: 'getMetrics' })).toBe(1);
  expect(valueOf(after, 'weir_http_requests_in_flight', { operation: 'produceToPartitionV2' })).toBe(0);
  expect(valueOf(after, 'weir_http_connections')).toBeGreaterThan(0);
  expect(valueOf(after, 'weir_http_body_bytes_in_flight')).toBe(0);

  expect(grew('weir_records_in_total', { topic: 'a' })).toBe(2);
  expect(grew('weir_record_bytes_in_total', { topic: 'a' })).toBe('"x""yy"'.length);
  expect(grew('weir_records_out_total', { topic: 'a' })).toBe(2);
  expect(grew('weir_record_bytes_out_total', { topic: 'a' })).toBe(2 * '"yy"'.length);
  // Two topics have counts of their own; the third shares.
  expect(valueOf(after, 'weir_records_in_total', { topic: 'c' })).toBeUndefined();
  expect(grew('weir_records_in_total', { topic: '(other)' })).toBe(1);

  expect(grew('weir_broker_call_duration_seconds_count', { method: 'append' })).toBe(3);
  const refused = { method: 'describeTopic', error: 'UNKNOWN_TOPIC_OR_PARTITION' };
  expect(grew('weir_broker_errors_total', refused)).toBe(1);
  expect(grew('weir_commits_total', { outcome: 'committed' })).toBe(3);
  expect(grew('weir_commit_records_sum')).toBe(4);
  expect(grew('weir_commit_size_bytes_sum')).toBeGreaterThan(3 * 61);
  expect(grew('weir_commit_duration_seconds_sum')).toBeGreaterThan(0);
  expect([grew('weir_tail_cache_misses_total'), grew('weir_tail_cache_hits_total')]).toEqual([1, 1]);
  expect(valueOf(after, 'weir_tail_cache_bytes')).toBeGreaterThan(0);
});

test('counts what readers were given, not what was read for it', async () => {
  await produce('b', ...Array.from({ length: 20 }, () => 'five5'));
  const out = async () => {
    const families = await scrape();
    return [
      valueOf(families, 'weir_records_out_total', { topic: 'b' }) ?? 0,
      valueOf(families, 'weir_record_bytes_out_total', { topic: 'b' }) ?? 0,
    ] as const;
  };
  const { clusterId } = await gateway.broker.describeCluster(context);
  const topic = `/v3/clusters/${clusterId}/topics/b`;
  const grewBy = async (path: string, accept?: string) => {
    const before = await out();
    const { status } = await call('GET', path, accept === undefined ? {} : { headers: { accept } });
    expect(status).toBe(200);
    const after = await out();
    return [after[0] - before[0], after[1] - before[1]];
  };
  const { body } = await call('GET', `${topic}/partitions/0/records?max_records=1&from=latest&timeout_ms=0`);
  const end = (body as { high_watermark: number }).high_watermark;
  const from = `offset=${end - 20}`;
  expect(await grewBy(`${topic}/partitions/0/records?${from}&max_records=3`)).toEqual([3, 21]);
  expect(await grewBy(`/topics/b/partitions/0/records?${from}&max_bytes=14`, jsonRecords)).toEqual([2, 14]);
  const tail = `${topic}/records?partitions=0&from=earliest&max_records=${end - 16}`;
  expect(await grewBy(tail, 'application/x-ndjson')).toEqual([end - 16, expect.any(Number)]);
  const batches = `${topic}/partitions/0/records?offset=${end - 1}`;
  const [records, bytes] = await grewBy(batches, 'application/vnd.weir.record-batches.v1');
  expect(records).toBe(20);
  expect(bytes).toBeGreaterThan(20 * 7 + 61);
});

test('tells the ends of so many logs as are asked for, and how many there are', async () => {
  await produce('a', 'more');
  const families = await scrape();
  const ends = families
    .get('weir_log_end_offset')
    ?.samples.map(({ labels, value }) => ({ ...labels, value }));
  expect(ends).toMatchObject([
    { topic: 'a', partition: '0', value: expect.toSatisfy((end: number) => end > 0) as number },
    { topic: 'a', partition: '1', value: 0 },
    { topic: 'b', partition: '0' },
  ]);
  expect(families.get('weir_log_start_offset')?.samples).toHaveLength(3);
  expect(valueOf(families, 'weir_partitions')).toBe(5);
  expect(valueOf(families, 'weir_database_up')).toBe(1);
});

test('counts a fetch that waits, and a client that leaves, once each', async () => {
  const controller = new AbortController();
  const path = '/topics/b/partitions/1/records?offset=0&timeout=20000';
  const waiting = fetch(`${gateway.url}${path}`, { signal: controller.signal }).catch(() => undefined);
  await expect.poll(async () => valueOf(await scrape(), 'weir_fetches_waiting')).toBe(1);
  expect(valueOf(await scrape(), 'weir_http_requests_in_flight', { operation: 'readRecordsV2' })).toBe(1);
  controller.abort();
  await waiting;
  await expect.poll(async () => valueOf(await scrape(), 'weir_fetches_waiting')).toBe(0);
  const families = await scrape();
  const left = { operation: 'readRecordsV2', status: '499' };
  expect(valueOf(families, 'weir_http_request_duration_seconds_count', left)).toBe(1);
  expect(valueOf(families, 'weir_http_requests_in_flight', { operation: 'readRecordsV2' })).toBe(0);
});

test('every operation has a label of its own, also for HEAD', () => {
  const traffic = new HttpTraffic(operations);
  expect(traffic.all.map(({ id }) => id)).toEqual([...operations.map(({ id }) => id), 'other']);
  expect(traffic.ofRoute('HEAD', '/topics/:topic').id).toBe('getTopicV2');
  expect(traffic.ofRoute('GET', '/ui/*').id).toBe('other');
});

test('follows the naming rules, describes everything, and knows the process and its event loop', async () => {
  const families = await scrape();
  for (const [name, { type, help }] of families) {
    if (!name.startsWith('weir_')) continue;
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
    expect(help.length, name).toBeGreaterThan(10);
  }
  expect(valueOf(families, 'weir_build_info')).toBe(1);
  expect(valueOf(families, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  const before = valueOf(families, 'weir_event_loop_delay_seconds_count') ?? Infinity;
  await setTimeout(300);
  expect(valueOf(await scrape(), 'weir_event_loop_delay_seconds_count')).toBeGreaterThan(before);
});

test('a foreign host is refused here as everywhere', async () => {
  expect((await call('GET', '/metrics', { headers: { host: 'evil.example' } })).status).toBe(421);
});

test('answers while the database is away', async () => {
  const url = new URL(gateway.adminUrl);
  const database = url.pathname.slice(1);
  url.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  try {
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      database,
    ]);
    expect((await produce('a', 'lost')).status).toBe(503);
    expect((await call('GET', '/topics')).status).toBe(503);
    const families = await scrape();
    expect(valueOf(families, 'weir_database_up')).toBe(0);
    expect(families.get('weir_log_end_offset')?.samples).toEqual([]);
    expect(families.get('weir_partitions')?.samples).toEqual([]);
    const lost = { method: 'listTopics', error: 'BROKER_NOT_AVAILABLE' };
    expect(valueOf(families, 'weir_broker_errors_total', lost)).toBe(1);
    expect(valueOf(families, 'weir_records_in_total', { topic: 'a' })).toBe(3);
  } finally {
    await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    await admin.end();
  }
});
