// REST Proxy v2 over the real gateway and database: metadata, produce, the stateless read.
import { murmur2 } from '@weir/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { V2_BINARY_RECORDS, V2_JSON, V2_JSON_RECORDS } from './media-types.ts';

const context = { principal: 'User:test', clientId: 'test' };

let gateway: TestGateway;
let call: ApiCall;
let topics = 0;

beforeAll(async () => {
  gateway = await startGateway();
  call = apiCalls(gateway.url);
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

async function newTopic(partitionCount = 1, configs: Record<string, string> = {}): Promise<string> {
  const { name } = await gateway.broker.createTopic(
    { name: `topic-${++topics}`, partitionCount, configs },
    context,
  );
  return name;
}

function produce(path: string, records: unknown, type = V2_JSON_RECORDS) {
  const body = typeof records === 'string' ? records : JSON.stringify({ records });
  return call('POST', path, { body, headers: { 'content-type': type } });
}

function read(topic: string, query = 'offset=0&timeout=0', accept = V2_JSON_RECORDS) {
  const partition = topic.includes('/') ? '' : '/partitions/0';
  return call('GET', `/topics/${topic}${partition}/records?${query}`, { headers: { accept } });
}

describe('metadata', () => {
  test('lists topics by name, without internal ones', async () => {
    const name = await newTopic();
    // Only Weir itself makes internal topics, and so far it makes none.
    const internal = await newTopic();
    const admin = new pg.Client(gateway.adminUrl);
    await admin.connect();
    await admin.query('update weir.topic set is_internal = true where name = $1', [internal]);
    await admin.end();
    const { status, headers, body } = await call('GET', '/topics');
    expect([status, headers['content-type']]).toEqual([200, V2_JSON]);
    expect(body).toContain(name);
    expect(body).not.toContain(internal);
    expect(body).toEqual([...body].sort());
  });

  test('describes a topic, its partitions and their offsets', async () => {
    const name = await newTopic(2, { 'retention.ms': '60000' });
    await produce(`/topics/${name}/partitions/1`, [{ value: 1 }, { value: 2 }]);
    const partition = (id: number) => ({
      partition: id,
      leader: 1,
      replicas: [{ broker: 1, leader: true, in_sync: true }],
    });
    const topic = (await call('GET', `/topics/${name}/`)).body;
    expect(topic).toMatchObject({ name, partitions: [partition(0), partition(1)] });
    expect(topic.configs).toMatchObject({ 'retention.ms': '60000', 'cleanup.policy': 'delete' });
    expect((await call('GET', `/topics/${name}/partitions`)).body).toEqual(topic.partitions);
    expect((await call('GET', `/topics/${name}/partitions/1`)).body).toEqual(partition(1));
    const offsets = (await call('GET', `/topics/${name}/partitions/1/offsets`)).body;
    expect(offsets).toEqual({ beginning_offset: 0, end_offset: 2 });
    expect((await call('GET', '/brokers')).body).toEqual({ brokers: [1] });
  });

  test.each([
    ['/topics/absent', 40403],
    ['/topics/absent/partitions', 40401],
    ['/topics/absent/partitions/0', 40401],
    ['/topics/absent/partitions/0/offsets', 40401],
    ['/topics/absent/partitions/0/records?offset=0', 40401],
    [`/topics/${'n'.repeat(300)}`, 40403],
    ['/topics/%00', 40403],
    ['/topics/a%2Fb', 40403],
    ['/topics/a%0Ab/partitions', 40401],
    ['/topics/%00/partitions/0/records?offset=0', 40401],
    ['/topics/TOPIC/partitions/7', 40402],
    ['/topics/TOPIC/partitions/7/offsets', 40402],
    ['/topics/TOPIC/partitions/7/records?offset=0', 40402],
    ['/topics/TOPIC/partitions/2147483647/records?offset=0', 40402],
    ['/topics/TOPIC/partitions/9999999999/records?offset=0', 40402],
    ['/topics/TOPIC/partitions/99999999999', 404],
    ['/topics/TOPIC/partitions/-1', 404],
    ['/topics/TOPIC/partitions/1e0', 404],
    ['/topics/TOPIC/partitions/x/records?offset=0', 404],
  ])('%s is not found: %d', async (path, code) => {
    const { status, headers, body } = await call('GET', path.replace('TOPIC', await newTopic()));
    expect([status, body.error_code, headers['content-type']]).toEqual([404, code, V2_JSON]);
  });

  test.each([
    [undefined, 200, V2_JSON],
    ['*/*', 200, V2_JSON],
    ['application/*', 200, V2_JSON],
    ['*/json', 200, V2_JSON],
    ['application/vnd.kafka.v2+json', 200, V2_JSON],
    ['application/vnd.kafka+json', 200, V2_JSON],
    ['application/vnd.kafka.json.v2+json', 200, V2_JSON],
    ['application/json', 200, 'application/json'],
    ['text/html, application/json;q=0.5', 200, 'application/json'],
    ['text/html', 406, V2_JSON],
    ['application/vnd.kafka.v3+json', 406, V2_JSON],
    ['application/json;q=0', 406, V2_JSON],
  ])('Accept: %s gets %d as %s', async (accept, status, type) => {
    const answer = await call('GET', '/topics', { headers: accept === undefined ? {} : { accept } });
    expect([answer.status, answer.headers['content-type']]).toEqual([status, type]);
  });
});

describe('produce', () => {
  test('stores JSON as its tokens and gives the offsets in order', async () => {
    const name = await newTopic();
    const answer = await produce(
      `/topics/${name}`,
      '{"records":[ {"key": {"b":1,"a":2.0}, "value": [ 9223372036854775808, "é\\n" ]}, {"value":null}, {"key":"k"} ]}',
    );
    expect([answer.status, answer.headers['content-type']]).toEqual([200, V2_JSON]);
    const entry = (offset: number) => ({ partition: 0, offset, error_code: null, error: null });
    expect(answer.body).toEqual({
      offsets: [entry(0), entry(1), entry(2)],
      key_schema_id: null,
      value_schema_id: null,
    });
    const { text, body } = await read(name);
    expect(text).toContain('"key":{"b":1,"a":2.0},"value":[9223372036854775808,"é\\n"],"headers":[]');
    expect(body.map((record: { value: unknown }) => record.value)).toEqual([expect.anything(), null, null]);
  });

  test('stores binary, headers and timestamps', async () => {
    const name = await newTopic();
    const headers = [
      { key: 'trace', value: 'AAE=' },
      { key: 'trace', value: null },
      { key: 'é"', value: '' },
    ];
    const record = { key: 'AP8=', value: 'gIE=', timestamp: 1_700_000_000_123, headers };
    expect((await produce(`/topics/${name}/partitions/0`, [record], V2_BINARY_RECORDS)).status).toBe(200);
    const answer = await read(name, 'offset=0', V2_BINARY_RECORDS);
    expect(answer.headers['content-type']).toBe(V2_BINARY_RECORDS);
    expect(answer.body).toEqual([{ topic: name, partition: 0, offset: 0, ...record }]);
  });

  test('stamps records without a time with the time of the append', async () => {
    const name = await newTopic();
    await produce(`/topics/${name}`, [{ value: 1 }]);
    const [record] = (await read(name)).body;
    expect(Math.abs(record.timestamp - Date.now())).toBeLessThan(60_000);
  });

  test('puts records of a key where Kafka’s clients put them, by the bytes that are stored', async () => {
    const name = await newTopic(7);
    const keys = ['"a"', '{"id":1}', '1.0', '"é"'];
    const { body } = await produce(
      `/topics/${name}`,
      `{"records":[${keys.map((key) => `{"key": ${key}}`).join(',')}]}`,
    );
    const expected = keys.map((key) => (murmur2(Buffer.from(key)) & 0x7fffffff) % 7);
    expect(body.offsets.map((entry: { partition: number }) => entry.partition)).toEqual(expected);
  });

  test('keeps keyless records of a request together and takes the next partition for the next', async () => {
    const name = await newTopic(3);
    const partitions: number[] = [];
    for (let i = 0; i < 6; i++) {
      const { body } = await produce(`/topics/${name}`, [{ value: 1 }, { value: 2 }]);
      const [first, second] = body.offsets;
      expect(second.partition).toBe(first.partition);
      partitions.push(first.partition);
    }
    expect([...partitions.slice(0, 3)].sort()).toEqual([0, 1, 2]);
    expect(partitions.slice(3)).toEqual(partitions.slice(0, 3));
  });

  test('prefers a record’s partition to the path’s, and either to the key', async () => {
    const name = await newTopic(3);
    const records = [
      { value: 1, partition: '2' },
      { value: 2, key: 'a' },
      { value: 3, partition: null },
    ];
    const { body } = await produce(`/topics/${name}/partitions/1`, records);
    expect(body.offsets.map((entry: { partition: number }) => entry.partition)).toEqual([2, 1, 1]);
  });

  test('says of each record whether it is stored: 200 for some, 422 for none', async () => {
    const name = await newTopic(1, { 'max.message.bytes': '1000' });
    const large = { value: 'x'.repeat(2000) };
    const some = await produce(`/topics/${name}`, [
      { value: 1 },
      large,
      { value: 2 },
      { value: 3, partition: 9 },
    ]);
    expect(some.status).toBe(200);
    expect(some.body.offsets).toMatchObject([
      { partition: 0, offset: 0, error: null },
      {
        partition: null,
        offset: null,
        error_code: 50002,
        error: expect.stringContaining('MESSAGE_TOO_LARGE'),
      },
      { partition: 0, offset: 1, error: null },
      {
        partition: null,
        offset: null,
        error_code: 50003,
        error: expect.stringContaining('UNKNOWN_TOPIC_OR_PARTITION'),
      },
    ]);
    const none = await produce(`/topics/${name}`, [large, large]);
    expect(none.status).toBe(422);
    expect(none.body.offsets).toHaveLength(2);
    expect((await call('GET', `/topics/${name}/partitions/0/offsets`)).body.end_offset).toBe(2);
  });

  test('needs keys in compacted topics, record by record', async () => {
    const name = await newTopic(1, { 'cleanup.policy': 'compact' });
    const { body } = await produce(`/topics/${name}`, [{ value: 1 }, { key: 1, value: 1 }]);
    expect(body.offsets).toMatchObject([{ error: expect.stringContaining('INVALID_RECORD') }, { offset: 0 }]);
  });

  test('sees partitions that were added a moment ago', async () => {
    const name = await newTopic();
    await produce(`/topics/${name}`, [{ value: 1 }]);
    await gateway.broker.createPartitions({ name, partitionCount: 3 }, context);
    expect((await produce(`/topics/${name}/partitions/2`, [{ value: 1 }])).body.offsets[0]).toMatchObject({
      partition: 2,
    });
  });

  test('takes gzip', async () => {
    const { gzipSync } = await import('node:zlib');
    const name = await newTopic();
    const body = gzipSync('{"records":[{"value":"packed"}]}');
    const headers = { 'content-type': V2_JSON_RECORDS, 'content-encoding': 'gzip' };
    expect((await call('POST', `/topics/${name}`, { body, headers })).status).toBe(200);
    expect((await read(name)).body[0].value).toBe('packed');
  });

  test('many records arrive whole and in order', async () => {
    const name = await newTopic();
    const records = Array.from({ length: 20_000 }, (_, i) => ({ value: { i, text: `record ${i} äöü` } }));
    expect((await produce(`/topics/${name}`, records)).body.offsets.at(-1)).toMatchObject({ offset: 19_999 });
    const values: unknown[] = [];
    while (values.length < records.length) {
      const { body } = await read(name, `offset=${values.length}&max_bytes=200000`);
      expect(body.length).toBeGreaterThan(0);
      values.push(...body.map((record: { value: unknown }) => record.value));
    }
    expect(values).toEqual(records.map(({ value }) => value));
  });
});

describe('read', () => {
  test('begins at the offset, also within a batch, and ends before the limit, with one record at least', async () => {
    const name = await newTopic();
    const value = 'x'.repeat(98);
    await produce(
      `/topics/${name}`,
      Array.from({ length: 10 }, () => ({ value })),
    );
    const offsets = async (query: string) =>
      (await read(name, query)).body.map((record: { offset: number }) => record.offset);
    expect(await offsets('offset=7')).toEqual([7, 8, 9]);
    expect(await offsets('offset=2&max_bytes=300')).toEqual([2, 3, 4]);
    expect(await offsets('offset=2&max_bytes=1')).toEqual([2]);
    expect(await offsets('offset=9&max_bytes=0')).toEqual([9]);
    expect(await offsets('offset=9&max_bytes=-1')).toEqual([9]);
    expect(await offsets('offset=10&timeout=0')).toEqual([]);
  });

  test('is answered by the append that it waits for', async () => {
    const name = await newTopic();
    const start = performance.now();
    const waiting = read(name, 'offset=0&timeout=20000');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await produce(`/topics/${name}`, [{ value: 'awaited' }]);
    const { body } = await waiting;
    expect(body).toMatchObject([{ offset: 0, value: 'awaited' }]);
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(190);
    expect(took).toBeLessThan(5000);
  });

  test('answers nothing when nothing came in time', async () => {
    const name = await newTopic();
    const start = performance.now();
    expect((await read(name, 'offset=0&timeout=300')).text).toBe('[]');
    expect(performance.now() - start).toBeGreaterThan(290);
  });

  test('stops waiting when the client has gone', async () => {
    const name = await newTopic();
    const leaving = new AbortController();
    const asked = fetch(`${gateway.url}/topics/${name}/partitions/0/records?offset=0&timeout=25000`, {
      signal: leaving.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await produce(`/topics/${name}`, [{ value: 1 }]);
    expect((await read(name)).body).toHaveLength(1);
  });

  test.each([
    ['offset=6', 416, 416],
    ['offset=9007199254740991', 416, 416],
    ['', 400, 400],
    ['offset=', 400, 400],
    ['offset=-1', 400, 400],
    ['offset=x', 400, 400],
    ['offset=1.5', 400, 400],
    ['offset=1e3', 400, 400],
    ['offset=9007199254740993', 400, 400],
    ['offset=99999999999999999999', 400, 400],
    ['offset=1&offset=2', 400, 400],
    ['offset=0&timeout=x', 400, 400],
    ['offset=0&timeout=-1', 400, 400],
    ['offset=0&max_bytes=many', 400, 400],
  ])('refuses ?%s with %d', async (query, status, code) => {
    const name = await newTopic();
    await produce(
      `/topics/${name}`,
      [1, 2, 3, 4, 5].map((value) => ({ value })),
    );
    const answer = await read(name, query);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });

  test('stops before what is not JSON, and says so of the first record', async () => {
    const name = await newTopic();
    const base64 = (bytes: string | Buffer) => Buffer.from(bytes as string).toString('base64');
    const records = [
      { value: base64('{"a": 1}') },
      { value: base64('"\\ud800"') },
      { value: base64('not json') },
      { value: base64(Buffer.from([0x22, 0xff, 0x22])) },
      { key: base64('{'), value: base64('1') },
      { value: '' },
      { value: base64('7') },
    ];
    await produce(`/topics/${name}`, records, V2_BINARY_RECORDS);
    const first = await read(name);
    expect(first.text).toContain('"value":{"a": 1}');
    expect(first.body).toHaveLength(2);
    for (const offset of [2, 3, 4, 5]) {
      const { status, body } = await read(name, `offset=${offset}`);
      expect([status, body.error_code]).toEqual([422, 42205]);
      expect(body.message).toContain('deserialization error for format json');
    }
    expect((await read(name, 'offset=6')).body[0].value).toBe(7);
    expect((await read(name, 'offset=0', V2_BINARY_RECORDS)).body).toHaveLength(7);
  });

  test.each([
    [undefined, V2_BINARY_RECORDS],
    ['*/*', V2_BINARY_RECORDS],
    ['application/json', 'application/json'],
    [V2_JSON, V2_JSON],
    ['application/vnd.kafka.binary.v2+json', V2_BINARY_RECORDS],
    ['application/vnd.kafka.json+json', 'application/vnd.kafka.json+json'],
    [`text/html, ${V2_JSON_RECORDS};q=0.9`, V2_JSON_RECORDS],
  ])('Accept: %s is answered as %s', async (accept, type) => {
    const name = await newTopic();
    await produce(`/topics/${name}`, [{ value: 1 }]);
    const answer = await fetch(`${gateway.url}/topics/${name}/partitions/0/records?offset=0`, {
      headers: accept === undefined ? {} : { accept },
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    const [record] = (await answer.json()) as { value: unknown }[];
    expect(record?.value).toBe(type.includes('.json') ? 1 : 'MQ==');
  });

  test.each(['text/html', 'application/vnd.kafka.avro.v2+json', 'application/vnd.kafka.json.v3+json'])(
    'Accept: %s is not acceptable',
    async (accept) => {
      const { status, body } = await read(await newTopic(), 'offset=0&timeout=0', accept);
      expect([status, body.error_code]).toEqual([406, 406]);
    },
  );
});
