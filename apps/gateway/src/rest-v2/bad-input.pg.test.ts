// Whatever is sent, it gets its error, nothing is stored, and the process lives on.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { V2_BINARY_RECORDS, V2_JSON_RECORDS } from './media-types.ts';

const MAX_BYTES = 100_000;
const context = { principal: 'User:test', clientId: 'test' };
const good = '{"records":[{"value":1}]}';

let gateway: TestGateway;
let call: ApiCall;

beforeAll(async () => {
  gateway = await startGateway({ config: { requestBodyMaxBytes: MAX_BYTES, recordsPerRequestMax: 50 } });
  call = apiCalls(gateway.url);
  await gateway.broker.createTopic({ name: 'orders', partitionCount: 2 }, context);
});

afterEach(async () => {
  for (const partition of [0, 1]) {
    const { body } = await call('GET', `/topics/orders/partitions/${partition}/offsets`);
    expect(body).toEqual({ beginning_offset: 0, end_offset: 0 });
  }
  expect(gateway.complaints).toEqual([]);
});

afterAll(() => gateway.close());

function nested(depth: number): string {
  return `{"records":[{"value":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}]}`;
}

interface Case {
  readonly what: string;
  readonly path?: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly code?: number;
}

const json = { 'content-type': V2_JSON_RECORDS };
const binary = { 'content-type': V2_BINARY_RECORDS };
const invalidUtf8 = Buffer.from('{"records":[{"value":"\xc3\x28"}]}', 'latin1');

const cases: readonly Case[] = [
  { what: 'an empty body', body: '', status: 422 },
  { what: 'only white space', body: ' \n', status: 400 },
  { what: 'no records', body: '{"records":[]}', status: 422 },
  { what: 'half a document', body: '{"records":[{"value":1}', status: 400 },
  { what: 'a NUL', body: '{"records":[{"value":"\u0000"}]}', status: 400 },
  { what: 'NaN', body: '{"records":[{"value":NaN}]}', status: 400 },
  { what: 'single quotes', body: "{'records':[{'value':1}]}", status: 400 },
  { what: 'a second document', body: good + good, status: 400 },
  { what: 'a byte order mark', body: `\ufeff${good}`, status: 400 },
  { what: 'UTF-16', body: Buffer.from(good, 'utf16le'), status: 400 },
  { what: 'broken UTF-8', body: invalidUtf8, status: 400 },
  { what: 'half a surrogate pair', body: '{"records":[{"value":"\\udfff"}]}', status: 400 },
  { what: 'nesting beyond the limit', body: nested(600), status: 400 },
  { what: 'an unknown field', body: '{"records":[{"value":1,"offset":1}]}', status: 400 },
  { what: 'a huge partition', body: '{"records":[{"value":1,"partition":1e999}]}', status: 400 },
  {
    what: 'a huge timestamp',
    body: `{"records":[{"value":1,"timestamp":${'9'.repeat(5000)}}]}`,
    status: 400,
  },
  { what: 'a fraction', body: '{"records":[{"value":1,"partition":0.5}]}', status: 400 },
  {
    what: 'a partition that is not there',
    body: '{"records":[{"value":1,"partition":2}]}',
    status: 422,
    code: undefined,
  },
  { what: 'a partition below zero', body: '{"records":[{"value":1,"partition":-1}]}', status: 422 },
  {
    what: 'a time far in the future',
    body: '{"records":[{"value":1,"timestamp":9007199254740991}]}',
    status: 422,
    code: undefined,
  },
  { what: 'bad base64', body: '{"records":[{"value":"a"}]}', headers: binary, status: 400 },
  { what: 'an object as base64', body: '{"records":[{"value":{}}]}', headers: binary, status: 400 },
  {
    what: 'a header that is not base64',
    body: '{"records":[{"value":1,"headers":[{"key":"a","value":"%"}]}]}',
    status: 400,
  },
  { what: 'too many records', body: `{"records":[${'{},'.repeat(50)}{}]}`, status: 422 },
  { what: 'a body over the limit', body: Buffer.alloc(MAX_BYTES + 1, 0x20), status: 413 },
  { what: 'an unknown topic', path: '/topics/absent', body: good, status: 404, code: 40401 },
  { what: 'an unknown topic before a bad body', path: '/topics/absent', body: 'x', status: 404, code: 40401 },
  { what: 'an illegal topic', path: '/topics/a%20b', body: good, status: 404, code: 40401 },
  { what: 'a NUL as topic', path: '/topics/%00', body: good, status: 404, code: 40401 },
  {
    what: 'a control character as topic',
    path: '/topics/%07/partitions/0',
    body: good,
    status: 404,
    code: 40401,
  },
  {
    what: 'a topic of 250 characters',
    path: `/topics/${'n'.repeat(250)}`,
    body: good,
    status: 404,
    code: 40401,
  },
  { what: 'a path that goes up', path: '/topics/..%2F..%2Fv3', body: good, status: 404, code: 40401 },
  { what: 'an unknown partition', path: '/topics/orders/partitions/2', body: good, status: 404, code: 40402 },
  { what: 'a partition that is no number', path: '/topics/orders/partitions/one', body: good, status: 404 },
  {
    what: 'a type of web forms',
    body: good,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
  },
  { what: 'plain text', body: good, headers: { 'content-type': 'text/plain' }, status: 415 },
  {
    what: 'Avro',
    body: good,
    headers: { 'content-type': 'application/vnd.kafka.avro.v2+json' },
    status: 415,
  },
  {
    what: 'another version',
    body: good,
    headers: { 'content-type': 'application/vnd.kafka.json.v3+json' },
    status: 415,
  },
  { what: 'no type at all', body: good, headers: { 'content-type': ';;;' }, status: 415 },
  {
    what: 'another charset',
    body: good,
    headers: { 'content-type': `${V2_JSON_RECORDS}; charset=utf-16` },
    status: 415,
  },
  { what: 'an answer as HTML', body: good, headers: { ...json, accept: 'text/html' }, status: 406 },
  { what: 'what is not gzip', body: good, headers: { ...json, 'content-encoding': 'gzip' }, status: 400 },
  { what: 'brotli', body: good, headers: { ...json, 'content-encoding': 'br' }, status: 415 },
  {
    what: 'gzip that unpacks beyond the limit',
    body: gzipSync(Buffer.alloc(50_000_000, 0x20)),
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 413,
  },
];

describe('produce', () => {
  test.each(cases)(
    'refuses $what with $status',
    async ({ path = '/topics/orders', body, headers = json, ...expected }) => {
      const answer = await call('POST', path, { body, headers });
      expect(answer.status, answer.text).toBe(expected.status);
      if (!('code' in expected) || expected.code !== undefined) {
        expect(answer.body.error_code).toBe(expected.code ?? expected.status);
        expect(answer.body.message).not.toBe('');
      }
    },
  );
});

test('JSON values under a type that means base64 are told which type to send', async () => {
  const sendAs = (type: string, body: string) =>
    call('POST', '/topics/orders', { body, headers: { 'content-type': type } });
  const plain = await sendAs('application/json', good);
  expect([plain.status, plain.body.message]).toEqual([
    400,
    `HTTP 400 Bad Request: value must be a string of base64 at byte 21: Content-Type application/json means the binary format; send ${V2_JSON_RECORDS} for JSON values`,
  ]);
  const text = await sendAs('application/json', '{"records":[{"value":"no base64!"}]}');
  expect(text.body.message).toMatch(/value is not base64 .*application\/json means the binary format/);
  const named = await sendAs(V2_BINARY_RECORDS, good);
  expect(named.body.message).toBe('HTTP 400 Bad Request: value must be a string of base64 at byte 21');
});

/** Bytes on the bare connection; answers all that comes back. */
function raw(bytes: string | Buffer): Promise<string> {
  const { port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

test.each([
  ['no UTF-8', '/topics/%ff'],
  ['longer than any name', `/topics/${'n'.repeat(1025)}`],
  ['no UTF-8, in v3', '/v3/clusters/%ff/topics'],
])('a path that is %s is refused as documented', async (_, path) => {
  // What is not in the document throws.
  expect((await call('GET', path)).status).toBe(400);
});

describe('on the bare connection', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a header without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['a malformed escape', 'GET /topics/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
    [
      'an endless parameter',
      `GET /topics/${'n'.repeat(3000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      400,
    ],
    [
      'two lengths',
      `POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
      400,
    ],
    [
      'length and chunks',
      `POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'a body over the limit on GET, which REST Proxy reads',
      `GET /topics HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${MAX_BYTES + 1}\r\n\r\n`,
      413,
    ],
    ['the asterisk', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404],
    ['another method', 'PROPFIND /topics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404],
  ])('%s is answered in the API’s shape', async (_, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    expect(JSON.parse(body)).toMatchObject({ error_code: status });
  });

  test('a body that breaks off stores nothing', async () => {
    const head = `POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${V2_JSON_RECORDS}\r\n`;
    await raw(`${head}Content-Length: 1000\r\n\r\n${good}`);
    await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${good.length.toString(16)}\r\n${good}\r\n`);
    expect((await call('GET', '/health/live')).status).toBe(200);
  });

  test('a chunked body over the limit ends with 413', async () => {
    const chunk = ' '.repeat(50_000);
    const chunks = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(4);
    const head = `POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${V2_JSON_RECORDS}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const answer = await raw(`${head}${chunks}0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain(`requestBodyMaxBytes=${MAX_BYTES} (WEIR_REQUEST_BODY_MAX_BYTES)`);
  });
});
