// REST Proxy v3's configs over the real gateway and database: shapes, codes, what an alteration does on every gateway.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiAnswer, ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

let gateway: TestGateway;
let call: ApiCall;
let clusterId: string;
let cluster: string;
let topics = 0;
let topic: string;

beforeAll(async () => {
  gateway = await startGateway({ config: { messageMaxBytes: 5_000 } });
  call = apiCalls(gateway.url);
  clusterId = (await call('GET', '/v3/clusters')).body.data[0].cluster_id;
  cluster = `/v3/clusters/${clusterId}`;
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

beforeEach(async () => {
  topic = `t${++topics}`;
  await call('POST', `${cluster}/topics`, { body: { topic_name: topic } });
});

const codes = ({ status, body }: ApiAnswer): [number, number | undefined] => [status, body?.error_code];
const raw = (body: unknown) => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const produce = (to: ApiCall, size: number) =>
  to('POST', `/topics/${topic}`, {
    body: JSON.stringify({ records: [{ value: 'x'.repeat(size) }] }),
    headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
  });

/** Where a kind of configs is, with a config of each that nobody set. */
const owners: [string, { path: () => string; name: string; kind: string; owned: () => object }][] = [
  [
    'topic',
    {
      path: () => `${cluster}/topics/${topic}/configs`,
      name: 'retention.ms',
      kind: 'KafkaTopicConfig',
      owned: () => ({ topic_name: topic, source: 'DYNAMIC_TOPIC_CONFIG' }),
    },
  ],
  [
    'broker',
    {
      path: () => `${cluster}/brokers/1/configs`,
      name: 'log.retention.ms',
      kind: 'KafkaBrokerConfig',
      owned: () => ({ broker_id: 1, source: 'DYNAMIC_BROKER_CONFIG' }),
    },
  ],
  [
    'cluster',
    {
      path: () => `${cluster}/broker-configs`,
      name: 'log.retention.ms',
      kind: 'KafkaClusterConfig',
      owned: () => ({ config_type: 'BROKER', source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' }),
    },
  ],
];

describe.each(owners)('configs of the %s', (title, { path, name, kind, owned }) => {
  const get = (config = name) => call('GET', `${path()}/${config}`);
  /** What is not set for the cluster is not there at all. */
  const isUnset = async (config = name) => {
    const { status, body } = await get(config);
    return title === 'cluster' ? status === 404 : body.is_default;
  };

  test('are set, shown and taken back', async () => {
    expect(await isUnset()).toBe(true);
    const set = await call('PUT', `${path()}/${name}`, { body: { value: 86400000 } });
    expect([set.status, set.text]).toEqual([204, '']);
    const { body } = await get();
    const self = `${gateway.url}${path()}/${name}`;
    expect(body).toMatchObject({
      kind,
      metadata: { self },
      cluster_id: clusterId,
      name,
      value: '86400000',
      is_default: false,
      is_read_only: false,
      is_sensitive: false,
      ...owned(),
    });
    expect(body.metadata.resource_name).toMatch(
      new RegExp(`^crn:///kafka=${clusterId}/.*config=${name.replaceAll('.', '\\.')}$`),
    );
    expect(body.synonyms[0]).toEqual({ name, value: '86400000', source: body.source });
    const list = await call('GET', path());
    expect(list.body).toMatchObject({
      kind: `${kind}List`,
      metadata: { self: gateway.url + path(), next: null },
    });
    expect(list.body.data.find((config: { name: string }) => config.name === name)).toEqual(body);
    const names = list.body.data.map((config: { name: string }) => config.name);
    expect(names).toEqual([...names].sort());
    expect((await call('DELETE', `${path()}/${name}`)).status).toBe(204);
    expect(await isUnset()).toBe(true);
    expect((await call('DELETE', `${path()}/${name}`)).status).toBe(204);
  });

  test('are altered together, all or none', async () => {
    const other = name.replace('.ms', '.bytes');
    const data = [
      { name, value: '1000' },
      { name: other, value: 7, operation: 'SET' },
    ];
    const alter = (body: object) => call('POST', `${path()}:alter`, { body });
    expect((await alter({ data, validate_only: true })).status).toBe(204);
    expect([await isUnset(), await isUnset(other)]).toEqual([true, true]);
    expect(
      codes(
        await alter({
          data: [
            { name, value: '1000' },
            { name: other, value: 'x' },
          ],
        }),
      ),
    ).toEqual([400, 40002]);
    expect(await isUnset()).toBe(true);
    expect((await alter({ data })).status).toBe(204);
    expect([(await get()).body.value, (await get(other)).body.value]).toEqual(['1000', '7']);
    const back = data.map((one) => ({ name: one.name, operation: 'DELETE' }));
    expect((await alter({ data: back })).status).toBe(204);
    expect([await isUnset(), await isUnset(other)]).toEqual([true, true]);
  });

  test.each<[string, unknown, number, number]>([
    ['no body', '', 422, 42206],
    ['no value', {}, 422, 422],
    ['null', { value: null }, 422, 422],
    ['a list', { value: [1] }, 400, 400],
    ['another field', { value: '1', values: '1' }, 400, 400],
    ['no JSON', '{', 400, 400],
    ['an illegal value', { value: 'soon' }, 400, 40002],
  ])('are not set to %s', async (_, body, status, code) => {
    expect(codes(await call('PUT', `${path()}/${name}`, raw(body)))).toEqual([status, code]);
    expect(await isUnset()).toBe(true);
  });

  test.each<[string, (name: string) => unknown, number, number]>([
    ['no body', () => '', 422, 42206],
    ['no data', () => ({}), 422, 422],
    ['no name', () => ({ data: [{ value: '1' }] }), 422, 422],
    ['another operation', (n) => ({ data: [{ name: n, value: '1', operation: 'APPEND' }] }), 400, 400],
    ['SET without a value', (n) => ({ data: [{ name: n }] }), 400, 40002],
    ['a name twice', (n) => ({ data: [1, 2].map((value) => ({ name: n, value })) }), 400, 40002],
    ['an illegal value', (n) => ({ data: [{ name: n, value: '-7' }] }), 400, 40002],
    [
      'an unknown name',
      (n) => ({
        data: [
          { name: n, value: '1' },
          { name: 'x', value: '1' },
        ],
      }),
      404,
      404,
    ],
  ])('are not altered by %s', async (_, body, status, code) => {
    expect(codes(await call('POST', `${path()}:alter`, raw(body(name))))).toEqual([status, code]);
    expect(await isUnset()).toBe(true);
  });

  test.each([['no.such'], ['constructor'], ['%00'], ['x'.repeat(300)]])(
    'do not include %s',
    async (unknown) => {
      for (const [method, request] of [
        ['GET', {}],
        ['PUT', { body: { value: '1' } }],
        ['DELETE', {}],
      ] as const) {
        expect(codes(await call(method, `${path()}/${unknown}`, request)), method).toEqual([404, 404]);
      }
    },
  );
});

describe('configs that are not there', () => {
  test.each<[string, number]>([
    ['topics/absent/configs', 40403],
    ['topics/%00/configs', 40403],
    ['brokers/2/configs', 404],
    ['brokers/x/configs', 404],
    ['brokers/01/configs', 404],
  ])('%s are answered with 404/%d', async (path, code) => {
    const body = { data: [{ name: 'retention.ms', value: '1' }] };
    const all = [
      await call('GET', `${cluster}/${path}`),
      await call('GET', `${cluster}/${path}/retention.ms`),
      await call('PUT', `${cluster}/${path}/retention.ms`, { body: { value: '1' } }),
      await call('DELETE', `${cluster}/${path}/retention.ms`),
      await call('POST', `${cluster}/${path}:alter`, { body }),
    ];
    for (const answer of all) expect(codes(answer)).toEqual([404, code]);
  });

  test('belong to another cluster', async () => {
    for (const path of ['broker-configs', 'brokers/-/configs', 'brokers/1/configs', 'topics/-/configs']) {
      expect(codes(await call('GET', `/v3/clusters/other/${path}`))).toEqual([404, 404]);
      expect(codes(await call('POST', `/v3/clusters/other/${path}:alter`, { body: {} }))).toEqual([404, 404]);
    }
  });
});

describe('configs of the broker', () => {
  test('that are read-only say so and stay', async () => {
    const path = `${cluster}/brokers/1/configs/num.partitions`;
    expect((await call('GET', path)).body).toMatchObject({
      value: '1',
      is_read_only: true,
      is_default: true,
    });
    for (const at of [path, `${cluster}/broker-configs/num.partitions`]) {
      expect(codes(await call('PUT', at, { body: { value: 2 } }))).toEqual([400, 40002]);
      expect(codes(await call('DELETE', at))).toEqual([400, 40002]);
    }
  });

  test('of all brokers are those of the one', async () => {
    const { body } = await call('GET', `${cluster}/brokers/-/configs`);
    expect(body.metadata.self).toBe(`${gateway.url}${cluster}/brokers/-/configs`);
    expect(body.data).toEqual((await call('GET', `${cluster}/brokers/1/configs`)).body.data);
  });

  test('are the defaults of topics, with where each value comes from', async () => {
    await call('PUT', `${cluster}/brokers/1/configs/message.max.bytes`, { body: { value: 300 } });
    await call('PUT', `${cluster}/broker-configs/message.max.bytes`, { body: { value: 400 } });
    const { body } = await call('GET', `${cluster}/topics/${topic}/configs/max.message.bytes`);
    const name = 'message.max.bytes';
    expect(body).toMatchObject({
      value: '300',
      is_default: false,
      source: 'DYNAMIC_BROKER_CONFIG',
      synonyms: [
        { name, value: '300', source: 'DYNAMIC_BROKER_CONFIG' },
        { name, value: '400', source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' },
        { name, value: '5000', source: 'STATIC_BROKER_CONFIG' },
        { name, value: '1048588', source: 'DEFAULT_CONFIG' },
      ],
    });
    expect((await produce(call, 250)).status).toBe(422);
    await call('DELETE', `${cluster}/brokers/1/configs/message.max.bytes`);
    expect((await produce(call, 250)).status).toBe(200);
    await call('DELETE', `${cluster}/broker-configs/message.max.bytes`);
    expect((await produce(call, 4_000)).status).toBe(200);
    expect((await produce(call, 6_000)).status).toBe(422);
  });
});

describe('configs of several topics', () => {
  const alter = (body: unknown) => call('POST', `${cluster}/topics/-/configs:alter`, raw(body));
  const retention = async (name: string) =>
    (await call('GET', `${cluster}/topics/${name}/configs/retention.ms`)).body.value;
  const of = (topic_name: string, value: string, name = 'retention.ms') => ({
    topic_name,
    configs: [{ name, value }],
  });

  test('are altered in one call', async () => {
    await call('POST', `${cluster}/topics`, { body: { topic_name: `${topic}-b` } });
    const body = { data: [of(topic, '7'), of(`${topic}-b`, '8')] };
    expect((await alter({ ...body, validate_only: true })).status).toBe(204);
    expect(await retention(topic)).toBe('604800000');
    expect((await alter(body)).status).toBe(204);
    expect([await retention(topic), await retention(`${topic}-b`)]).toEqual(['7', '8']);
  });

  test('fail one by one', async () => {
    await call('POST', `${cluster}/topics`, { body: { topic_name: `${topic}-b` } });
    const { status, body } = await alter({
      data: [of('absent', '7'), of('%%', '7'), of(topic, '7'), of(`${topic}-b`, 'soon')],
    });
    expect(status).toBe(207);
    expect(body.failures).toEqual([
      { topic_name: 'absent', error_code: 40403, message: 'topic "absent" does not exist' },
      { topic_name: '%%', error_code: 40403, message: 'topic "%%" does not exist' },
      { topic_name: `${topic}-b`, error_code: 40002, message: expect.stringContaining('"soon"') },
    ]);
    expect([await retention(topic), await retention(`${topic}-b`)]).toEqual(['7', '604800000']);
  });

  test.each<[string, (name: string) => unknown, number, number]>([
    ['no body', () => '', 422, 42206],
    ['no data', () => ({}), 422, 422],
    ['no topic', () => ({ data: [{ configs: [] }] }), 422, 422],
    ['no configs', (name) => ({ data: [{ topic_name: name }] }), 422, 422],
    ['an unknown config', (name) => ({ data: [of(name, '7'), of(name, '7', 'no.such')] }), 404, 404],
  ])('are not altered by %s', async (_, body, status, code) => {
    expect(codes(await alter(body(topic)))).toEqual([status, code]);
    expect(await retention(topic)).toBe('604800000');
  });

  test('are listed together', async () => {
    const { body } = await call('GET', `${cluster}/topics/-/configs`);
    const own = body.data.filter((config: { topic_name: string }) => config.topic_name === topic);
    expect(own).toEqual((await call('GET', `${cluster}/topics/${topic}/configs`)).body.data);
    expect(new Set(body.data.map((config: { topic_name: string }) => config.topic_name)).size).toBe(
      (await call('GET', `${cluster}/topics`)).body.data.length,
    );
  });
});

describe('another gateway on the database', () => {
  test('refuses what was altered here within a second, and keeps it over restarts', async () => {
    let other = await startGateway({ beside: gateway, config: { messageMaxBytes: 5_000 } });
    const there = apiCalls(other.url);
    const refusedAfter = async (path: string): Promise<number> => {
      expect((await produce(there, 2_000)).status).toBe(200);
      await call('PUT', path, { body: { value: 1_000 } });
      const start = performance.now();
      while ((await produce(there, 2_000)).status === 200)
        if (performance.now() - start > 5_000) return Infinity;
      return performance.now() - start;
    };
    const ofTopic = `${cluster}/topics/${topic}/configs/max.message.bytes`;
    expect(await refusedAfter(ofTopic)).toBeLessThan(1_000);
    await call('DELETE', ofTopic);
    expect((await produce(call, 2_000)).status).toBe(200);
    await other.close();
    other = await startGateway({ beside: gateway });
    const ofCluster = `${cluster}/broker-configs/message.max.bytes`;
    await call('PUT', ofCluster, { body: { value: 1_000 } });
    await other.close();
    other = await startGateway({ beside: gateway });
    expect((await produce(apiCalls(other.url), 2_000)).status).toBe(422);
    expect((await apiCalls(other.url)('GET', ofCluster)).body.value).toBe('1000');
    await call('DELETE', ofCluster);
    expect(other.complaints).toEqual([]);
    await other.close();
  });
});
