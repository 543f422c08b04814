// Idempotent producers and atomic commits over HTTP.
import { encodeRecordBatch } from '@weir/protocol';
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
const tooMany = Array.from({ length: MAX_ENTRIES + 1 }, (_, i) => `{"id":"${i}","topic_name":"t"}`);

let gateway: TestGateway;
let call: ApiCall;
let clusterPath: string;
let topics = 0;

beforeAll(async () => {
  gateway = await startGateway({ config: { produceBatchMaxEntries: MAX_ENTRIES } });
  call = apiCalls(gateway.url);
  const { clusterId } = await gateway.broker.describeCluster(context);
  clusterPath = `/v3/clusters/${clusterId}`;
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

const values = async (topic: string, partition = 0) =>
  (await storedRecords(gateway.broker, { topic, partition })).map(({ value }) =>
    Buffer.from(value ?? []).toString(),
  );
const init = async (body?: object) => {
  const answer = await call('POST', `${clusterPath}/producers`, { body: body ?? '', headers: json });
  expect(answer.status).toBe(200);
  return answer.body as { producer_id: number; producer_epoch: number };
};

describe('producers', () => {
  test('get an id of their own, or the next epoch of their transactional id', async () => {
    const one = await init();
    const other = await init({});
    expect(other.producer_id).not.toBe(one.producer_id);
    expect([one.producer_epoch, other.producer_epoch]).toEqual([0, 0]);
    const first = await init({ transactional_id: 'copier' });
    expect(await init({ transactional_id: 'copier' })).toEqual({ ...first, producer_epoch: 1 });
    expect(await init({ transactional_id: null })).toMatchObject({ producer_epoch: 0 });
  });

  test.each<[string | object, number, number]>([
    ['{', 400, 400],
    [{ transactional_id: 1 }, 400, 400],
    [{ transactional_id: '' }, 400, 400],
    [{ transactional_id: 'a\0b' }, 400, 40002],
    [{ other: 1 }, 400, 400],
  ])('%j is refused with %i/%i', async (body, status, errorCode) => {
    const answer = await call('POST', `${clusterPath}/producers`, { body, headers: json });
    expect([answer.status, answer.body.error_code]).toEqual([status, errorCode]);
  });
});

describe('record batches with a producer id', () => {
  test('are stored once and in sequence; every refusal has a code of its own', async () => {
    const topic = await newTopic();
    const { producer_id: producerId } = await init();
    const send = (producerEpoch: number, ...sequences: number[]) =>
      sendAs(producerId, producerEpoch, sequences);
    const sendAs = async (producerId: number, producerEpoch: number, sequences: readonly number[]) => {
      const bodies = sequences.map((baseSequence) => {
        const record = { key: null, value: Buffer.from(String(baseSequence)) };
        return encodeRecordBatch([record], { now: 1, producerId, producerEpoch, baseSequence });
      });
      const answer = await call('POST', `${clusterPath}/topics/${topic}/partitions/0/records`, {
        body: Buffer.concat(bodies),
        headers: { 'content-type': RECORD_BATCHES },
      });
      const batches = answer.body.batches as { error_code: number; base_offset?: number }[] | undefined;
      const verdicts = batches?.map(({ error_code, base_offset }) => base_offset ?? error_code);
      return [answer.status, ...(verdicts ?? [answer.body.error_code])];
    };
    expect(await send(0, 0, 1, 2)).toEqual([200, 0, 1, 2]);
    expect(await send(0, 1, 2, 3)).toEqual([200, 1, 2, 3]);
    expect(await send(0, 3, 5)).toEqual([207, 3, 40945]);
    expect(await send(0, 5)).toEqual([409, 40945]);
    expect(await send(0, 4, 5, 6, 7)).toEqual([200, 4, 5, 6, 7]);
    expect(await send(0, 0)).toEqual([409, 40946]);
    expect(await send(1, 0)).toEqual([200, 8]);
    expect(await send(0, 8)).toEqual([409, 40947]);
    expect(await sendAs((await init()).producer_id + 1, 0, [0])).toEqual([409, 40959]);
    expect(await values(topic)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '0']);
  });
});

describe('records:commit', () => {
  const commit = (body: string | object, headers: Record<string, string> = {}) =>
    call('POST', `${clusterPath}/records:commit`, { body, headers: { ...json, ...headers } });
  const entry = (id: string, topic: string, data: unknown, rest: object = {}) => ({
    id,
    topic_name: topic,
    value: { data },
    ...rest,
  });

  test('stores entries of many topics together and tells where', async () => {
    const [one, other] = [await newTopic(), await newTopic({ 'message.timestamp.type': 'LogAppendTime' })];
    const timestamp = '2026-01-31T23:59:59.999Z';
    const entries = [
      entry('a', one, 1, { partition_id: 1, timestamp }),
      entry('b', other, 2, { partition_id: 0, timestamp }),
      { ...entry('c', one, 3), partition_id: 1, key: { type: 'STRING', data: 'k' } },
    ];
    const { status, body, headers } = await commit({ entries });
    expect(status).toBe(200);
    expect(body.entries).toMatchObject([
      { id: 'a', topic_name: one, partition_id: 1, offset: 0, timestamp },
      { id: 'b', topic_name: other, partition_id: 0, offset: 0 },
      { id: 'c', topic_name: one, partition_id: 1, offset: 1 },
    ]);
    expect(body.entries[1].timestamp).not.toBe(timestamp);
    expect(headers['idempotency-replayed']).toBeUndefined();
    expect(await values(one, 1)).toEqual(['1', '3']);
    expect(await values(other)).toEqual(['2']);
  });

  test('gives keyless records of one topic one partition, and keys that of every producer', async () => {
    const topic = await newTopic();
    const key = { type: 'STRING', data: 'greeting' };
    const keyed = await call('POST', `${clusterPath}/topics/${topic}/records`, {
      body: { key },
      headers: json,
    });
    const entries = [entry('a', topic, 1), entry('b', topic, 2), { ...entry('c', topic, 3), key }];
    const { body } = await commit({ entries });
    const partitions = body.entries.map(({ partition_id }: { partition_id: number }) => partition_id);
    expect(partitions[0]).toBe(partitions[1]);
    expect(partitions[2]).toBe(keyed.body.partition_id);
  });

  test('names the entry at fault, and stores nothing', async () => {
    const topic = await newTopic({ 'max.message.bytes': '300' });
    const good = entry('good', topic, 'x', { partition_id: 0 });
    const refused = async (bad: object) => {
      const { status, body } = await commit({ entries: [good, bad] });
      expect(body.message).toContain('entry "bad"');
      return [status, body.error_code];
    };
    expect(await refused(entry('bad', topic, 'x'.repeat(400)))).toEqual([413, 413]);
    expect(await refused(entry('bad', topic, 'x', { partition_id: 7 }))).toEqual([404, 40403]);
    expect(await refused(entry('bad', 'absent', 'x'))).toEqual([404, 40403]);
    expect(await refused(entry('bad', 'no/topic', 'x'))).toEqual([404, 40403]);
    expect(await refused({ id: 'bad', topic_name: topic, value: { type: 'AVRO' } })).toEqual([400, 400]);
    expect(await refused({ id: 'bad' })).toEqual([422, 42206]);
    expect(await values(topic)).toEqual([]);
  });

  test.each<[string, number, number]>([
    ['', 422, 42208],
    ['{"entries":[]}', 422, 42208],
    ['{"entries":[{"topic_name":"t"}]}', 422, 42208],
    [`{"entries":[${tooMany.join()}]}`, 422, 42208],
    ['{"entries":[{"id":"a","topic_name":"t","topic_name":"t"}]}', 400, 400],
    ['{"entries":[{"id":"a","topic_name":1}]}', 400, 400],
    ['{"entries":[{"id":"a","topic_name":"t"}],"producer_id":1}', 422, 42206],
    ['{"entries":[{"id":"a","topic_name":"t"}],"producer_id":"x"}', 400, 400],
    ['{"entries":[{"id":"a","topic_name":"t"}],"other":1}', 400, 400],
    ['{"entries":[{"id":"a","topic_name":"t"}],"producer_id":1,"producer_id":1}', 400, 400],
    ['{"entries":[{"id":"a","topic_name":"t"}]', 400, 400],
  ])('%s is refused with %i/%i', async (text, status, errorCode) => {
    const answer = await commit(text);
    expect([answer.status, answer.body.error_code]).toEqual([status, errorCode]);
  });

  test('is safe to repeat under its sequence, and refused to whom another instance has fenced', async () => {
    const topic = await newTopic();
    const producer = { transactional_id: 'a copier', ...(await init({ transactional_id: 'a copier' })) };
    const body = (commit_sequence: number, data: unknown = commit_sequence) => ({
      entries: [entry('a', topic, data, { partition_id: 0 })],
      ...producer,
      commit_sequence,
    });
    const first = await commit(body(0));
    const again = await commit(body(0));
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const refused = async (wanted: object, headers: Record<string, string> = {}) => {
      const answer = await commit(wanted, headers);
      return [answer.status, answer.body.error_code];
    };
    expect(await refused(body(0, 'other'))).toEqual([422, 422]);
    expect(await refused(body(2))).toEqual([409, 40945]);
    expect((await commit(body(1))).status).toBe(200);
    expect(await refused(body(0))).toEqual([409, 40946]);
    expect(await refused({ ...body(2), producer_id: producer.producer_id + 1 })).toEqual([409, 40949]);
    expect(await refused(body(2), { 'idempotency-key': 'k' })).toEqual([400, 40002]);
    await init({ transactional_id: 'a copier' });
    expect(await refused(body(2))).toEqual([409, 40990]);
    expect(await values(topic)).toEqual(['0', '1']);
  });

  test('is safe to repeat under an Idempotency-Key, also when its topic is gone', async () => {
    const topic = await newTopic();
    const body = { entries: [entry('a', topic, 1), entry('b', topic, 2)] };
    const first = await commit(body, { 'idempotency-key': 'one' });
    const other = { entries: [entry('a', topic, 3)] };
    expect((await commit(other, { 'idempotency-key': 'one' })).body.error_code).toBe(422);
    await gateway.broker.deleteTopic(topic, context);
    const again = await commit(body, { 'idempotency-key': 'one' });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  test('needs JSON, and the id of this cluster', async () => {
    const body = { entries: [entry('a', 'x', 1)] };
    expect((await commit(body, { 'content-type': 'text/plain' })).status).toBe(415);
    const foreign = await call('POST', '/v3/clusters/other/records:commit', { body, headers: json });
    expect(foreign.status).toBe(404);
  });
});
