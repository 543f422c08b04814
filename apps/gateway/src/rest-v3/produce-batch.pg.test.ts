// REST Proxy v3 produce with one answer for the whole request: batches of entries, and record batches of the log's own form.
import { crc32c, encodeRecordBatch, setBaseOffset } from '@weir/protocol';
import type { ProducerRecord } from '@weir/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { storedRecords } from '../../../../tools/testing/stored-records.ts';
import { RECORD_BATCHES } from './media-types.ts';

const context = { principal: 'User:test', clientId: 'test' };
const json = { 'content-type': 'application/json' };
const MAX_ENTRIES = 5;
const MAX_RECORDS = 1000;

let gateway: TestGateway;
let call: ApiCall;
let clusterId: string;
let topics = 0;

beforeAll(async () => {
  gateway = await startGateway({
    config: { produceBatchMaxEntries: MAX_ENTRIES, recordsPerRequestMax: MAX_RECORDS },
  });
  call = apiCalls(gateway.url);
  ({ clusterId } = await gateway.broker.describeCluster(context));
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

async function newTopic(configs: Record<string, string> = {}): Promise<string> {
  const name = `topic-${++topics}`;
  await gateway.broker.createTopic({ name, partitionCount: 2, configs }, context);
  return name;
}

const stored = (topic: string, partition = 0) => storedRecords(gateway.broker, { topic, partition });
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

describe('records:batch', () => {
  const produce = (topic: string, body: string | object, headers = json) =>
    call('POST', `/v3/clusters/${clusterId}/topics/${topic}/records:batch`, { body, headers });

  test('stores each entry by itself and answers for each, in their order', async () => {
    const topic = await newTopic();
    const entries = [
      { id: 'a', partition_id: 1, value: { data: { n: 1 } } },
      { id: 'b', value: { type: 'AVRO', data: 1 } },
      { id: 'c', partition_id: 1, key: { type: 'STRING', data: 'k' } },
      { id: 'd', partition_id: 9 },
    ];
    const { status, body } = await produce(topic, { entries });
    expect(status).toBe(207);
    expect(body.successes).toMatchObject([
      { id: 'a', topic_name: topic, partition_id: 1, offset: 0, value: { type: 'JSON', size: 7 } },
      { id: 'c', cluster_id: clusterId, partition_id: 1, offset: 1, key: { type: 'STRING', size: 1 } },
    ]);
    expect(body.failures).toMatchObject([
      { id: 'b', error_code: 400 },
      { id: 'd', error_code: 40403 },
    ]);
    expect(await stored(topic, 1)).toHaveLength(2);
  });

  test.each<[string, number, number]>([
    ['', 422, 42208],
    ['null', 422, 42208],
    ['{}', 422, 42208],
    ['{"entries":null}', 422, 42208],
    ['{"entries":[]}', 422, 42208],
    ['{"entries":[{}]}', 422, 42208],
    ['{"entries":[1]}', 422, 42208],
    ['{"entries":[null]}', 422, 42208],
    ['{"entries":[{"id":1}]}', 422, 42208],
    ['{"entries":[{"id":""}]}', 422, 42208],
    [`{"entries":[{"id":"${'x'.repeat(81)}"}]}`, 422, 42208],
    ['{"entries":[{"id":"a"},{"id":"a"}]}', 422, 42208],
    ['{"entries":[{"id":"a"},{"id":"a","values":1}]}', 422, 42208],
    [`{"entries":[${[1, 2, 3, 4, 5, 6].map((n) => `{"id":"${n}"}`).join(',')}]}`, 422, 42208],
    ['{"entries":{}}', 400, 400],
    ['{"records":[]}', 400, 400],
    ['{"entries":[],"entries":[]}', 400, 400],
    ['[{"id":"a"}]', 400, 400],
    ['{"entries":[{"id":"a"}', 400, 400],
    ['{"entries":[{"id":"a"}]} x', 400, 400],
  ])('refuses %s as a whole', async (body, status, code) => {
    const topic = await newTopic();
    const answer = await produce(topic, body);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
    expect(await stored(topic)).toEqual([]);
  });

  test('with a key is stored once, as one unit', async () => {
    const topic = await newTopic();
    const headers = { ...json, 'idempotency-key': 'batch-1' };
    const entries = [{ id: 'a' }, { id: 'b', values: 1 }, { id: 'c', key: { data: 1 } }];
    const first = await produce(topic, { entries }, headers);
    expect(first.body.successes).toHaveLength(2);
    const again = await produce(topic, { entries }, headers);
    expect([again.status, again.body]).toEqual([207, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = await produce(topic, { entries: entries.slice(1) }, headers);
    expect([other.status, other.body.error_code]).toEqual([422, 422]);
    expect([...(await stored(topic, 0)), ...(await stored(topic, 1))]).toHaveLength(2);
  });

  test('has a route of its own: records is another one, and records:batches none', async () => {
    const topic = await newTopic();
    const path = `/v3/clusters/${clusterId}/topics/${topic}`;
    expect((await call('POST', `${path}/records:batches`, { body: {} })).status).toBe(404);
    expect((await call('POST', `${path}/recordsX`, { body: {} })).status).toBe(404);
    expect((await call('POST', `${path}/records`, { body: {} })).status).toBe(200);
  });

  test('to a topic that is not there fails per entry', async () => {
    const { status, body } = await produce('absent', { entries: [{ id: '1' }] });
    expect([status, body.successes, body.failures[0].error_code]).toEqual([207, [], 40403]);
  });
});

describe('record batches', () => {
  const produce = (topic: string, body: Buffer, type = RECORD_BATCHES, partition: number | string = 0) =>
    call('POST', `/v3/clusters/${clusterId}/topics/${topic}/partitions/${partition}/records`, {
      body,
      headers: { 'content-type': type },
    });
  const batch = (...values: string[]) =>
    encodeRecordBatch(
      values.map((value) => ({ key: null, value: bytes(value) })),
      { now: 1000 },
    );

  test('are stored one after the other, and each answered with its place', async () => {
    const topic = await newTopic();
    await produce(topic, Buffer.from(batch('0')));
    const moved = batch('3');
    setBaseOffset(moved, 77);
    const { status, body } = await produce(topic, Buffer.concat([batch('1', '2'), moved]));
    expect([status, body]).toEqual([
      200,
      {
        batches: [
          { error_code: 200, base_offset: 1, records_count: 2, log_append_time: null },
          { error_code: 200, base_offset: 3, records_count: 1, log_append_time: null },
        ],
      },
    ]);
    const records = await stored(topic);
    expect(records.map(({ offset, timestamp }) => [offset, timestamp])).toEqual(
      [0, 1, 2, 3].map((n) => [n, 1000]),
    );
    expect(records.map(({ value }) => Buffer.from(value ?? '').toString())).toEqual(['0', '1', '2', '3']);
  });

  test('with a key are stored once', async () => {
    const topic = await newTopic();
    const send = (body: Uint8Array) =>
      call('POST', `/v3/clusters/${clusterId}/topics/${topic}/partitions/0/records`, {
        body: Buffer.from(body),
        headers: { 'content-type': RECORD_BATCHES, 'idempotency-key': 'batches-1' },
      });
    const first = await send(batch('1', '2'));
    const again = await send(batch('1', '2'));
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await send(batch('3'))).status).toBe(422);
    expect(await stored(topic)).toHaveLength(2);
  });

  test('say when the topic stamped them', async () => {
    const topic = await newTopic({ 'message.timestamp.type': 'LogAppendTime' });
    const { body } = await produce(topic, Buffer.from(batch('1')));
    expect(Date.parse(body.batches[0].log_append_time)).toBe((await stored(topic))[0]?.timestamp);
  });

  test('are refused one by one where the topic does not take them, and all where it takes none', async () => {
    const topic = await newTopic({ 'max.message.bytes': '200' });
    const large = batch('x'.repeat(300));
    const some = await produce(topic, Buffer.concat([batch('1'), large, batch('2')]));
    expect(some.status).toBe(207);
    expect(some.body.batches.map((one: { error_code: number }) => one.error_code)).toEqual([200, 413, 200]);
    const none = await produce(topic, Buffer.from(large));
    expect([none.status, none.body.error_code]).toEqual([413, 413]);
    expect(await stored(topic)).toHaveLength(2);
  });

  test('hold as many records as a request may', async () => {
    const topic = await newTopic();
    const some = Buffer.from(batch(...Array.from({ length: MAX_RECORDS - 1 }, String)));
    expect((await produce(topic, Buffer.concat([some, batch('1')]))).status).toBe(200);
    const { status, body } = await produce(topic, Buffer.concat([some, batch('1'), batch('2')]));
    expect([status, body.message]).toEqual([422, expect.stringContaining('WEIR_RECORDS_PER_REQUEST_MAX')]);
    expect(await stored(topic)).toHaveLength(MAX_RECORDS);
  });

  const good = Buffer.from(batch('1', '2'));
  /** With one byte changed. */
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(good);
    copy[at] = value;
    return copy;
  };

  /** With other attributes, and the checksum over them. */
  const attributed = (attributes: number) => {
    const copy = changed(22, attributes);
    copy.writeUInt32BE(crc32c(copy.subarray(21)), 17);
    return copy;
  };

  test.each<[string, Buffer, number]>([
    ['nothing', Buffer.alloc(0), 422],
    ['a batch that is cut', good.subarray(0, -1), 400],
    ['the beginning of one behind another', Buffer.concat([good, good.subarray(0, 20)]), 400],
    ['something else behind it', Buffer.concat([good, Buffer.alloc(100, 'x')]), 400],
    ['a record that was changed on the way', changed(good.length - 1, 9), 400],
    ['a length that does not fit', changed(11, 1), 400],
    ['a count that does not fit', changed(60, 9), 400],
    ['an older version', changed(16, 1), 422],
    ['a control batch', attributed(0x20), 400],
    ['a batch of a transaction', attributed(0x10), 400],
    ['a compressed batch', attributed(1), 422],
    ['JSON', Buffer.from('{"value":{"data":1}}'.padEnd(100)), 400],
  ])('%s is refused, and nothing of it stored', async (_, body, status) => {
    const topic = await newTopic();
    const answer = await produce(topic, body.length === 0 ? body : Buffer.concat([good, body]));
    expect(answer.status).toBe(status);
    expect(await stored(topic)).toEqual([]);
  });

  test('have their place and their type', async () => {
    const topic = await newTopic();
    expect((await produce(topic, good, 'application/octet-stream')).status).toBe(415);
    for (const [name, partition, code] of [
      [topic, 2, 40403],
      [topic, 'x', 404],
      ['absent', 0, 40403],
      ['%00', 0, 40403],
    ] as const) {
      const { status, body } = await produce(name, good, RECORD_BATCHES, partition);
      expect([status, body.error_code]).toEqual([404, code]);
    }
  });

  test('are read as they were sent, whatever is in them', async () => {
    const topic = await newTopic();
    const data = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: null });
    const record: fc.Arbitrary<ProducerRecord> = fc.record({
      key: data,
      value: data,
      headers: fc.array(fc.record({ key: fc.string({ unit: 'grapheme', maxLength: 9 }), value: data }), {
        maxLength: 3,
      }),
      timestamp: fc.integer({ min: 0, max: Date.now() }),
    });
    const batches = fc.array(fc.array(record, { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 4,
    });
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (lists) => {
        const body = Buffer.concat(lists.map((records) => encodeRecordBatch(records, { now: 0 })));
        expect((await produce(topic, body)).status).toBe(200);
        const found = (await stored(topic)).slice(sent);
        const records = lists.flat();
        expect(found.map(({ offset: _, ...rest }) => rest)).toEqual(records);
        sent += records.length;
      }),
      { numRuns: 50 },
    );
  });
});
