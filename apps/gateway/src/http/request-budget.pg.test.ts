// Bodies that find no room, are too large or break off: they get their answer, give back their room, and hold up nobody.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

const MiB = 1024 * 1024;
const MAX_BYTES = 4 * MiB;
const type = 'application/vnd.kafka.json.v2+json';
const context = { principal: 'User:test', clientId: 'test' };
const large = '{"records":[{"value":1}]}'.padEnd(MAX_BYTES);

let gateway: TestGateway;
let call: ApiCall;

beforeAll(async () => {
  const config = {
    requestBodyMaxBytes: MAX_BYTES,
    requestBytesInFlightMax: 3 * MAX_BYTES,
    decompressionRatioMax: 1032,
  };
  gateway = await startGateway({ config });
  call = apiCalls(gateway.url);
  await gateway.broker.createTopic({ name: 'orders', partitionCount: 1 }, context);
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

const produce = (body: string | Buffer, headers: Record<string, string> = {}) =>
  call('POST', '/topics/orders', { body, headers: { 'content-type': type, ...headers } });

/** A connection on which `start` has been sent, and the beginning of what came back. */
function open(start: string): Promise<{ socket: Socket; answer: () => string; closed: Promise<unknown> }> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () => {
      socket.write(start, () => resolve({ socket, answer: () => text, closed }));
    });
    const closed = new Promise((done) => socket.once('close', done));
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => undefined);
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const head = (rest: string) =>
  `POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n${rest}\r\n\r\n`;
const announced = head(`Content-Length: ${MAX_BYTES}`);

test('what is announced is held until it breaks off; small bodies pass meanwhile', async () => {
  const holder = await open(`${announced}{`);
  await expect.poll(async () => (await produce(large)).status).toBe(429);
  const refused = await produce(large);
  expect(refused.body).toEqual({
    error_code: 429,
    message: expect.stringContaining('WEIR_REQUEST_BYTES_IN_FLIGHT_MAX') as string,
  });
  expect([refused.headers['retry-after'], refused.headers['connection']]).toEqual(['1', 'close']);
  expect((await produce('{"records":[{"value":"small"}]}')).status).toBe(200);
  expect((await produce(gzipSync(large), { 'content-encoding': 'gzip' })).status).toBe(429);
  holder.socket.destroy();
  await expect.poll(async () => (await produce(large)).status).toBe(200);
  expect((await produce(gzipSync(large), { 'content-encoding': 'gzip' })).status).toBe(200);
});

test.each([
  ['announced and broken off', `${announced}${large.slice(0, MiB)}`],
  ['chunked and broken off', `${head('Transfer-Encoding: chunked')}100000\r\n${large.slice(0, MiB)}\r\n`],
  ['too large in chunks', `${head('Transfer-Encoding: chunked')}500000\r\n${' '.repeat(5 * MiB)}\r\n`],
])('a body that is %s gives back its room, however often', async (_, bytes) => {
  for (let round = 0; round < 4; round++) {
    const { socket } = await open(bytes);
    socket.destroy();
  }
  await expect.poll(async () => (await produce(large)).status).toBe(200);
});

test('a reader that sends a body and leaves while it waits gives back its room', async () => {
  const get = `GET /topics/orders/partitions/0/records?offset=1000000&timeout=20000 HTTP/1.1\r\nHost: localhost\r\n`;
  const [end] = await gateway.broker.listOffsets(
    [{ topic: 'orders', partition: 0, timestamp: 'latest' }],
    context,
  );
  const reader = await open(
    `${get.replace('1000000', String(end?.offset))}Content-Type: ${type}\r\nContent-Length: ${MAX_BYTES}\r\n\r\n${large}`,
  );
  await expect.poll(async () => (await produce(large.replace('1', 'x'))).status).toBe(429);
  reader.socket.destroy();
  await expect.poll(async () => (await produce(large)).status, { timeout: 5_000 }).toBe(200);
});

test('a client that asks first is told before it sends', async () => {
  const holder = await open(`${announced}{`);
  await expect.poll(async () => (await produce(large)).status).toBe(429);
  const asking = await open(head(`Content-Length: ${MAX_BYTES}\r\nExpect: 100-continue`));
  await until(() => asking.answer().includes('error_code'));
  expect(asking.answer()).toMatch(/^HTTP\/1.1 429 /);
  asking.socket.destroy();
  holder.socket.destroy();
  const small = '{"records":[{"value":1}]}';
  const waiting = await open(head(`Content-Length: ${small.length}\r\nExpect: 100-continue`));
  await until(() => waiting.answer() !== '');
  expect(waiting.answer()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  waiting.socket.write(small);
  await until(() => waiting.answer().includes('offsets'));
  expect(waiting.answer()).toContain('HTTP/1.1 200 OK');
  waiting.socket.destroy();
});

test('a body over the limit is told which, and the answer is not lost to a reset', async () => {
  const sender = await open(head(`Content-Length: ${MAX_BYTES + 1}`));
  const rest = ' '.repeat(MAX_BYTES + 1);
  sender.socket.write(rest);
  await until(() => sender.answer().includes('error_code'));
  expect(sender.answer()).toMatch(/^HTTP\/1.1 413 /);
  expect(sender.answer()).toContain(`requestBodyMaxBytes=${MAX_BYTES} (WEIR_REQUEST_BODY_MAX_BYTES)`);
  await sender.closed;
});

test.each([
  ['HTTP/1.1 without a host', 'GET /topics HTTP/1.1\r\n\r\n', 400],
  ['an unknown expectation', 'GET /topics HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n\r\n', 417],
])('%s is answered in the API’s shape', async (_, bytes, status) => {
  const { socket, answer } = await open(bytes);
  await until(() => answer().includes('error_code'));
  expect(answer()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer().slice(answer().indexOf('{')))).toMatchObject({ error_code: status });
  socket.destroy();
});

test('HTTP/1.0 needs no host', async () => {
  const { answer, closed } = await open('GET /topics HTTP/1.0\r\n\r\n');
  await closed;
  expect(answer()).toContain(' 200 OK');
});
