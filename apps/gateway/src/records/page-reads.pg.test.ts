// The bound on what answers under way hold: they wait their turn, waiting for records holds nothing, and all is given back.
import { EventEmitter } from 'node:events';
import { Batch } from '@weir/protocol';
import type { FastifyReply } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import type { Broker } from '@weir/protocol';
import { onlyPartition, PageReads } from './page-reads.ts';
import type { PageWish, ReadPage } from './page-reads.ts';

const MiB = 1024 * 1024;
const context = { principal: 'User:test', clientId: 'test' };
const from = (offset: number, partition = 0): PageWish => ({
  client: 'test',
  partitions: [{ topic: 'pages', partition, offset }],
  maxBytes: 4 * MiB,
  maxWaitMs: 0,
});
const wish = from(0);
const batchCount = 8;

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.broker.createTopic({ name: 'pages', partitionCount: 2 }, context);
  const value = new Uint8Array(MiB / 2).fill(0x31);
  for (let index = 0; index < batchCount; index++) {
    const batch = Batch.fromRecords([{ key: null, value }]);
    await gateway.broker.append([{ topic: 'pages', partition: 0, batch }], context);
  }
});

afterAll(() => gateway.close());

const offsetsOf = ({ partitions }: ReadPage) =>
  partitions.flatMap(({ batches }) => batches.map((batch) => batch.baseOffset));
const heldBy = (page: ReadPage) => page.held?.bytes ?? 0;

test('a page holds what it is', async () => {
  const pages = new PageReads(gateway.broker, { inFlightMaxBytes: 8 * MiB });
  const large = await pages.read(wish, context);
  expect(offsetsOf(large).length).toBe(7);
  expect(heldBy(large)).toBeGreaterThan(3.5 * MiB);
  expect(heldBy(large)).toBeLessThan(4 * MiB);
  const last = await pages.read(from(batchCount - 1), context);
  expect(offsetsOf(last)).toEqual([batchCount - 1]);
  expect(heldBy(last)).toBeGreaterThan(MiB / 2);
  expect(heldBy(last)).toBeLessThan(MiB);
  for (const page of [large, last]) pages.release(page);
  expect(pages.heldBytes).toBe(0);
});

test('nothing is read twice where there is room', async () => {
  // One that has stored nothing has no tail cache of it: it reads from the database.
  const reader = await startGateway({ beside: gateway });
  const fetchedOffsets: number[] = [];
  const watched: Pick<Broker, 'fetch'> = {
    fetch: async (request, context) => {
      const partitions = await reader.broker.fetch(request, context);
      fetchedOffsets.push(...partitions.flatMap(({ batches }) => batches.map((batch) => batch.baseOffset)));
      return partitions;
    },
  };
  const pages = new PageReads(watched);
  const page = await pages.read(from(1), context);
  expect(offsetsOf(page)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(fetchedOffsets).toEqual(offsetsOf(page));
  pages.release(page);
  expect(page.partitions[0]?.batches.map(({ bytes }) => bytes.length)).toEqual(Array(7).fill(0));
  expect(pages.heldBytes).toBe(0);
  await reader.close();
});

test('a page that goes on keeps within its size, also where one batch more would not fit', async () => {
  const pages = new PageReads(gateway.broker);
  const page = await pages.read({ ...wish, maxBytes: MiB + 1 }, context);
  expect(offsetsOf(page)).toEqual([0]);
  expect(heldBy(page)).toBeLessThan(MiB);
  pages.release(page);
  expect(pages.heldBytes).toBe(0);
});

test('who finds no room waits, and is answered whole when there is some', async () => {
  const pages = new PageReads(gateway.broker, { inFlightMaxBytes: 4 * MiB });
  const first = await pages.read(wish, context);
  let isAnswered = false;
  const second = pages.read(wish, context).finally(() => (isAnswered = true));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([isAnswered, pages.heldBytes]).toEqual([false, heldBy(first)]);
  pages.release(first);
  expect(offsetsOf(await second)).toEqual(offsetsOf(first));
  pages.release(await second);
  expect(pages.heldBytes).toBe(0);
});

test('waiting for records holds nothing', async () => {
  const pages = new PageReads(gateway.broker, { inFlightMaxBytes: 4 * MiB });
  const waiting = pages.read({ ...from(0, 1), maxWaitMs: 10_000 }, context);
  const large = await pages.read(wish, context);
  expect(offsetsOf(large).length).toBeGreaterThan(0);
  pages.release(large);
  const batch = Batch.fromRecords([{ key: null, value: new Uint8Array(1) }]);
  await gateway.broker.append([{ topic: 'pages', partition: 1, batch }], context);
  expect(offsetsOf(await waiting)).toEqual([0]);
});

test('who goes away while waiting, and what the log refuses, hold nothing', async () => {
  const pages = new PageReads(gateway.broker, { inFlightMaxBytes: 4 * MiB });
  const first = await pages.read(wish, context);
  const leaving = new AbortController();
  const second = pages.read(wish, { ...context, signal: leaving.signal });
  setTimeout(() => leaving.abort(), 50);
  expect(await second).toEqual({ partitions: [], owned: [], held: undefined });
  // Where the gateway closes, that one is still there: an empty page would tell it that the log ends here.
  const nothing = await second;
  expect(() => onlyPartition(nothing)).toThrow('503');
  expect(onlyPartition(first).batches.length).toBeGreaterThan(0);
  pages.release(first);
  const refused = await pages.read(from(1000), context);
  expect([refused.partitions[0]?.error?.errorName, pages.heldBytes]).toEqual(['OFFSET_OUT_OF_RANGE', 0]);
});

test('a reader of the HTTP API gives back its room with the answer', async () => {
  const url = `${gateway.url}/topics/pages/partitions/0/records?offset=0`;
  for (let round = 0; round < 40; round++) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    // What a page of PAGE_MAX_BYTES has room for.
    expect(((await answer.json()) as unknown[]).length).toBe(batchCount - 1);
  }
});

test('many readers at once are each given what is stored, compressed or not', async () => {
  const url = `${gateway.url}/topics/pages/partitions/0/records?offset=0&max_bytes=${MiB + 1024}`;
  const ones = '1'.repeat(MiB / 2);
  const readers = Array.from({ length: 40 }, async (_, index) => {
    const headers = {
      accept: 'application/vnd.kafka.json.v2+json',
      'accept-encoding': index % 2 === 0 ? 'gzip' : 'identity',
    };
    const [, ...values] = (await (await fetch(url, { headers })).text()).split('"value":');
    expect(values.map((value) => value.startsWith(`${ones},`))).toEqual([true, true]);
  });
  await Promise.all(readers);
});

test('small pages pass large ones that wait, and a wait ends with 429', async () => {
  const pages = new PageReads(gateway.broker, { inFlightMaxBytes: 4 * MiB, roomWaitMs: 200 });
  const first = await pages.read(wish, context);
  await expect(pages.read(wish, context)).rejects.toMatchObject({ status: 429 });
  const batch = Batch.fromRecords([{ key: null, value: new Uint8Array(1) }]);
  const [stored] = await gateway.broker.append([{ topic: 'pages', partition: 1, batch }], context);
  const offset = stored !== undefined && stored.error === null ? stored.baseOffset : -1;
  const small = await pages.read(from(offset, 1), context);
  expect(offsetsOf(small)).toEqual([offset]);
  for (const page of [first, small]) pages.release(page);
  expect(pages.heldBytes).toBe(0);
});

test('an answer holds what it takes, not what its page took', async () => {
  const pages = new PageReads(gateway.broker, { inFlightMaxBytes: 8 * MiB });
  const page = await pages.read(wish, context);
  const raw = new EventEmitter();
  const answer = pages.holdAnswer({ raw } as unknown as FastifyReply, page, Buffer.alloc(5 * MiB));
  expect(pages.heldBytes).toBe(5 * MiB);
  let isAnswered = false;
  const second = pages.read(wish, context).finally(() => (isAnswered = true));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isAnswered).toBe(false);
  pages.release(page);
  pages.release(await second);
  expect(pages.heldBytes).toBe(0);
  expect(answer.length).toBe(5 * MiB);
  raw.emit('close');
  expect(answer.length).toBe(0);
});

test('one client holds no more than its share, and waits for itself only', async () => {
  const pages = new PageReads(gateway.broker, { inFlightMaxBytes: 16 * MiB, clientMaxBytes: 4 * MiB });
  const first = await pages.read(wish, context);
  let isAnswered = false;
  const second = pages.read(wish, context).finally(() => (isAnswered = true));
  const other = await pages.read({ ...wish, client: {} }, context);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([isAnswered, pages.heldBytes]).toEqual([false, heldBy(first) + heldBy(other)]);
  pages.release(first);
  expect(offsetsOf(await second)).toEqual(offsetsOf(first));
  for (const page of [await second, other]) pages.release(page);
  expect(pages.heldBytes).toBe(0);
});
