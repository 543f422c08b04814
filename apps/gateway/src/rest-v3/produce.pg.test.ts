// REST Proxy v3 produce over the real gateway and database: records, reports, and what is wrong with either.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { storedRecords } from '../../../../tools/testing/stored-records.ts';

const context = { principal: 'User:test', clientId: 'test' };
const json = { 'content-type': 'application/json' };

let gateway: TestGateway;
let call: ApiCall;
let clusterId: string;
let topics = 0;

beforeAll(async () => {
  gateway = await startGateway({ config: { requestBodyMaxBytes: 2 * 1024 * 1024 } });
  call = apiCalls(gateway.url);
  ({ clusterId } = await gateway.broker.describeCluster(context));
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

async function newTopic(configs: Record<string, string> = {}, partitionCount = 1): Promise<string> {
  const name = `topic-${++topics}`;
  await gateway.broker.createTopic({ name, partitionCount, configs }, context);
  return name;
}

const pathOf = (topic: string) => `/v3/clusters/${clusterId}/topics/${topic}/records`;

/** Of a stream: its reports. */
async function produce(topic: string, body: string | Uint8Array, headers: Record<string, string> = json) {
  const answer = await fetch(gateway.url + pathOf(topic), { method: 'POST', body: body as string, headers });
  const text = await answer.text();
  const reports = text.trimEnd().split('\n');
  return { status: answer.status, reports: reports.map((line) => JSON.parse(line) as Report) };
}

type Report = Readonly<Record<string, unknown>>;

const codes = (reports: readonly Report[]) => reports.map((report) => report['error_code']);
const stored = (topic: string, partition = 0) => storedRecords(gateway.broker, { topic, partition });
const text = (bytes: Uint8Array | null | undefined) => bytes && Buffer.from(bytes).toString();

/** With the beginning of the first column in front of it, to name the test. */
function shortened<T extends [string, ...unknown[]]>(rows: readonly T[]): [string, ...T][] {
  return rows.map((row) => [row[0].slice(0, 60), ...row]);
}

describe('one record', () => {
  test('is stored with key, value, headers and timestamp, and reported as it is stored', async () => {
    const topic = await newTopic({}, 3);
    const { status, body } = await call('POST', pathOf(topic), {
      body: {
        partition_id: 2,
        headers: [
          { name: 'a', value: 'AQI=' },
          { name: 'a', value: null },
        ],
        key: { type: 'STRING', data: 'k\u00e9y' },
        value: { type: 'JSON', data: { a: 1 } },
        timestamp: '2021-02-05T19:14:42.5+01:00',
      },
    });
    expect([status, body]).toEqual([
      200,
      {
        error_code: 200,
        cluster_id: clusterId,
        topic_name: topic,
        partition_id: 2,
        offset: 0,
        timestamp: '2021-02-05T18:14:42.500Z',
        key: { type: 'STRING', size: 4 },
        value: { type: 'JSON', size: 7 },
      },
    ]);
    const [record] = await stored(topic, 2);
    expect(record).toMatchObject({ timestamp: Date.parse(body.timestamp) });
    expect([text(record?.key), text(record?.value)]).toEqual(['kéy', '{"a":1}']);
    expect(record?.headers).toEqual([
      { key: 'a', value: new Uint8Array([1, 2]) },
      { key: 'a', value: null },
    ]);
  });

  test.each<[string, string | null, object | undefined]>([
    ['{}', null, undefined],
    ['{"value":null}', null, undefined],
    ['{"value":{}}', null, { type: 'JSON', size: 0 }],
    ['{"value":{"data":null}}', null, { type: 'JSON', size: 0 }],
    ['{"value":{"type":"STRING","data":null}}', null, { type: 'STRING', size: 0 }],
    ['{"value":{"type":"BINARY","data":null}}', null, { type: 'BINARY', size: 0 }],
    ['{"value":{"type":"STRING","data":""}}', '', { type: 'STRING', size: 0 }],
    ['{"value":{"type":"BINARY","data":""}}', '', { type: 'BINARY', size: 0 }],
    ['{"value":{"type":"BINARY","data":"aGk="}}', 'hi', { type: 'BINARY', size: 2 }],
    ['{"value":{"data":"aGk=","type":"BINARY"}}', 'hi', { type: 'BINARY', size: 2 }],
    ['{"value":{"type":"STRING","data":"a\\u00e9\\n"}}', 'aé\n', { type: 'STRING', size: 4 }],
    ['{"value":{"data":"text"}}', '"text"', { type: 'JSON', size: 6 }],
    ['{"value":{"type":null,"data": [ 1.0 , 1e400 ]}}', '[1.0,1e400]', { type: 'JSON', size: 11 }],
    ['{"v\\u0061lue":{"data":1,"schema_id":null}}', '1', { type: 'JSON', size: 1 }],
    [
      '{"value":{"data":1},"partition_id":"0","headers":null,"timestamp":null,"key":null}',
      '1',
      { type: 'JSON', size: 1 },
    ],
  ])('%s has the value %j', async (body, value, reported) => {
    const topic = await newTopic();
    const { reports } = await produce(topic, body);
    expect(codes(reports)).toEqual([200]);
    expect(reports[0]).not.toHaveProperty('key');
    expect(reports[0]?.['value']).toEqual(reported);
    const [record] = await stored(topic);
    expect(text(record?.value)).toBe(value);
  });

  test('goes to the partition of its key', async () => {
    const topic = await newTopic({}, 7);
    const body = '{"key":{"type":"STRING","data":"21"}}';
    // As Kafka's Java client places it.
    const { partitionForKey } = await import('@weir/protocol');
    const { reports } = await produce(topic, body);
    expect(reports[0]?.['partition_id']).toBe(partitionForKey(Buffer.from('21'), 7));
  });

  test('has the time of the append, where the topic stamps records', async () => {
    const topic = await newTopic({ 'message.timestamp.type': 'LogAppendTime' });
    const { reports } = await produce(topic, '{"value":{"data":1},"timestamp":"2021-02-05T19:14:42Z"}');
    const [record] = await stored(topic);
    expect(Date.parse(reports[0]?.['timestamp'] as string)).toBe(record?.timestamp);
    expect(Math.abs(Date.now() - (record?.timestamp ?? 0))).toBeLessThan(60_000);
  });
});

/** In the place of its report; the record behind it is stored. */
describe('a record that is not as it should be has an error in place of its report, and the next goes on:', () => {
  test.each(
    shortened<[string, number, string]>([
      [
        '{"values":{"data":1}}',
        400,
        'Bad Request: unknown or repeated field "values" at byte 1 of the record',
      ],
      ['{"records":{"value":{"data":1}}}', 400, 'unknown or repeated field "records"'],
      ['{"value":{"data":1},"value":{"data":1}}', 400, 'unknown or repeated field "value"'],
      ['{"value":{"datum":1}}', 400, 'unknown or repeated field "datum"'],
      ['{"value":1}', 400, 'expected an object'],
      ['{"value":{"type":"AVRO","data":1}}', 400, 'AVRO needs a schema registry, and there is none yet'],
      ['{"value":{"type":"PROTOBUF","data":1}}', 400, 'schema registry'],
      ['{"value":{"type":"json","data":1}}', 400, 'type is one of JSON, STRING, BINARY, not "json"'],
      ['{"value":{"schema_id":1,"data":1}}', 400, 'there is no schema registry yet that schema_id'],
      ['{"key":{"subject":"s","data":1}}', 400, 'there is no schema registry yet that subject'],
      ['{"value":{"type":"BINARY","data":"a"}}', 400, 'BINARY data is not base64'],
      ['{"value":{"type":"BINARY","data":1}}', 400, 'BINARY data must be a string'],
      ['{"value":{"type":"STRING","data":{}}}', 400, 'STRING data must be a string'],
      ['{"value":{"data":"\\ud800"}}', 400, 'half of a surrogate pair'],
      ['{"headers":[{"value":"AQI="}]}', 400, 'a header needs a "name"'],
      ['{"headers":[{"name":"a","value":"?"}]}', 400, 'the value of a header is not base64'],
      ['{"headers":{}}', 400, 'headers must be an array'],
      ['{"partition_id":1.5}', 400, 'partition_id must be an integer'],
      ['{"partition_id":-1}', 404, 'Partition not found'],
      ['{"partition_id":7}', 404, 'has no partition 7'],
      ['{"timestamp":"yesterday"}', 400, 'timestamp must be RFC 3339'],
      ['{"timestamp":"2021-02-30T00:00:00Z"}', 400, 'timestamp must be RFC 3339'],
      ['{"timestamp":1612552482}', 400, 'timestamp must be a string'],
      ['{"timestamp":"1969-12-31T23:59:59Z"}', 422, 'epoch milliseconds'],
      [`{"value":{"data":"${'x'.repeat(1_048_588)}"}}`, 413, 'max.message.bytes'],
    ]),
  )('%s', async (_, bad, code, message) => {
    const topic = await newTopic();
    const good = '{"value":{"data":1}}';
    const { status, reports } = await produce(topic, `${good}${bad} ${good}`);
    expect(status).toBe(200);
    expect(reports[1]?.['message']).toContain(message);
    const wanted = code === 404 ? (bad.includes('-1') ? 40402 : 40403) : code;
    expect(codes(reports)).toEqual([200, wanted, 200]);
    expect(await stored(topic)).toHaveLength(2);
  });

  test('JSON that nests deeper than the setting allows', async () => {
    const bad = `{"value":{"data":${'['.repeat(600)}${']'.repeat(600)}}}`;
    const { reports } = await produce(await newTopic(), `{}${bad}{}`);
    expect(codes(reports)).toEqual([200, 400, 200]);
    expect(reports[1]?.['message']).toContain('values nest more than 512 deep');
  });

  test('more headers than the setting allows', async () => {
    const bad = `{"headers":[${Array.from({ length: 1001 }, () => '{"name":"a"}').join(',')}]}`;
    const { reports } = await produce(await newTopic(), `${bad}{}`);
    expect(codes(reports)).toEqual([422, 200]);
  });

  test('bytes that are no UTF-8', async () => {
    const topic = await newTopic();
    const bad = Buffer.from('{"value":{"data":"\xff"}}', 'latin1');
    const good = Buffer.from('{"value":{"data":"é"}}');
    const { reports } = await produce(topic, Buffer.concat([good, bad, good]));
    expect(codes(reports)).toEqual([200, 400, 200]);
    expect(reports[1]?.['message']).toContain('not UTF-8');
  });

  test('a record without a key, in a topic that is compacted', async () => {
    const topic = await newTopic({ 'cleanup.policy': 'compact' });
    const { reports } = await produce(topic, '{"key":{"data":1}}{}{"key":{"data":2}}');
    expect(codes(reports)).toEqual([200, 422, 200]);
  });
});

describe('behind what is no JSON nothing is read any more:', () => {
  test.each(
    shortened<[string, string]>([
      ['[{"value":{"data":1}}]', 'expected a JSON object'],
      ['x', 'expected a JSON object'],
      [',', 'expected a JSON object'],
      ['"text"', 'expected a JSON object'],
      ['{"value":{"data":nope}}', 'expected null'],
      ['{"value":{"data":1}]', 'expected "," or "}"'],
      ['{"value"', 'ends in the middle'],
      [`{"value":{"data":${'['.repeat(1001)}${']'.repeat(1001)}}}`, 'deep'],
      [`{"value":{"data":"${'x'.repeat(2 * 1024 * 1024)}"}}`, 'WEIR_REQUEST_BODY_MAX_BYTES'],
    ]),
  )('%s', async (_, bad, message) => {
    const topic = await newTopic();
    const { status, reports } = await produce(topic, `{"value":{"data":1}}\n${bad}{"value":{"data":2}}`);
    expect(status).toBe(200);
    expect(reports).toHaveLength(2);
    expect(reports[0]?.['error_code']).toBe(200);
    expect(reports[1]?.['error_code']).toBe(message.startsWith('WEIR') ? 413 : 400);
    expect(reports[1]?.['message']).toContain(message);
    expect(await stored(topic)).toHaveLength(1);
  });
});

describe('a request', () => {
  test.each<[string, Record<string, string>, string, number, number]>([
    ['without a body', json, '', 422, 42206],
    ['with nothing but white space', json, ' \r\n\t ', 422, 42206],
    ['of another type', { 'content-type': 'text/plain' }, '{}', 415, 415],
    ['of an unknown charset', { 'content-type': 'application/json; charset=utf-7' }, '{}', 400, 400],
    ['of an unknown encoding', { ...json, 'content-encoding': 'br' }, '{}', 415, 415],
    ['that says that it is gzip', { ...json, 'content-encoding': 'gzip' }, '{}', 400, 400],
    ['for another answer', { ...json, accept: 'text/csv' }, '{}', 406, 406],
    ['with an illegal key', { ...json, 'idempotency-key': 'a b' }, '{}', 400, 400],
  ])('%s is refused as a whole', async (_, headers, body, status, code) => {
    const answer = await call('POST', pathOf(await newTopic()), { body, headers });
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });

  test('to another cluster is not found', async () => {
    const answer = await call('POST', `/v3/clusters/other/topics/x/records`, { body: {} });
    expect([answer.status, answer.body.error_code]).toEqual([404, 404]);
  });

  test.each(['absent', 'a%20b', '%00'])('to the topic %s is told so per record', async (topic) => {
    const { status, reports } = await produce(topic, '{}{}');
    expect([status, codes(reports)]).toEqual([200, [40403, 40403]]);
  });

  test('may be ISO-8859-1', async () => {
    const topic = await newTopic();
    const body = Buffer.from('{"value":{"type":"STRING","data":"é"}}', 'latin1');
    const { reports } = await produce(topic, body, {
      'content-type': 'application/json; charset=ISO-8859-1',
    });
    expect(reports[0]?.['value']).toEqual({ type: 'STRING', size: 2 });
    expect(text((await stored(topic))[0]?.value)).toBe('é');
  });

  test('may be gzip', async () => {
    const topic = await newTopic();
    const records = Array.from({ length: 5000 }, (_, i) => `{"value":{"data":${i}}}`).join('\n');
    const { reports } = await produce(topic, gzipSync(records), { ...json, 'content-encoding': 'gzip' });
    expect(reports.map((report) => report['offset'])).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect((await stored(topic)).map(({ value }) => Number(text(value)))).toEqual(
      Array.from({ length: 5000 }, (_, i) => i),
    );
  });

  test('of gzip that grows beyond all measure is cut', async () => {
    const topic = await newTopic();
    const bomb = gzipSync('{}' + ' '.repeat(64 * 1024 * 1024));
    const { reports } = await produce(topic, bomb, { ...json, 'content-encoding': 'gzip' });
    expect(codes(reports)).toEqual([200, 413]);
    expect(reports[1]?.['message']).toContain('WEIR_DECOMPRESSION_RATIO_MAX');
  });

  test('with a key can be repeated: each record is stored once, by its place', async () => {
    const topic = await newTopic();
    const headers = { ...json, 'idempotency-key': 'stream-1' };
    const records = [1, 2, 3].map((n) => `{"value":{"data":${n}}}`);
    const first = await produce(topic, records.slice(0, 2).join(''), headers);
    // Another way to separate them, and one record more.
    const again = await produce(topic, records.join('\n'), headers);
    expect(again.reports.slice(0, 2)).toEqual(first.reports);
    expect(codes(again.reports)).toEqual([200, 200, 200]);
    const other = await produce(topic, [records[0], records[2]].join(''), headers);
    expect(codes(other.reports)).toEqual([200, 422]);
    expect((await stored(topic)).map(({ value }) => text(value))).toEqual(['1', '2', '3']);
  });

  test('with a key takes none that another client may use', async () => {
    const topic = await newTopic();
    const send = (key: string, value: number) =>
      produce(topic, `{"value":{"data":${value}}}`, { ...json, 'idempotency-key': key });
    const whole = await call('POST', `/topics/${topic}`, {
      body: '{"records":[{"value":0}]}',
      headers: { 'content-type': 'application/vnd.kafka.json.v2+json', 'idempotency-key': 'stream-2/0' },
    });
    expect(whole.status).toBe(200);
    const streams = [await send('stream-2', 1), await send('stream-2/0', 2), await send('stream-2/0/0', 3)];
    expect(streams.flatMap(({ reports }) => codes(reports))).toEqual([200, 200, 200]);
  });

  test('of many tiny records is answered for each', async () => {
    const topic = await newTopic();
    const { reports } = await produce(topic, '{}'.repeat(30_000));
    expect(reports).toHaveLength(30_000);
    expect(reports.at(-1)?.['offset']).toBe(29_999);
  });
});
