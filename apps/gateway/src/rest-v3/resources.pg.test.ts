// REST Proxy v3's brokers, ends of partitions, replicas and reassignments over the real gateway and database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

let gateway: TestGateway;
let call: ApiCall;
let clusterId: string;
let cluster: string;

beforeAll(async () => {
  gateway = await startGateway();
  call = apiCalls(gateway.url);
  clusterId = (await call('GET', '/v3/clusters')).body.data[0].cluster_id;
  cluster = `/v3/clusters/${clusterId}`;
  for (const [topic_name, partitions_count] of [
    ['orders', 2],
    ['another', 1],
  ]) {
    await call('POST', `${cluster}/topics`, { body: { topic_name, partitions_count } });
  }
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

describe('brokers', () => {
  test('are the one, where the caller reached it', async () => {
    const { body } = await call('GET', `${cluster}/brokers`);
    const self = `${gateway.url}${cluster}/brokers/1`;
    expect(body).toEqual({
      kind: 'KafkaBrokerList',
      metadata: { self: `${gateway.url}${cluster}/brokers`, next: null },
      data: [
        {
          kind: 'KafkaBroker',
          metadata: { self, resource_name: `crn:///kafka=${clusterId}/broker=1` },
          cluster_id: clusterId,
          broker_id: 1,
          host: '127.0.0.1',
          port: Number(new URL(gateway.url).port),
          rack: null,
          configs: { related: `${self}/configs` },
          partition_replicas: { related: `${self}/partition-replicas` },
        },
      ],
    });
    expect((await call('GET', `${cluster}/brokers/1`)).body).toEqual(body.data[0]);
    expect((await call('GET', cluster)).body.controller.related).toBe(self);
  });

  test.each<[Record<string, string>, string, number]>([
    [{ 'x-forwarded-host': 'kafka.example', 'x-forwarded-proto': 'https' }, 'kafka.example', 443],
    [{ 'x-forwarded-host': 'kafka.example' }, 'kafka.example', 80],
    [{ 'x-forwarded-host': 'kafka.example:9000' }, 'kafka.example', 9000],
    [{ 'x-forwarded-host': '[::1]:9000' }, '::1', 9000],
  ])('are where a proxy says: %j', async (headers, host, port) => {
    expect((await call('GET', `${cluster}/brokers/1`, { headers })).body).toMatchObject({ host, port });
  });

  test('have the replica of every partition', async () => {
    const { body } = await call('GET', `${cluster}/brokers/1/partition-replicas`);
    expect(body.kind).toBe('KafkaReplicaList');
    expect(
      body.data.map((replica: { topic_name: string; partition_id: number }) => [
        replica.topic_name,
        replica.partition_id,
      ]),
    ).toEqual([
      ['another', 0],
      ['orders', 0],
      ['orders', 1],
    ]);
    expect(body.data[2]).toEqual(
      (await call('GET', `${cluster}/topics/orders/partitions/1/replicas/1`)).body,
    );
  });

  test.each(['0', '2', 'x', '-1', '1e0', '%00'])('do not include %s', async (id) => {
    for (const path of ['', '/partition-replicas', '/configs']) {
      const { status, body } = await call('GET', `${cluster}/brokers/${id}${path}`);
      expect([status, body.error_code]).toEqual([404, 404]);
    }
  });
});

describe('ends of a partition', () => {
  test('are its first and its next offset', async () => {
    await call('POST', '/topics/orders/partitions/1', {
      body: JSON.stringify({ records: [{ value: 1 }, { value: 2 }] }),
      headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
    });
    const path = `${cluster}/topics/orders/partitions/1/offset`;
    const { body } = await call('GET', `${path}?offset_type=earliest_and_latest`);
    expect(body).toEqual({
      kind: 'KafkaPartitionWithOffsets',
      metadata: {
        self: gateway.url + path,
        resource_name: `crn:///kafka=${clusterId}/topic=orders/partition=1/offset_type=earliest_and_latest`,
      },
      cluster_id: clusterId,
      topic_name: 'orders',
      partition_id: 1,
      earliest_offset: 0,
      latest_offset: 2,
    });
    expect((await call('GET', path)).body).toEqual(body);
    expect((await call('GET', `${cluster}/topics/orders/partitions/0/offset`)).body.latest_offset).toBe(0);
  });

  test.each<[string, number, number]>([
    ['orders/partitions/0/offset?offset_type=latest', 400, 400],
    ['orders/partitions/0/offset?offset_type=', 400, 400],
    ['orders/partitions/2/offset', 404, 40402],
    ['orders/partitions/-1/offset', 404, 404],
    ['absent/partitions/0/offset', 404, 40403],
  ])('%s: %d', async (path, status, code) => {
    const answer = await call('GET', `${cluster}/topics/${path}`);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });
});

describe('replicas', () => {
  test('are the one, which leads', async () => {
    const path = `${cluster}/topics/orders/partitions/0/replicas`;
    const { body } = await call('GET', path);
    expect(body).toEqual({
      kind: 'KafkaReplicaList',
      metadata: { self: gateway.url + path, next: null },
      data: [
        {
          kind: 'KafkaReplica',
          metadata: {
            self: `${gateway.url}${path}/1`,
            resource_name: `crn:///kafka=${clusterId}/topic=orders/partition=0/replica=1`,
          },
          cluster_id: clusterId,
          topic_name: 'orders',
          partition_id: 0,
          broker_id: 1,
          is_leader: true,
          is_in_sync: true,
          broker: { related: `${gateway.url}${cluster}/brokers/1` },
        },
      ],
    });
    expect((await call('GET', `${path}/1`)).body).toEqual(body.data[0]);
    const partition = (await call('GET', `${cluster}/topics/orders/partitions/0`)).body;
    expect([partition.leader.related, partition.replicas.related]).toEqual([
      `${gateway.url}${path}/1`,
      gateway.url + path,
    ]);
  });

  test.each<[string, number]>([
    ['orders/partitions/0/replicas/2', 404],
    ['orders/partitions/0/replicas/x', 404],
    ['orders/partitions/2/replicas', 40403],
    ['orders/partitions/2/replicas/1', 40403],
    ['absent/partitions/0/replicas', 40403],
  ])('%s are not there', async (path, code) => {
    const { status, body } = await call('GET', `${cluster}/topics/${path}`);
    expect([status, body.error_code]).toEqual([404, code]);
  });
});

describe('reassignments', () => {
  test.each(['topics/-/partitions/-/reassignment', 'topics/orders/partitions/-/reassignment'])(
    'at %s are none',
    async (path) => {
      expect((await call('GET', `${cluster}/${path}`)).body).toEqual({
        kind: 'KafkaReassignmentList',
        metadata: { self: `${gateway.url}${cluster}/${path}`, next: null },
        data: [],
      });
    },
  );

  test.each<[string, number]>([
    ['orders/partitions/0/reassignment', 404],
    ['orders/partitions/7/reassignment', 40403],
    ['absent/partitions/-/reassignment', 40403],
    ['absent/partitions/0/reassignment', 40403],
  ])('of %s are not there', async (path, code) => {
    const { status, body } = await call('GET', `${cluster}/topics/${path}`);
    expect([status, body.error_code]).toEqual([404, code]);
  });
});

describe('topics', () => {
  test('say what the caller may do where that is asked for', async () => {
    const all = [
      'READ',
      'WRITE',
      'CREATE',
      'DELETE',
      'ALTER',
      'DESCRIBE',
      'DESCRIBE_CONFIGS',
      'ALTER_CONFIGS',
    ];
    const listed = await call('GET', `${cluster}/topics?includeAuthorizedOperations=true`);
    const one = await call('GET', `${cluster}/topics/orders?include_authorized_operations=true`);
    expect(listed.body.data[0].authorized_operations).toEqual(all);
    expect(one.body.authorized_operations).toEqual(all);
    for (const query of ['', '?includeAuthorizedOperations=false&include_authorized_operations=false']) {
      expect((await call('GET', `${cluster}/topics${query}`)).body.data[0].authorized_operations).toEqual([]);
      expect((await call('GET', `${cluster}/topics/orders${query}`)).body.authorized_operations).toEqual([]);
    }
    expect((await call('GET', `${cluster}/topics?includeAuthorizedOperations=1`)).status).toBe(400);
  });

  test('are only checked with validate_only, as they are given partitions', async () => {
    const path = `${cluster}/topics/another`;
    const patch = (partitions_count: number) =>
      call('PATCH', path, { body: { partitions_count, validate_only: true } });
    const planned = await patch(3);
    expect([planned.status, planned.body.partitions_count]).toEqual([200, 3]);
    expect((await patch(1)).status).toBe(400);
    expect((await call('GET', path)).body.partitions_count).toBe(1);
  });
});
