// Answers as gzip: who gets them, what is left as it is, and that they hold the same.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Batch } from '@weir/protocol';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { acceptsGzip, compressAnswers } from './compress-answers.ts';
import { freeWhenSent } from './own-bytes.ts';

const context = { principal: 'User:test', clientId: 'test' };
const friend = 'https://friend.example';
const records = '/topics/orders/partitions/0/records?offset=0';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({ config: { allowedOrigins: [friend] } });
  await gateway.broker.createTopic({ name: 'orders', partitionCount: 1 }, context);
  const value = Buffer.from('all the same '.repeat(200));
  await gateway.broker.append(
    [{ topic: 'orders', partition: 0, batch: Batch.fromRecords([{ key: null, value }]) }],
    context,
  );
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

/** As it comes: fetch would unpack it. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(gateway.url + path, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    call.on('error', reject).end();
  });
}

const gzip = { 'accept-encoding': 'gzip, deflate, br' };

test('who asks gets less to read and the same to know', async () => {
  for (const path of [records, '/openapi.json']) {
    const plain = await get(path);
    const packed = await get(path, gzip);
    expect([plain.headers['content-encoding'], plain.headers['vary']]).toEqual([
      undefined,
      'Accept-Encoding',
    ]);
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(packed.bytes.length),
      'content-type': plain.headers['content-type'],
      vary: 'Accept-Encoding',
    });
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(gunzipSync(packed.bytes)).toEqual(plain.bytes);
  }
});

test('what is small stays as it is', async () => {
  const { headers } = await get('/topics', gzip);
  expect([headers['content-encoding'], headers['vary']]).toEqual([undefined, undefined]);
});

test('HEAD tells the same without a body', async () => {
  const asked = await get('/openapi.json', gzip);
  const head = await get('/openapi.json', gzip, 'HEAD');
  expect([head.status, head.bytes.length]).toEqual([200, 0]);
  for (const name of ['content-encoding', 'content-length', 'vary']) {
    expect(head.headers[name], name).toEqual(asked.headers[name]);
  }
});

test('pages of other origins and coded answers are told apart by caches', async () => {
  const { headers } = await get(records, { ...gzip, origin: friend });
  expect([headers['vary'], headers['content-encoding']]).toEqual(['Origin, Accept-Encoding', 'gzip']);
});

test('streams, what is coded already and what is not text pass as they are', async () => {
  const fastify = Fastify();
  compressAnswers(fastify);
  const large = Buffer.alloc(4096, 'x');
  fastify.get('/:kind', async (call, reply) => {
    const { kind } = call.params as { kind: string };
    if (kind === 'events') return reply.type('text/event-stream').send(large);
    if (kind === 'bytes') return reply.type('application/octet-stream').send(large);
    if (kind === 'coded') return reply.type('text/plain').header('content-encoding', 'br').send(large);
    return reply.type('application/json').send(new Blob([large]).stream());
  });
  for (const [kind, coding] of [['events'], ['bytes'], ['coded', 'br'], ['stream']]) {
    const answer = await fastify.inject({ url: `/${kind}`, headers: gzip });
    expect([answer.headers['content-encoding'], answer.rawPayload.length], kind).toEqual([coding, 4096]);
  }
  await fastify.close();
});

test('an answer that is to be given back stays until it is compressed, also where its client leaves', async () => {
  const fastify = Fastify();
  compressAnswers(fastify);
  const texts: string[] = [];
  const given: Buffer[] = [];
  const bytesAtClose: number[] = [];
  fastify.get('/:fate', (call, reply) => {
    // Larger than a chunk of the compressor even when it is compressed.
    const text = randomBytes(4_000_000).toString('hex');
    const answer = Buffer.from(text);
    texts.push(text);
    given.push(answer);
    freeWhenSent(reply, answer);
    void reply.type('text/plain').send(answer);
    reply.raw.once('close', () => bytesAtClose.push(answer.length));
    if ((call.params as { fate: string }).fate === 'leaves') call.raw.socket.destroy();
  });
  const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
  await expect(fetch(`${url}/leaves`, { headers: gzip })).rejects.toThrow();
  await vi.waitFor(() => expect(bytesAtClose).toEqual([8_000_000]));
  await vi.waitFor(() => expect(given[0]?.length).toBe(0), { timeout: 5000 });
  const answer = await fetch(`${url}/stays`, { headers: gzip });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect((await answer.text()) === texts[1]).toBe(true);
  await vi.waitFor(() => expect(given[1]?.length).toBe(0));
  await fastify.close();
});

test.each([
  ['gzip', true],
  ['GZIP;q=0.5', true],
  ['deflate, gzip ; q=1.0', true],
  ['*', true],
  ['x-gzip', true],
  ['gzip;q=0', false],
  ['*;q=1, gzip;q=0', false],
  ['*;q=0', false],
  ['deflate, br', false],
  ['gzipped', false],
  ['', false],
  [undefined, false],
])('Accept-Encoding: %s → %s', (header, accepts) => {
  expect(acceptsGzip(header)).toBe(accepts);
});
