// The share of one client: nobody takes all of the memory for bodies, under however many connections, and all is given back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { openRaw } from '../../../../tools/testing/raw-connection.ts';
import { RequestBytes } from './request-bytes.ts';
import { SharedBudget } from './shared-budget.ts';

const KiB = 1024;
const bodyBytes = 256 * KiB;

describe('the budget', () => {
  test('refuses a client beyond its share, and all beyond the whole, and forgets who holds nothing', () => {
    const budget = new RequestBytes({ limitBytes: 100, clientLimitBytes: 40, smallBytes: 0 });
    const connection = {};
    budget.reserve('User:alice', 30);
    budget.reserve('User:alice', 10);
    expect(() => budget.reserve('User:alice', 1)).toThrow(/clientBytesInFlightMax=40/);
    budget.reserve(connection, 40);
    expect(() => budget.reserve({}, 21)).toThrow(/requestBytesInFlightMax=100/);
    budget.release('User:alice', 10);
    budget.reserve('User:alice', 10);
    expect([budget.heldBytes, budget.clientCount]).toEqual([80, 2]);
    budget.release('User:alice', 40);
    budget.release(connection, 40);
    expect([budget.heldBytes, budget.clientCount]).toEqual([0, 0]);
  });
});

test('who asked for nothing is not remembered, and what was taken for more is all given back', () => {
  const budget = new SharedBudget({ limitBytes: 100, clientLimitBytes: 40 });
  const held = budget.tryReserve('User:alice', 0);
  expect(budget.clientCount).toBe(0);
  if (held === undefined) throw new Error('no room for nothing');
  budget.resize(held, 30);
  expect([budget.heldBy('User:alice'), budget.tryReserve('User:alice', 11)]).toEqual([30, undefined]);
  budget.release(held);
  expect([budget.heldBytes, budget.clientCount]).toEqual([0, 0]);
});

test('small bodies of one request after the other go beyond the limit of all, not beyond the share', () => {
  const budget = new RequestBytes({ limitBytes: 80, clientLimitBytes: 40, smallBytes: 10 });
  for (const client of ['User:alice', 'User:bob']) budget.reserve(client, 40);
  budget.reserve('User:carol', 5);
  budget.reserve('User:carol', 5, 5);
  expect(() => budget.reserve('User:dave', 5, 6)).toThrow(/requestBytesInFlightMax=80/);
  expect(() => budget.reserve('User:alice', 1)).toThrow(/clientBytesInFlightMax=40/);
});

describe('over HTTP', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    const config = {
      tokens: ['alice:secret1', 'alice:secret2', 'bob:secret3'],
      allowAnonymous: true,
      requestBodyMaxBytes: bodyBytes,
      requestBytesInFlightMax: 8 * 3 * bodyBytes,
      clientBytesInFlightMax: 2 * 3 * bodyBytes,
    };
    gateway = await startGateway({ config });
    await gateway.broker.createTopic(
      { name: 'orders', partitionCount: 1 },
      { principal: 'User:test', clientId: 'test' },
    );
  });

  afterAll(() => gateway.close());

  const head = (headers: string) =>
    `POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/vnd.kafka.json.v2+json\r\n${headers}\r\n`;
  const announced = (headers = '') => head(`Content-Length: ${bodyBytes}\r\n${headers}`);
  const as = (token: string) => `Authorization: Bearer ${token}\r\n`;

  test('a principal has one share, whichever of its tokens it shows; others and connections have their own', async () => {
    const holders = [
      await openRaw(gateway.url, announced(as('secret1'))),
      await openRaw(gateway.url, announced(as('secret2'))),
    ];
    const refused = await openRaw(gateway.url, announced(as('secret1')));
    expect(await refused.answered()).toBe(429);
    expect(refused.text).toContain('WEIR_CLIENT_BYTES_IN_FLIGHT_MAX');
    expect(refused.text).toMatch(/\r\nretry-after: 1\r\n/);
    const body = '{"records":[{"value":1}]}'.padEnd(bodyBytes);
    for (const headers of [as('secret3'), '', '']) {
      const other = await openRaw(gateway.url, announced(headers) + body);
      expect(await other.answered()).toBe(200);
      other.socket.destroy();
    }
    for (const { socket } of [...holders, refused]) socket.destroy();
    await expect
      .poll(async () => {
        const again = await openRaw(gateway.url, announced(as('secret1')) + body);
        return again.answered().finally(() => again.socket.destroy());
      })
      .toBe(200);
  });
});
