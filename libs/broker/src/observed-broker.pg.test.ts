// ObservedBroker passes the Broker contract, counts what passes through it, and hands the caller's trace on to records.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Batch, encodeRecordBatch } from '@weir/protocol';
import type { LogRecord, ProducerRecord, RequestContext } from '@weir/protocol';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import { ObservedBroker } from './observed-broker.ts';
import { openPostgresBroker } from './postgres-broker.ts';
import { brokerContract, context, fetchOne, records, stored } from './testing/contract.ts';
import type { OpenedBroker } from './testing/contract.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const tracestate = 'vendor=x';

interface Opened extends OpenedBroker {
  readonly broker: ObservedBroker;
}

async function open(options: { recordTraceContext?: boolean; topicsMax?: number } = {}): Promise<Opened> {
  const database = await createTestDatabase();
  const postgres = await openPostgresBroker({
    ...{
      databaseUrl: database.url,
      requestTimeoutMs: 10_000,
      poolSize: 4,
      allowFsyncOff: true,
      logger: silent,
    },
    ...{ appendLanes: 2, tailCacheBytes: 1 << 20, scrubBytesPerSecond: 0, numPartitions: 1 },
    ...{ messageMaxBytes: 1_048_588, autoCreateTopicsEnable: false, idempotencyKeyRetentionMs: 60_000 },
    ...{ producerIdExpirationMs: 60_000, transactionalIdExpirationMs: 60_000 },
    logRetentionCheckIntervalMs: 300_000,
    ...{ logCleanerBackoffMs: 15_000, logCleanerDedupeBufferSize: 1 << 20 },
  });
  const broker = new ObservedBroker(postgres, { recordTraceContext: true, topicsMax: 10, ...options });
  return {
    broker,
    close: async () => {
      await postgres.close();
      await database.drop();
    },
  };
}

brokerContract('ObservedBroker', open);

describe('the trace of the caller', () => {
  let opened: Opened;
  let offset = 0;
  beforeAll(async () => {
    opened = await open();
    await opened.broker.createTopic({ name: 'orders' }, context);
  });
  afterAll(() => opened.close());

  const headersOf = (record: LogRecord | undefined) =>
    record?.headers.map(({ key, value }) => [key, new TextDecoder().decode(value ?? undefined)]);

  async function roundTrip(batch: Batch, caller: Partial<RequestContext>): Promise<LogRecord[]> {
    const entries = [{ topic: 'orders', partition: 0, batch }];
    const [result] = await opened.broker.append(entries, { ...context, ...caller });
    offset = stored(result).baseOffset;
    const { batches } = await fetchOne(opened.broker, { topic: 'orders', partition: 0, offset });
    return batches.flatMap((one) => one.records()).filter((record) => record.offset >= offset);
  }

  const produce = async (record: Partial<ProducerRecord>, caller: Partial<RequestContext>) => {
    const [read] = await roundTrip(Batch.fromRecords([{ key: null, value: null, ...record }]), caller);
    return headersOf(read);
  };

  test('is in the headers of every record', async () => {
    const read = await roundTrip(Batch.fromRecords(records('1', '2')), { traceparent, tracestate });
    for (const record of read)
      expect(headersOf(record)).toEqual([
        ['traceparent', traceparent],
        ['tracestate', tracestate],
      ]);
    expect(read).toHaveLength(2);
  });

  test('comes after the headers that a record has, and gives way to one of its own', async () => {
    const own = { key: 'source', value: new TextEncoder().encode('web') };
    expect(await produce({ headers: [own] }, { traceparent })).toEqual([
      ['source', 'web'],
      ['traceparent', traceparent],
    ]);
    const traced = { key: 'traceparent', value: new TextEncoder().encode('mine') };
    expect(await produce({ headers: [own, traced] }, { traceparent, tracestate })).toEqual([
      ['source', 'web'],
      ['traceparent', 'mine'],
    ]);
  });

  test('stays off a record that would be too large with it, and only off that one', async () => {
    const maxMessageBytes = 1000;
    await opened.broker.createTopic(
      { name: 'narrow', configs: { 'max.message.bytes': `${maxMessageBytes}` } },
      context,
    );
    const produceOf = async (size: number) => {
      const batch = Batch.fromRecords([{ key: null, value: new Uint8Array(size) }, ...records('small')]);
      const entries = [{ topic: 'narrow', partition: 0, batch }];
      return (await opened.broker.append(entries, { ...context, traceparent, tracestate }))[0];
    };
    let size = maxMessageBytes;
    while ((await produceOf(size))?.error?.errorName === 'MESSAGE_TOO_LARGE') size--;
    // What a record takes beside its value is at most this, with no header.
    expect(maxMessageBytes - size).toBeLessThanOrEqual(100);
    const { batches } = await fetchOne(opened.broker, { topic: 'narrow', partition: 0, offset: 0 });
    const read = batches.flatMap((one) => one.records());
    expect(read.map(({ value, headers }) => [value?.length, headers.map(({ key }) => key)])).toEqual([
      [size, []],
      [5, ['traceparent', 'tracestate']],
    ]);
  });

  test('leaves batches that came as bytes as they are', async () => {
    const batch = Batch.fromBytes(encodeRecordBatch(records('1'), { now: 1 }));
    const [read] = await roundTrip(batch, { traceparent });
    expect(read?.headers).toEqual([]);
  });

  test.each([
    ['none', undefined],
    ['one without a trace id', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['one without a parent', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
    ['capital letters', traceparent.toUpperCase()],
    ['version ff', traceparent.replace(/^00/, 'ff')],
    ['more than version 00 has', `${traceparent}-extra`],
    ['less', traceparent.slice(0, -3)],
  ])('adds nothing for %s', async (_, given) => {
    expect(await produce({}, given === undefined ? { tracestate } : { traceparent: given })).toEqual([]);
  });

  test.each([
    ['a version to come', `cc-${traceparent.slice(3)}-extra`, traceparent],
    ['flags to come', `${traceparent.slice(0, -2)}ff`, traceparent],
    ['not sampled', traceparent.replace(/01$/, '00'), traceparent.replace(/01$/, '00')],
  ])('is written as version 00: %s', async (_, given, expected) => {
    expect(await produce({}, { traceparent: given })).toEqual([['traceparent', expected]]);
  });

  test('leaves out a tracestate that is none', async () => {
    expect(await produce({}, { traceparent, tracestate: 'x'.repeat(513) })).toEqual([
      ['traceparent', traceparent],
    ]);
  });
});

test('the trace stays out of records where that is not wanted', async () => {
  const { broker, close } = await open({ recordTraceContext: false });
  await broker.createTopic({ name: 'plain' }, context);
  const entries = [{ topic: 'plain', partition: 0, batch: Batch.fromRecords(records('1')) }];
  stored((await broker.append(entries, { ...context, traceparent }))[0]);
  const { batches } = await fetchOne(broker, { topic: 'plain', partition: 0, offset: 0 });
  expect(batches[0]?.records()[0]?.headers).toEqual([]);
  await close();
});

test('a repeat under an idempotency key is counted once', async () => {
  const { broker, close } = await open();
  await broker.createTopic({ name: 'a' }, context);
  const idempotency = { key: 'k', fingerprint: new Uint8Array(32) };
  for (const isReplay of [false, true]) {
    const batch = Batch.fromRecords(records('x'));
    const [result] = await broker.append([{ topic: 'a', partition: 0, batch, idempotency }], context);
    expect(stored(result).isReplay).toBe(isReplay);
  }
  expect(broker.stats().topics).toMatchObject([{ topic: 'a', recordsIn: 1, bytesIn: 1 }]);
  await close();
});

test('calls, errors, records and bytes are counted', async () => {
  const { broker, close } = await open({ topicsMax: 1 });
  for (const name of ['a', 'b', 'c']) await broker.createTopic({ name }, context);
  const entry = (topic: string, ...values: string[]) => ({
    ...{ topic, partition: 0 },
    batch: Batch.fromRecords(records(...values)),
  });
  await broker.append([entry('a', 'xx', 'yyy'), entry('b', 'z'), entry('nowhere', 'lost')], context);
  await broker.append([entry('c', 'z')], context);
  await fetchOne(broker, { topic: 'a', partition: 0, offset: 1 });
  broker.sent('a', { records: 1, bytes: 3 });
  broker.sent('nowhere', { records: 0, bytes: 0 });
  await expect(broker.describeTopic('nowhere', context)).rejects.toThrow('nowhere');

  const { calls, topics } = broker.stats();
  const called = calls.map(({ method, durationSeconds, errors }) => ({
    method,
    count: durationSeconds.counts.reduce((sum, count) => sum + count),
    errors: Object.fromEntries(errors),
  }));
  expect(called).toEqual([
    { method: 'createTopic', count: 3, errors: {} },
    { method: 'append', count: 2, errors: { UNKNOWN_TOPIC_OR_PARTITION: 1 } },
    { method: 'fetch', count: 1, errors: {} },
    { method: 'describeTopic', count: 1, errors: { UNKNOWN_TOPIC_OR_PARTITION: 1 } },
  ]);
  expect(topics).toEqual([
    { topic: 'a', recordsIn: 2, bytesIn: 5, recordsOut: 1, bytesOut: 3 },
    { topic: '(other)', recordsIn: 2, bytesIn: 2, recordsOut: 0, bytesOut: 0 },
  ]);
  await close();
});
