// The limits of requests: what is one byte beyond is refused with the right status in the API's own shape, and what is not
// passes. On bare connections, since HTTP clients have limits of their own.
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { openRaw } from '../../../../tools/testing/raw-connection.ts';
import type { RawConnection } from '../../../../tools/testing/raw-connection.ts';

const MiB = 1024 * 1024;
const context = { principal: 'User:test', clientId: 'test' };
const type = 'application/vnd.kafka.json.v2+json';
const limits = {
  requestUrlMaxBytes: 1000,
  requestHeaderMaxBytes: 2000,
  requestHeadersMax: 20,
  requestHeadersTimeoutMs: 500,
  requestBodyBytesPerSecondMin: 1000,
  requestBodyGraceMs: 400,
  requestArrivalMaxMs: 3000,
  decompressionRatioMax: 10,
  recordHeadersMax: 2,
  jsonDepthMax: 10,
};

let gateway: TestGateway;
const connections: RawConnection[] = [];

beforeAll(async () => {
  gateway = await startGateway({ config: limits });
  await gateway.broker.createTopic({ name: 'orders', partitionCount: 1 }, context);
});

afterEach(() => {
  for (const { socket } of connections.splice(0)) socket.destroy();
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

async function open(start: string | Buffer, url = gateway.url): Promise<RawConnection> {
  const connection = await openRaw(url, start);
  connections.push(connection);
  return connection;
}

/** The status, and the message where it is an error; its body must be the API's. */
async function answerOf(connection: RawConnection): Promise<[number, string?]> {
  const status = await connection.answered();
  if (status < 400) return [status];
  const body = JSON.parse(connection.text.slice(connection.text.indexOf('\r\n\r\n'))) as Record<
    string,
    unknown
  >;
  expect(Object.keys(body)).toEqual(['error_code', 'message']);
  expect(body['error_code']).toBe(status);
  return [status, body['message'] as string];
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
const post = (body: string | Buffer, headers = '') =>
  Buffer.concat([
    Buffer.from(
      `POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n${headers}\r\n`,
    ),
    Buffer.from(body),
  ]);

test('the path', async () => {
  const path = (length: number) => '/topics?'.padEnd(length, 'x');
  expect(await answerOf(await open(get(path(1000))))).toEqual([200]);
  const refused = await answerOf(await open(get(path(1001))));
  expect(refused).toEqual([
    414,
    expect.stringContaining('requestUrlMaxBytes=1000 (WEIR_REQUEST_URL_MAX_BYTES)'),
  ]);
  const name = await answerOf(await open(get(`/topics/${'x'.repeat(993)}`)));
  expect(name).toEqual([414, expect.any(String)]);
  // Longer than the router takes for a name.
  expect((await answerOf(await open(get(`/topics/${'x'.repeat(1500)}`))))[0]).toBe(414);
});

test('the bytes of path and headers', async () => {
  const known = '/topics'.length + 'Hostlocalhost'.length + 'a'.length;
  const padded = (total: number) => get('/topics', `a: ${'x'.repeat(total - known)}\r\n`);
  expect(await answerOf(await open(padded(2000)))).toEqual([200]);
  expect((await answerOf(await open(padded(2001))))[0]).toBe(431);
});

test('the number of headers', async () => {
  const counted = (count: number) => get('/topics', 'a: b\r\n'.repeat(count - 1));
  expect(await answerOf(await open(counted(20)))).toEqual([200]);
  const refused = [431, expect.stringContaining('requestHeadersMax=20 (WEIR_REQUEST_HEADERS_MAX)')];
  expect(await answerOf(await open(counted(21)))).toEqual(refused);
  expect(await answerOf(await open(counted(200)))).toEqual(refused);
});

describe('time', () => {
  test('headers that do not end', async () => {
    const connection = await open('GET /topics HTTP/1.1\r\nHost: localhost\r\n');
    expect((await answerOf(connection))[0]).toBe(408);
    await connection.closed;
    const silent = await open('');
    await silent.closed;
  });

  /** Sends single bytes, `perSecond` of them, until the answer is here. */
  async function trickle(perSecond: number, length: number): Promise<[number, string?]> {
    const body = '{"records":[{"value":1}]}'.padEnd(length);
    const connection = await open(post(body).subarray(0, -length));
    let sent = 0;
    const piece = Math.ceil(perSecond / 20);
    const timer = setInterval(() => {
      if (sent < length) connection.socket.write(body.slice(sent, (sent += piece)));
    }, 50);
    return answerOf(connection).finally(() => clearInterval(timer));
  }

  test('a body that comes too slowly is cut, one that is fast enough is not', async () => {
    const [slow, fast] = await Promise.all([trickle(500, 3000), trickle(2000, 3000)]);
    expect(fast).toEqual([200]);
    expect(slow).toEqual([408, expect.stringContaining('requestBodyBytesPerSecondMin=1000')]);
  });

  test('a body that stops is cut, however much of it came before', async () => {
    const start = performance.now();
    const connection = await open(post(' '.repeat(8 * MiB)).subarray(0, 4 * MiB));
    expect((await answerOf(connection))[0]).toBe(408);
    expect(performance.now() - start).toBeLessThan(2500);
    await connection.closed;
  });

  test('a body that never ends is cut', async () => {
    const [status, message] = await trickle(2000, 20_000);
    expect([status, message]).toEqual([408, expect.stringContaining('requestArrivalMaxMs=3000')]);
  });

  test('a body that nobody reads holds its connection no longer than the answer needs', async () => {
    const connection = await open('PUT /topics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{');
    expect((await answerOf(connection))[0]).toBe(405);
    const start = performance.now();
    await connection.closed;
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

test('a gzip body that grows too much', async () => {
  const gzip = (body: string) => post(gzipSync(body), 'Content-Encoding: gzip\r\n');
  const alike = (length: number) => '{"records":[{"value":1}]}'.padEnd(length);
  expect(await answerOf(await open(gzip(alike(MiB))))).toEqual([200]);
  const refused = await answerOf(await open(gzip(alike(MiB + 1))));
  expect(refused).toEqual([
    413,
    expect.stringContaining('decompressionRatioMax=10 (WEIR_DECOMPRESSION_RATIO_MAX)'),
  ]);
  // One that lies about its size grows in steps, up to the limit.
  const lying = Buffer.concat([gzipSync(alike(4 * MiB)), gzipSync('')]);
  expect((await answerOf(await open(post(lying, 'Content-Encoding: gzip\r\n'))))[0]).toBe(413);
});

test('headers of a record', async () => {
  const body = (count: number) =>
    `{"records":[{"value":1,"headers":[${Array.from({ length: count }, () => '{"key":"a"}').join()}]}]}`;
  expect(await answerOf(await open(post(body(2))))).toEqual([200]);
  const refused = await answerOf(await open(post(body(3))));
  expect(refused).toEqual([422, expect.stringContaining('WEIR_RECORD_HEADERS_MAX')]);
});

test('the depth of JSON, of values and of requests', async () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const value = (depth: number) => post(`{"records":[{"value":${nested(depth)}}]}`);
  expect(await answerOf(await open(value(10)))).toEqual([200]);
  const refused = [400, expect.stringContaining('values nest more than 10 deep')];
  expect(await answerOf(await open(value(11)))).toEqual(refused);
  const { clusterId } = await gateway.broker.describeCluster(context);
  const admin = (depth: number) =>
    `POST /v3/clusters/${clusterId}/topics HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${2 * depth}\r\n\r\n${nested(depth)}`;
  expect((await answerOf(await open(admin(10))))[1]).not.toContain('deep');
  expect(await answerOf(await open(admin(11)))).toEqual(refused);
});

test('connections', async () => {
  const few = await startGateway({ config: { connectionsMax: 2 } });
  const first = await open(get('/topics'), few.url);
  const second = await open(get('/topics'), few.url);
  const third = await open(get('/topics'), few.url);
  expect([await answerOf(first), await answerOf(second)]).toEqual([[200], [200]]);
  const refused = [503, expect.stringContaining('connectionsMax=2 (WEIR_CONNECTIONS_MAX)')];
  expect(await answerOf(third)).toEqual(refused);
  expect(third.text).toMatch(/\r\nretry-after: 1\r\n/);
  await third.closed;
  first.socket.destroy();
  await first.closed;
  await expect.poll(async () => answerOf(await open(get('/topics'), few.url))).toEqual([200]);
  await few.close();
});
