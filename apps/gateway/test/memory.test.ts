// What clients send can't exhaust the process: two hundred connections with bodies of 15 MiB each, at the default settings.
// Every one gets its answer, and the memory stays within a bound.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { FreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { GatewayProcess } from '../../../tools/testing/gateway-process.ts';
import { residentBytes } from '../../../tools/testing/resident-memory.ts';

const MiB = 1024 * 1024;
const CONNECTIONS = 200;
const RESIDENT_MAX_BYTES = 500 * MiB;
const type = 'application/vnd.kafka.json.v2+json';
const hasProc = process.platform === 'linux';

let fresh: FreshGateway;
let gateway: GatewayProcess;

beforeAll(async () => {
  fresh = await startFreshGateway({ topics: { large: 1 } });
  gateway = fresh.process;
});

afterAll(() => fresh.remove());

interface Answer {
  readonly status: number | string;
  readonly retryAfter: string | undefined;
}

/** On a connection of its own; an error is answered by its code. */
function produce(body: Buffer | string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve) => {
    const call = request(
      `${gateway.url}/topics/large`,
      { method: 'POST', agent: false, headers: { 'content-type': type, ...headers } },
      (answer) => {
        answer.resume().once('end', () => {
          resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
          call.destroy();
        });
      },
    );
    call.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: error.code ?? error.message, retryAfter: undefined }),
    );
    call.end(body);
  });
}

/** 15 MiB: 14 records, each nearly as large as one may be. As gzip it grows less than decompressionRatioMax allows. */
function largeBody(): Buffer {
  const random = randomBytes(8 * 1024).toString('hex');
  const value = JSON.stringify(random + 'a'.repeat(MiB - 1024 - random.length));
  const records = Array.from({ length: 14 }, () => `{"value":${value}}`).join(',');
  return Buffer.from(`{"records":[${records}]}`.padEnd(15 * MiB));
}

const plain = largeBody();

test.each<[string, Buffer, Record<string, string>]>([
  ['gzip of records', gzipSync(plain), { 'content-encoding': 'gzip' }],
  ['plain records', plain, { 'content-length': String(plain.length) }],
  ['plain records in chunks', plain, { 'transfer-encoding': 'chunked' }],
])('%s', { timeout: 180_000 }, async (_, body, headers) => {
  const one = await produce(body, headers);
  expect(one.status).toBe(200);
  const answers = await Promise.all(Array.from({ length: CONNECTIONS }, () => produce(body, headers)));
  const others = answers.filter(({ status }) => status !== 200 && status !== 429);
  expect(others).toEqual([]);
  expect(answers.some(({ status }) => status === 200)).toBe(true);
  for (const { status, retryAfter } of answers) if (status === 429) expect(retryAfter).toBe('1');
  expect(gateway.isRunning).toBe(true);
  expect((await produce('{"records":[{"value":"small"}]}', {})).status).toBe(200);
  // All room has been given back.
  expect((await produce(body, headers)).status).toBe(200);
  if (hasProc) expect(residentBytes(gateway.pid, 'VmHWM')).toBeLessThan(RESIDENT_MAX_BYTES);
});
