// The log of requests: which get a line, and what the line says.
import { afterEach, expect, test, vi } from 'vitest';
import type { FastifyRequest } from 'fastify';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { GatewayOptions, LoggedLine, TestGateway } from '../../../../tools/testing/gateway.ts';
import { RequestLog } from './request-log.ts';
import type { RequestLogConfig } from './request-log.ts';

let gateway: TestGateway | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await gateway?.close();
  gateway = undefined;
});

const traceId = '0af7651916cd43dd8448eb211c80319c';

async function start(config: GatewayOptions['config']): Promise<TestGateway> {
  gateway = await startGateway({ config });
  await gateway.broker.createTopic({ name: 'orders' }, { principal: 'User:test', clientId: 'test' });
  return gateway;
}

const requestLines = ({ infos }: TestGateway) => infos.filter(({ message }) => message === 'request');

test('all of them, with what one looks for, and without their queries', async () => {
  const { url, infos } = await start({ logRequests: 'all' });
  const call = apiCalls(url);
  const headers = {
    'x-request-id': 'mine',
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    accept: 'application/vnd.kafka.json.v2+json',
  };
  const answer = await call('GET', '/topics/orders/partitions/0/records?offset=0&timeout=0', { headers });
  expect([answer.status, answer.headers['x-request-id']]).toEqual([200, 'mine']);
  const missing = await call('GET', '/nothing');
  await expect.poll(() => infos.filter(({ message }) => message === 'request')).toHaveLength(2);
  const [read, nothing] = infos.filter(({ message }) => message === 'request') as [LoggedLine, LoggedLine];
  expect(read).toEqual({
    message: 'request',
    requestId: 'mine',
    method: 'GET',
    path: '/topics/orders/partitions/0/records',
    operation: 'readRecordsV2',
    status: 200,
    durationMs: expect.any(Number) as number,
    bytesIn: expect.any(Number) as number,
    bytesOut: expect.any(Number) as number,
    principal: 'User:ANONYMOUS',
    traceId,
  });
  expect(read['durationMs']).toBeGreaterThan(0);
  expect(read['bytesIn']).toBeGreaterThan(150);
  expect(read['bytesOut']).toBeGreaterThan(100);
  expect(nothing).toMatchObject({ path: '/nothing', operation: 'other', status: 404 });
  expect(nothing['requestId']).toBe(missing.headers['x-request-id']);
});

test('what fails is logged without its query, too', async () => {
  gateway = await startGateway({
    wrapBroker: (broker) =>
      new Proxy(broker, {
        get: (target, name: keyof typeof broker) => {
          if (name === 'listTopics') return () => Promise.reject(new Error('a fault of ours'));
          const member: unknown = target[name];
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      }),
  });
  // Not by the documented calls: nobody promises a 500.
  expect((await fetch(`${gateway.url}/topics?key=secret`)).status).toBe(500);
  expect(gateway.complaints).toEqual([expect.stringMatching(/^a request failed .*"path":"\/topics"/)]);
  expect(JSON.stringify([gateway.complaints, gateway.infos])).not.toContain('secret');
});

test('by default slow ones only, of which waiting for records is none', async () => {
  const own = await start({ logSlowRequestMs: 300 });
  const call = apiCalls(own.url);
  await call('GET', '/topics/orders/partitions/0/records?offset=0&timeout=400');
  await call('GET', '/topics/missing');
  expect(requestLines(own)).toEqual([]);
});

test('none where that is wanted', async () => {
  const own = await start({ logRequests: 'off', logSlowRequestMs: 1 });
  await apiCalls(own.url)('GET', '/topics');
  expect(requestLines(own)).toEqual([]);
});

const request = { id: '1', method: 'GET', url: '/x', headers: {}, hasWaited: false } as FastifyRequest;
const quick = { seconds: 0, bytesIn: 1, bytesOut: 1 };

function logOf(config: Partial<RequestLogConfig>) {
  const lines: Record<string, unknown>[] = [];
  const info = (fields: object) => void lines.push({ ...fields });
  const logger = { debug: info, info, warn: info, error: info };
  return { lines, log: new RequestLog({ logRequests: 'errors', logSlowRequestMs: 1000, ...config }, logger) };
}

test.each([
  ['an error of ours', { status: 503, seconds: 0 }, {}, 1],
  ['a slow one', { status: 200, seconds: 1 }, {}, 1],
  ['a quick one', { status: 200, seconds: 0.999 }, {}, 0],
  ['an error of the caller', { status: 429, seconds: 0 }, {}, 0],
  ['a slow one where none is slow', { status: 200, seconds: 60 }, { logSlowRequestMs: 0 }, 0],
])('of trouble: %s', (_, ended, config, expected) => {
  const { log, lines } = logOf(config);
  log.ended(request, { ...quick, ...ended }, 'other');
  expect(lines).toHaveLength(expected);
});

test('a flood of trouble is cut, and what was cut is counted', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { log, lines } = logOf({});
  const trouble = () => log.ended(request, { status: 503, ...quick }, 'other');
  for (let count = 0; count < 250; count++) trouble();
  expect(lines).toHaveLength(100);
  vi.advanceTimersByTime(1000);
  trouble();
  trouble();
  expect(lines.slice(100).map(({ omittedLines }) => omittedLines)).toEqual([150, undefined]);
});
