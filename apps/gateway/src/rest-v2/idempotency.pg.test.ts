// The Idempotency-Key header of produce: a repeat gets the first answer to the byte and stores nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiAnswer, ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

const json = 'application/vnd.kafka.json.v2+json';
const binary = 'application/vnd.kafka.binary.v2+json';

let gateway: TestGateway;
let call: ApiCall;
let topics = 0;

beforeAll(async () => {
  gateway = await startGateway({ config: { allowedOrigins: ['https://app.example'] } });
  call = apiCalls(gateway.url);
});
afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

const context = { principal: 'User:ANONYMOUS', clientId: 'test' };

async function newTopic(configs: Record<string, string> = {}): Promise<string> {
  const name = `keyed-${++topics}`;
  await gateway.broker.createTopic({ name, partitionCount: 3, configs }, context);
  return name;
}

interface Sent {
  readonly key?: string;
  readonly type?: string;
  readonly headers?: Record<string, string>;
}

function produce(
  path: string,
  records: unknown,
  { key, type = json, headers }: Sent = {},
): Promise<ApiAnswer> {
  const keyHeader: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  return call('POST', `/topics/${path}`, {
    body: JSON.stringify({ records }),
    headers: { 'content-type': type, ...keyHeader, ...headers },
  });
}

async function storedIn(topic: string): Promise<number> {
  const [statistics] = await gateway.broker.topicStatistics([topic], context);
  return statistics?.records ?? -1;
}

describe('a produce with an Idempotency-Key', () => {
  it('is answered the same to the byte when it is repeated, and stored once', async () => {
    const topic = await newTopic();
    // Some go by key, some to partitions that they name, some wherever the turn is; one is refused.
    const records = [
      { key: 'a', value: 1 },
      { value: 2 },
      { value: 3, partition: 2 },
      { value: 4, partition: 9 },
      { value: 5 },
    ];
    const first = await produce(topic, records, { key: 'order-1' });
    expect(first.status).toBe(200);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    await produce(topic, [{ value: 'another request' }]);
    for (const key of ['order-1', '"order-1"']) {
      const again = await produce(topic, records, { key });
      expect([again.status, again.text]).toEqual([200, first.text]);
      expect(again.headers['idempotency-replayed']).toBe('true');
    }
    expect(await storedIn(topic)).toBe(5);
    const verdicts = first.body.offsets as { partition: number | null }[];
    expect(verdicts[3]).toMatchObject({ partition: null, error_code: 50003 });
    expect(verdicts[2]).toMatchObject({ partition: 2 });
    expect(verdicts[1]?.partition).toBe(verdicts[4]?.partition);
  });

  it('is answered 422 when the same key comes with anything else', async () => {
    const topic = await newTopic();
    const key = 'order-2';
    expect((await produce(topic, [{ value: 'YQ==' }], { key })).status).toBe(200);
    const others = [
      produce(topic, [{ value: 'YQ==', key: null }], { key }),
      produce(topic, [{ value: 'YQ==' }], { key, type: binary }),
      produce(`${topic}/partitions/0`, [{ value: 'YQ==' }], { key }),
      produce(await newTopic(), [{ value: 'YQ==' }], { key }),
    ];
    for (const { status, body } of await Promise.all(others)) {
      expect([status, body.error_code]).toEqual([422, 422]);
      expect(body.message).toContain('"order-2" belongs to another request');
    }
    expect(await storedIn(topic)).toBe(1);
  });

  it('is stored once when it comes twenty times at once', async () => {
    const topic = await newTopic();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => produce(topic, [{ value: 1 }, { value: 2 }], { key: 'order-3' })),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await storedIn(topic)).toBe(2);
  });

  it('is a new request where nothing of the first was stored', async () => {
    const topic = await newTopic({ 'max.message.bytes': '200' });
    const key = 'order-4';
    const refused = await produce(topic, [{ value: 'x'.repeat(300) }], { key });
    expect([refused.status, refused.body.offsets[0].error]).toEqual([
      422,
      expect.stringMatching(/^MESSAGE_TOO_LARGE/),
    ]);
    const smaller = await produce(topic, [{ value: 'x' }], { key });
    expect([smaller.status, smaller.headers['idempotency-replayed']]).toEqual([200, undefined]);
  });

  it.each(['', ' ', 'with space', 'k'.repeat(256), 'a"b', '"', 'ü'])('refuses the key %j', async (key) => {
    const topic = await newTopic();
    const answer = await produce(topic, [{ value: 1 }], { key: Buffer.from(key).toString('latin1') });
    expect([answer.status, answer.body.error_code]).toEqual([400, 400]);
    expect(await storedIn(topic)).toBe(0);
  });

  it('takes a request of thousands of records', async () => {
    const topic = await newTopic();
    const records = Array.from({ length: 20_000 }, (_, value) => ({ value, key: `k${value % 50}` }));
    const first = await produce(topic, records, { key: 'order-5' });
    const again = await produce(topic, records, { key: 'order-5' });
    expect(first.body.offsets).toHaveLength(20_000);
    expect(again.text).toBe(first.text);
    expect(await storedIn(topic)).toBe(20_000);
  });

  it('lets pages of an allowed origin send the key and see whether the answer is a repeat', async () => {
    const topic = await newTopic();
    const origin = 'https://app.example';
    const preflight = await call('OPTIONS', `/topics/${topic}`, {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,idempotency-key',
      },
    });
    expect(preflight.headers['access-control-allow-headers']).toContain('idempotency-key');
    const answer = await produce(topic, [{ value: 1 }], { key: 'order-6', headers: { origin } });
    expect(answer.headers['access-control-expose-headers']).toContain('Idempotency-Replayed');
  });
});
