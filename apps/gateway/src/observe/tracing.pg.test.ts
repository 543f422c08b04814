// Spans reach a collector, and one trace leads from the caller through the request and the append into the record.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { GatewayOptions, TestGateway } from '../../../../tools/testing/gateway.ts';
import { startOtlpReceiver } from '../../../../tools/testing/otlp-receiver.ts';
import type { OtlpReceiver, ReceivedSpan } from '../../../../tools/testing/otlp-receiver.ts';

const context = { principal: 'User:test', clientId: 'test' };
const jsonRecords = 'application/vnd.kafka.json.v2+json';
const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const sampled = `00-${traceId}-${parentId}-01`;
const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
afterAll(() => receiver.close());

/** What `work` caused at a gateway of its own, which has ended since. */
async function spansOf(
  config: GatewayOptions['config'],
  work: (gateway: TestGateway) => Promise<void>,
): Promise<readonly ReceivedSpan[]> {
  const before = receiver.spans.length;
  const gateway = await startGateway({ config: { otelExporterOtlpEndpoint: `${receiver.url}/`, ...config } });
  try {
    await gateway.broker.createTopic({ name: 'orders' }, context);
    await work(gateway);
    expect(gateway.complaints).toEqual([]);
  } finally {
    await gateway.close();
  }
  return receiver.spans.slice(before);
}

async function produce({ url }: TestGateway, headers: Record<string, string> = {}): Promise<void> {
  const answer = await apiCalls(url)('POST', '/topics/orders', {
    body: '{"records":[{"value":1},{"value":2}]}',
    headers: { 'content-type': jsonRecords, ...headers },
  });
  expect(answer.status).toBe(200);
}

/** The headers of the first record. */
async function recordHeaders({ url }: TestGateway): Promise<Record<string, string>> {
  const path = '/topics/orders/partitions/0/records?offset=0';
  const { body } = await apiCalls(url)('GET', path, { headers: { accept: jsonRecords } });
  const [{ headers }] = body as [{ headers: { key: string; value: string }[] }];
  return Object.fromEntries(headers.map(({ key, value }) => [key, Buffer.from(value, 'base64').toString()]));
}

test('a trace leads from the caller to the record', async () => {
  let headers: Record<string, string> = {};
  const spans = await spansOf({ otelServiceName: 'orders-log' }, async (gateway) => {
    await produce(gateway, { traceparent: sampled, tracestate: 'vendor=x' });
    headers = await recordHeaders(gateway);
  });
  const server = spans.find(({ name }) => name === 'POST /topics/{topic}');
  const append = spans.find(({ name }) => name === 'append orders');
  expect(server).toMatchObject({ traceId, parentSpanId: parentId, kind: SERVER });
  expect(server?.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/topics/{topic}',
    'url.path': '/topics/orders',
    'http.response.status_code': 200,
  });
  expect(server?.resource).toMatchObject({ 'service.name': 'orders-log' });
  expect(append).toMatchObject({ traceId, parentSpanId: server?.spanId, kind: PRODUCER });
  expect(append?.attributes).toMatchObject({
    'messaging.system': 'weir',
    'messaging.operation.type': 'send',
    'messaging.destination.name': 'orders',
    'messaging.destination.partition.id': '0',
    'messaging.batch.message_count': 2,
  });
  expect(headers).toEqual({ traceparent: `00-${traceId}-${append?.spanId}-01`, tracestate: 'vendor=x' });

  const read = spans.find(({ name }) => name === 'GET /topics/{topic}/partitions/{partition}/records');
  const fetch = spans.find(({ name }) => name === 'fetch orders');
  expect(read?.parentSpanId ?? '').toBe('');
  expect(read?.attributes).not.toHaveProperty('url.query');
  expect(fetch).toMatchObject({ traceId: read?.traceId, parentSpanId: read?.spanId, kind: CLIENT });
});

test('a caller who does not sample is obeyed, and its own trace goes into the record', async () => {
  const notSampled = sampled.replace(/01$/, '00');
  const spans = await spansOf({}, async (gateway) => {
    await produce(gateway, { traceparent: notSampled });
    expect(await recordHeaders(gateway)).toEqual({ traceparent: notSampled });
  });
  expect(spans.map(({ name }) => name)).not.toContain('append orders');
});

test.each([
  ['always_off', '1', 0],
  ['always_on', '1', 1],
  ['parentbased_traceidratio', '0', 0],
  ['traceidratio', '1', 1],
] as const)('%s with %s', async (otelTracesSampler, otelTracesSamplerArg, expected) => {
  const spans = await spansOf({ otelTracesSampler, otelTracesSamplerArg }, (gateway) => produce(gateway));
  expect(spans.filter(({ name }) => name === 'append orders')).toHaveLength(expected);
});

test('failures are errors of their spans', async () => {
  const spans = await spansOf({}, async ({ url }) => {
    expect((await apiCalls(url)('GET', '/topics/nowhere')).status).toBe(404);
    expect((await apiCalls(url)('GET', '/nothing')).status).toBe(404);
  });
  expect(spans.find(({ name }) => name === 'Broker.describeTopic')).toMatchObject({
    status: 2,
    attributes: { 'error.type': 'UNKNOWN_TOPIC_OR_PARTITION', 'messaging.destination.name': 'nowhere' },
  });
  // For a server, what the caller did wrong is no error.
  expect(spans.find(({ name }) => name === 'GET /topics/{topic}')).toMatchObject({ status: 0 });
  expect(spans.find(({ name }) => name === 'GET')).toMatchObject({
    attributes: { 'http.response.status_code': 404 },
  });
});

test('without an endpoint there are no spans, and the trace still reaches the record', async () => {
  const spans = await spansOf({ otelExporterOtlpEndpoint: undefined }, async (gateway) => {
    await produce(gateway, { traceparent: sampled });
    expect(await recordHeaders(gateway)).toEqual({ traceparent: sampled });
  });
  expect(spans).toEqual([]);
});

test('a collector that refuses is complained of in one plain line', async () => {
  const refusing = createServer((_request, response) => void response.writeHead(400).end('no'));
  await new Promise<void>((resolve) => void refusing.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const gateway = await startGateway({ config: { otelExporterOtlpEndpoint: url } });
  await gateway.broker.createTopic({ name: 'orders' }, context);
  // A full batch is sent at once.
  for (let round = 0; round < 3; round++) {
    await Promise.all(Array.from({ length: 300 }, () => fetch(`${gateway.url}/health/live`)));
    await setTimeout(50);
  }
  await expect.poll(() => gateway.complaints.length).toBeGreaterThan(0);
  await gateway.close();
  expect(gateway.complaints).toEqual([
    expect.stringMatching(/^spans could not be sent \{.*"reason":"[^"]+"/),
  ]);
  expect(gateway.complaints[0]).toContain(`"url":"${url}/v1/traces"`);
  expect(gateway.complaints[0]).not.toMatch(/stack|\n|at .*:\d+:\d+/);
  refusing.close();
});

test('a collector that is away holds nothing up', async () => {
  const gateway = await startGateway({ config: { otelExporterOtlpEndpoint: 'http://127.0.0.1:9' } });
  await gateway.broker.createTopic({ name: 'orders' }, context);
  await produce(gateway);
  const start = performance.now();
  await gateway.close();
  expect(performance.now() - start).toBeLessThan(3_000);
});
