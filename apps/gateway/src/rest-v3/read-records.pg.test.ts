// Pages of a partition over v3, on the real gateway and database: places to begin, types, limits, links, record batches.
import { Batch } from '@weir/protocol';
import type { ProducerRecord } from '@weir/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiAnswer, ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { RECORD_BATCHES } from './media-types.ts';

const context = { principal: 'User:test', clientId: 'test' };
const startMs = Date.UTC(2026, 0, 31, 12);

let gateway: TestGateway;
let call: ApiCall;
let topics: string;

beforeAll(async () => {
  gateway = await startGateway();
  call = apiCalls(gateway.url);
  topics = `/v3/clusters/${(await call('GET', '/')).body.kafka_cluster_id}/topics`;
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

const bytes = (text: string) => Buffer.from(text);

async function createTopic(name: string, configs = {}): Promise<void> {
  await gateway.broker.createTopic({ name, partitionCount: 1, configs }, context);
}

async function append(topic: string, records: readonly ProducerRecord[], partition = 0): Promise<void> {
  const [result] = await gateway.broker.append(
    [{ topic, partition, batch: Batch.fromRecords(records) }],
    context,
  );
  expect(result?.error).toBeNull();
}

const read = (topic: string, query: string, headers = {}): Promise<ApiAnswer> =>
  call('GET', `${topics}/${topic}/partitions/0/records?timeout_ms=0&${query}`, { headers });

const offsetsOf = ({ body }: ApiAnswer): number[] =>
  (body.data as { offset: number }[]).map(({ offset }) => offset);

describe('records', () => {
  test('have the form in which they can be sent', async () => {
    await createTopic('forms', { 'message.timestamp.after.max.ms': String(Number.MAX_SAFE_INTEGER) });
    const headers = [
      { key: 'trace', value: bytes('a1') },
      { key: 'trace', value: null },
    ];
    await append('forms', [
      { key: bytes('"k"'), value: bytes('{"n":1.0,"big":9223372036854775807}'), headers, timestamp: startMs },
      { key: bytes('plain "text"\n'), value: bytes('é'), timestamp: startMs },
      { key: null, value: Buffer.from([0xff, 0x00]), timestamp: Date.UTC(10_000, 0) },
      { key: bytes(''), value: null, timestamp: startMs + 1 },
      { key: null, value: bytes('[1,\r\n 2]'), timestamp: startMs },
    ]);
    const { text, body } = await read('forms', 'from=earliest');
    expect(body.data).toEqual([
      {
        partition_id: 0,
        offset: 0,
        timestamp: '2026-01-31T12:00:00.000Z',
        headers: [
          { name: 'trace', value: 'YTE=' },
          { name: 'trace', value: null },
        ],
        key: { type: 'JSON', data: 'k' },
        value: { type: 'JSON', data: { n: 1, big: Number('9223372036854775807') } },
      },
      expect.objectContaining({
        key: { type: 'STRING', data: 'plain "text"\n' },
        value: { type: 'STRING', data: 'é' },
      }),
      expect.objectContaining({ timestamp: null, key: null, value: { type: 'BINARY', data: '/wA=' } }),
      expect.objectContaining({ key: { type: 'STRING', data: '' }, value: null }),
      expect.objectContaining({ value: { type: 'JSON', data: [1, 2] } }),
    ]);
    // Token for token, on one line.
    expect(text).toContain('{"type":"JSON","data":{"n":1.0,"big":9223372036854775807}}');
    expect(text).not.toMatch(/[\r\n]/);
  });

  test('are the same again when they are sent as they were read', async () => {
    await createTopic('copies');
    const first = (await read('forms', 'from=earliest')).body.data as { offset: number }[];
    // A time that RFC 3339 has no form for is not sent.
    const sent = first.map(({ offset: _offset, ...record }) =>
      Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)),
    );
    const answer = await fetch(`${gateway.url}${topics}/copies/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: sent.map((record) => JSON.stringify(record)).join('\n'),
    });
    expect((await answer.text()).match(/"error_code":200/g)).toHaveLength(sent.length);
    const again = (await read('copies', 'from=earliest')).body.data as object[];
    expect(again.map((record) => ({ ...record, timestamp: '' }))).toEqual(
      first.map((record) => ({ ...record, timestamp: '' })),
    );
  });

  test('have the type that is asked for, or end the page where they can not', async () => {
    await createTopic('types');
    const values = ['1', '"two"', 'three', Buffer.from([0xff])];
    await append(
      'types',
      values.map((value) => ({ key: null, value: Buffer.from(value) })),
    );
    const valuesOf = async (query: string) =>
      ((await read('types', query)).body.data as { value: { type: string; data: unknown } }[]).map(
        ({ value }) => `${value.type} ${String(value.data)}`,
      );
    expect(await valuesOf('format=auto')).toEqual(['JSON 1', 'JSON two', 'STRING three', 'BINARY /w==']);
    expect(await valuesOf('format=json')).toEqual(['JSON 1', 'JSON two']);
    expect(await valuesOf('format=string')).toEqual(['STRING 1', 'STRING "two"', 'STRING three']);
    expect(await valuesOf('format=binary')).toHaveLength(4);
    const json = await read('types', 'format=json&offset=2');
    expect([json.status, json.body.error_code]).toEqual([422, 42205]);
    expect(json.body.message).toContain('the value at offset 2 of partition 0 is not JSON');
    const string = await read('types', 'format=string&offset=3');
    expect([string.status, string.body.error_code]).toEqual([422, 42205]);
  });
});

describe('a page', () => {
  beforeAll(async () => {
    await createTopic('pages');
    for (let batch = 0; batch < 3; batch++) {
      await append(
        'pages',
        Array.from({ length: 4 }, (_, index) => ({
          key: null,
          value: bytes(`${batch * 4 + index}`.padStart(10, '0')),
          timestamp: startMs + (batch * 4 + index) * 1000,
        })),
      );
    }
  });

  test.each([
    ['', 0],
    ['from=earliest', 0],
    ['offset=5', 5],
    ['offset=12', 12],
    ['from=latest', 12],
    [`timestamp=${startMs + 6500}`, 7],
    ['timestamp=2026-01-31T12:00:07Z', 7],
    ['timestamp=2026-01-31T13:00:07.000%2B01:00', 7],
    ['timestamp=0', 0],
    ['timestamp=2027-01-01T00:00:00Z', 12],
  ])('with %s begins at %i', async (query, first) => {
    const answer = await read('pages', query);
    expect(answer.status).toBe(200);
    expect(offsetsOf(answer)).toEqual(Array.from({ length: 12 - first }, (_, index) => first + index));
    expect(answer.body).toMatchObject({ log_start_offset: 0, high_watermark: 12 });
  });

  test('says where it is as it was asked for', async () => {
    const url = `${topics}/pages/partitions/0/records`;
    expect((await call('GET', url)).body.metadata.self).toBe(gateway.url + url);
  });

  test('leads to the next, in whatever pieces, and the last one to what comes later', async () => {
    for (const limit of ['max_records=5', 'max_bytes=35', 'max_bytes=1']) {
      const pages: number[][] = [];
      let url = `${topics}/pages/partitions/0/records?timeout_ms=0&format=string&${limit}`;
      for (;;) {
        const answer = await call('GET', url);
        expect(answer.body.metadata.self).toBe(gateway.url + url);
        const { next } = answer.body.metadata;
        expect(new URL(next).searchParams.get('format')).toBe('string');
        pages.push(offsetsOf(answer));
        url = next.slice(gateway.url.length);
        if (pages.at(-1)?.length === 0) break;
      }
      expect(pages.flat()).toEqual(Array.from({ length: 12 }, (_, index) => index));
      expect(pages[0]).toHaveLength(limit === 'max_records=5' ? 5 : limit === 'max_bytes=35' ? 3 : 1);
      expect(new URL(url, gateway.url).searchParams.get('offset')).toBe('12');
    }
  });

  test('waits at the end for as long as it is told', async () => {
    await createTopic('waiting');
    const url = `${topics}/waiting/partitions/0/records?timeout_ms=`;
    const began = performance.now();
    expect(offsetsOf(await call('GET', `${url}300`))).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(290);
    const waiting = call('GET', `${url}20000`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await append('waiting', [{ key: null, value: bytes('1') }]);
    expect(offsetsOf(await waiting)).toEqual([0]);
  });

  test('as record batches is what is stored, with its ends and the next page in headers', async () => {
    const accept = { accept: RECORD_BATCHES };
    const url = `${gateway.url}${topics}/pages/partitions/0/records`;
    const answer = await fetch(`${url}?offset=5&timeout_ms=0`, { headers: accept });
    expect(answer.headers.get('content-type')).toBe(RECORD_BATCHES);
    expect(answer.headers.get('weir-high-watermark')).toBe('12');
    expect(answer.headers.get('weir-log-start-offset')).toBe('0');
    expect(answer.headers.get('link')).toBe(`<${url}?offset=12&timeout_ms=0>; rel="next"`);
    const stored = await gateway.broker.fetch(
      {
        partitions: [{ topic: 'pages', partition: 0, offset: 5 }],
        maxWaitMs: 0,
        minBytes: 0,
        maxBytes: 1 << 20,
      },
      context,
    );
    const body = Buffer.from(await answer.arrayBuffer());
    expect(body).toEqual(Buffer.concat(stored[0]?.batches.map((batch) => batch.bytes) ?? []));
    expect(Batch.fromBytes(body).baseOffset).toBe(4);
    const end = await call('GET', `${topics}/pages/partitions/0/records?from=latest&timeout_ms=0`, {
      headers: accept,
    });
    expect([end.status, end.text]).toEqual([200, '']);
    expect(end.headers['link']).toContain('offset=12');
  });
});

describe('refusals', () => {
  test.each([
    ['offset=1&from=earliest', 400],
    ['offset=1&timestamp=5', 400],
    ['timestamp=yesterday', 400],
    ['offset=-1', 400],
    ['offset=1e3', 400],
    ['from=middle', 400],
    ['format=avro', 400],
    ['max_records=0', 400],
    ['offset=13', 416],
  ])('of %s: %i', async (query, status) => {
    const answer = await read('pages', query);
    expect([answer.status, Math.floor(answer.body.error_code)]).toEqual([status, status]);
  });

  test('of what is not there, and of other types', async () => {
    const status = async (path: string, headers = {}) =>
      (await call('GET', `${topics}/${path}/records`, { headers })).status;
    expect(await status('nowhere/partitions/0')).toBe(404);
    expect(await status('pages/partitions/1')).toBe(404);
    expect(await status('pages/partitions/x')).toBe(404);
    expect(await status('pages/partitions/0', { accept: 'text/html' })).toBe(406);
    expect((await call('GET', '/v3/clusters/other/topics/pages/partitions/0/records')).status).toBe(404);
  });
});
