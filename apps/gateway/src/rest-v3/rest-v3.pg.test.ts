// REST Proxy v3 over the real gateway and database: shapes, codes, links.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

let gateway: TestGateway;
let call: ApiCall;
let cluster: string;

beforeAll(async () => {
  gateway = await startGateway({ config: { numPartitions: 2 } });
  call = apiCalls(gateway.url);
  cluster = `/v3/clusters/${(await call('GET', '/v3/clusters')).body.data[0].cluster_id}`;
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

const create = (body: object) => call('POST', `${cluster}/topics`, { body });

describe('clusters', () => {
  test('are a list of one, with absolute links to what belongs to it', async () => {
    const { body } = await call('GET', '/v3/clusters/');
    const self = gateway.url + cluster;
    expect(body).toMatchObject({
      kind: 'KafkaClusterList',
      metadata: { self: `${gateway.url}/v3/clusters`, next: null },
      data: [{ kind: 'KafkaCluster', metadata: { self }, topics: { related: `${self}/topics` } }],
    });
    expect((await call('GET', cluster)).body).toEqual(body.data[0]);
  });

  test.each([
    '',
    '/topics',
    '/topics/x',
    '/topics/x/partitions',
    '/topics/x/partitions/0',
    '/topics/-/statistics',
  ])('of another id have no %s', async (path) => {
    const { status, body } = await call('GET', `/v3/clusters/other${path}`);
    expect([status, body.error_code]).toEqual([404, 404]);
  });

  test('of another id are not found before anything else is looked at', async () => {
    for (const [method, path] of [
      ['POST', '/topics'],
      ['PATCH', '/topics/x'],
      ['DELETE', '/topics/x'],
    ] as const) {
      const { status } = await call(method, `/v3/clusters/other${path}`, { body: 'no json' });
      expect(status, method).toBe(404);
    }
  });
});

describe('topics', () => {
  test('are created, found, listed, given partitions and deleted', async () => {
    const created = await create({
      topic_name: 'orders',
      partitions_count: 3,
      configs: [{ name: 'retention.ms', value: 1000 }],
    });
    const self = `${gateway.url}${cluster}/topics/orders`;
    expect(created.status).toBe(201);
    expect(created.headers['location']).toBe(self);
    expect(created.body).toMatchObject({
      kind: 'KafkaTopic',
      metadata: { self, resource_name: `crn:///kafka=${cluster.split('/').at(-1)}/topic=orders` },
      topic_name: 'orders',
      is_internal: false,
      replication_factor: 1,
      partitions_count: 3,
      partitions: { related: `${self}/partitions` },
    });
    expect((await call('GET', `${cluster}/topics/orders`)).body).toEqual(created.body);
    await create({ topic_name: 'another' });
    const list = await call('GET', `${cluster}/topics`);
    expect(list.body.data.map((topic: { topic_name: string }) => topic.topic_name)).toEqual([
      'another',
      'orders',
    ]);
    const grown = await call('PATCH', `${cluster}/topics/orders`, { body: { partitions_count: '5' } });
    expect([grown.status, grown.body.partitions_count]).toEqual([200, 5]);
    expect((await call('GET', '/topics/orders')).body.configs['retention.ms']).toBe('1000');

    const deleted = await call('DELETE', `${cluster}/topics/orders`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    const gone = await call('GET', `${cluster}/topics/orders`);
    expect([gone.status, gone.body.error_code]).toEqual([404, 40403]);
    expect((await call('DELETE', `${cluster}/topics/orders`)).status).toBe(404);
  });

  test('take the server’s number of partitions where none is given', async () => {
    expect((await create({ topic_name: 'by-default' })).body.partitions_count).toBe(2);
    expect(
      (await create({ topic_name: 'by-minus-one', partitions_count: -1, replication_factor: -1 })).body
        .partitions_count,
    ).toBe(2);
  });

  test('take their number of partitions from the assignment of replicas', async () => {
    const replicas_assignments = { 0: [1], 1: [1], 2: [1] };
    expect(
      (await create({ topic_name: 'assigned', partitions_count: 9, replicas_assignments })).body
        .partitions_count,
    ).toBe(3);
  });

  test('are not made from a name that objects hide', async () => {
    const body = '{"topic_name":"hidden","replicas_assignments":{"__proto__":[1]}}';
    const headers = { 'content-type': 'application/json' };
    const answer = await call('POST', `${cluster}/topics`, { body, headers });
    expect([answer.status, answer.body.message]).toEqual([
      400,
      'HTTP 400 Bad Request: unknown field "__proto__"',
    ]);
    expect((await call('GET', `${cluster}/topics/hidden`)).status).toBe(404);
  });

  test('are only checked with validate_only', async () => {
    const { status, body } = await create({
      topic_name: 'planned',
      partitions_count: 4,
      validate_only: true,
    });
    expect([status, body.partitions_count]).toEqual([200, 4]);
    expect((await call('GET', `${cluster}/topics/planned`)).status).toBe(404);
    await create({ topic_name: 'taken' });
    const again = await create({ topic_name: 'taken', validate_only: true });
    expect([again.status, again.body.error_code]).toEqual([400, 40002]);
  });

  test('may have names of 249 characters, and ones that need escapes nowhere else', async () => {
    const name = 'n'.repeat(249);
    expect((await create({ topic_name: name })).status).toBe(201);
    expect((await call('GET', `${cluster}/topics/${name}`)).status).toBe(200);
    expect((await create({ topic_name: '-' })).status).toBe(201);
    expect((await call('GET', `${cluster}/topics/-/partitions`)).body.data).toHaveLength(2);
  });

  test.each<[unknown, number, number]>([
    ['', 422, 42206],
    ['null', 422, 42206],
    [{}, 422, 422],
    [{ topic_name: null }, 422, 422],
    [{ topic_name: '' }, 422, 42206],
    [{ topic_name: '..' }, 422, 42206],
    [{ topic_name: 'a b' }, 422, 42206],
    [{ topic_name: 'a\u0000b' }, 422, 42206],
    [{ topic_name: 'n'.repeat(250) }, 422, 42206],
    [{ topic_name: 1 }, 400, 400],
    [{ topic_name: 'x', other: 1 }, 400, 400],
    [{ other: 1 }, 400, 400],
    [{ topic_name: 'x', partitions_count: 'many' }, 400, 400],
    [{ topic_name: 'x', partitions_count: 1.5 }, 400, 400],
    [{ topic_name: 'x', partitions_count: 1e300 }, 400, 400],
    [{ topic_name: 'x', partitions_count: 0 }, 400, 40002],
    [{ topic_name: 'x', partitions_count: 2147483647 }, 400, 40002],
    [{ topic_name: 'x', replication_factor: 3 }, 400, 40002],
    [{ topic_name: 'x', replicas_assignments: { 1: [1] } }, 400, 40002],
    [{ topic_name: 'x', replicas_assignments: { 0: [7] } }, 400, 40002],
    [{ topic_name: 'x', replicas_assignments: { 0: [1, 2] } }, 400, 40002],
    [{ topic_name: 'x', configs: [{ name: 'no.such.config', value: '1' }] }, 400, 40002],
    [{ topic_name: 'x', configs: [{ name: 'retention.ms', value: 'soon' }] }, 400, 40002],
    [{ topic_name: 'x', configs: [{ name: 'cleanup.policy', value: '\u0000' }] }, 400, 40002],
    [{ topic_name: 'x', configs: [{ name: '__proto__', value: '1' }] }, 400, 40002],
    [
      {
        topic_name: 'x',
        configs: [
          { name: 'retention.ms', value: '1' },
          { name: 'retention.ms', value: '2' },
        ],
      },
      400,
      40002,
    ],
    [{ topic_name: 'x', configs: { 'retention.ms': '1' } }, 400, 400],
    ['{"topic_name":"x"', 400, 400],
    ['{"topic_name":"x"}}', 400, 400],
    ['{"topic_name":"\\ud800"}', 400, 400],
    ['["x"]', 400, 400],
    [`{"topic_name":"x","configs":${'['.repeat(1000)}${']'.repeat(1000)}}`, 400, 400],
  ])('are not created from %j', async (body, status, code) => {
    const before = (await call('GET', `${cluster}/topics`)).body.data.length;
    const answer = await call('POST', `${cluster}/topics`, {
      body: body as string,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
    expect((await call('GET', `${cluster}/topics`)).body.data).toHaveLength(before);
  });

  test('are not created twice', async () => {
    await create({ topic_name: 'once' });
    const { status, body } = await create({ topic_name: 'once' });
    expect([status, body.error_code]).toEqual([400, 40002]);
  });

  test.each<[string, unknown, number, number]>([
    ['steady', { partitions_count: 2 }, 400, 40002],
    ['steady', { partitions_count: 1 }, 400, 40002],
    ['steady', { partitions_count: 'x' }, 400, 400],
    ['steady', { partitions: 3 }, 400, 400],
    ['steady', {}, 422, 422],
    ['steady', '', 422, 42206],
    ['absent', { partitions_count: 3 }, 404, 40403],
    ['a%00b', { partitions_count: 3 }, 404, 40403],
  ])('%s is not given partitions from %j', async (name, body, status, code) => {
    await create({ topic_name: 'steady' });
    const answer = await call('PATCH', `${cluster}/topics/${name}`, {
      body: body as string,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
    expect((await call('GET', `${cluster}/topics/steady`)).body.partitions_count).toBe(2);
  });

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=UTF-8', 201],
  ])('take a body of %s with %d', async (type, status) => {
    const body = JSON.stringify({ topic_name: 'typed' });
    const answer = await call('POST', `${cluster}/topics`, { body, headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
  });

  test('are answered as JSON or not at all', async () => {
    const refused = await call('GET', `${cluster}/topics`, { headers: { accept: 'text/csv' } });
    expect([refused.status, refused.body.error_code]).toEqual([406, 406]);
    const browser = 'text/html,application/xhtml+xml,*/*;q=0.8';
    expect((await call('GET', `${cluster}/topics`, { headers: { accept: browser } })).status).toBe(200);
  });
});

describe('partitions', () => {
  test('are listed and found', async () => {
    await create({ topic_name: 'parted', partitions_count: 2 });
    const { body } = await call('GET', `${cluster}/topics/parted/partitions`);
    const self = `${gateway.url}${cluster}/topics/parted/partitions/1`;
    expect(body.data[1]).toMatchObject({
      kind: 'KafkaPartition',
      metadata: { self },
      partition_id: 1,
      leader: { related: `${self}/replicas/1` },
    });
    expect((await call('GET', `${cluster}/topics/parted/partitions/1`)).body).toEqual(body.data[1]);
  });

  test.each([
    ['parted/partitions/2', 40403],
    ['parted/partitions/99999999999', 404],
    ['parted/partitions/-1', 404],
    ['parted/partitions/x', 404],
    ['absent/partitions', 40403],
    ['absent/partitions/0', 40403],
    ['%00/partitions', 40403],
  ])('%s are not there', async (path, code) => {
    const { status, body } = await call('GET', `${cluster}/topics/${path}`);
    expect([status, body.error_code]).toEqual([404, code]);
  });
});

describe('statistics', () => {
  test('count records and bytes of every topic', async () => {
    await create({ topic_name: 'counted', partitions_count: 2 });
    const records = [
      { value: 1, partition: 0 },
      { value: 2, partition: 1 },
      { value: 3, partition: 1 },
    ];
    await call('POST', '/topics/counted', {
      body: JSON.stringify({ records }),
      headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
    });
    const { body } = await call('GET', `${cluster}/topics/-/statistics`);
    const counted = body.data.find((topic: { topic_name: string }) => topic.topic_name === 'counted');
    expect(counted).toMatchObject({
      kind: 'KafkaTopicStatistics',
      is_internal: false,
      partitions_count: 2,
      records: 3,
      partitions: [
        { partition_id: 0, earliest_offset: 0, latest_offset: 1, records: 1 },
        { partition_id: 1, earliest_offset: 0, latest_offset: 2, records: 2 },
      ],
    });
    expect(counted.size_bytes).toBeGreaterThan(100);
    expect(Math.abs(Date.parse(body.sampled_at) - Date.now())).toBeLessThan(60_000);
    const self = new URL(counted.metadata.self);
    expect((await call('GET', self.pathname + self.search)).body.data).toEqual([counted]);
  });

  test('of a topic that is not there, or can not be, are empty', async () => {
    expect((await call('GET', `${cluster}/topics/-/statistics?topic_name=absent`)).body.data).toEqual([]);
    expect((await call('GET', `${cluster}/topics/-/statistics?topic_name=%00`)).body.data).toEqual([]);
  });
});

describe('links', () => {
  test.each<[Record<string, string>, string]>([
    [{ 'x-forwarded-host': 'kafka.example', 'x-forwarded-proto': 'https' }, 'https://kafka.example'],
    [{ 'x-forwarded-host': 'a.example, b.example', 'x-forwarded-port': '8443' }, 'http://a.example:8443'],
    [{ forwarded: 'for=1.2.3.4;proto=https;host="kafka.example:9", for=5.6.7.8' }, 'https://kafka.example:9'],
    [{ 'x-forwarded-host': 'kafka.example', 'x-forwarded-path': '/weir/' }, 'http://kafka.example/weir'],
  ])('follow what a proxy says: %j', async (headers, base) => {
    expect((await call('GET', '/v3/clusters', { headers })).body.metadata.self).toBe(`${base}/v3/clusters`);
  });

  test.each<[Record<string, string>]>([
    [{ 'x-forwarded-host': 'evil.example/path?' }],
    [{ 'x-forwarded-host': '"><script>' }],
    [{ 'x-forwarded-proto': 'mqtt' }],
    [{ 'x-forwarded-path': '//evil.example' }],
  ])('keep to the Host where a proxy says nonsense: %j', async (headers) => {
    expect((await call('GET', '/v3/clusters', { headers })).body.metadata.self).toBe(
      `${gateway.url}/v3/clusters`,
    );
  });
});
