// What is not there is said in the same way everywhere: topics and partitions, query parameters, paths of features to come.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { openApiDocument, operations } from '../openapi/document.ts';
import { exampleRequests, isStream } from '../../../../tools/testing/example-requests.ts';
import type { OpenApiDocument } from '../../../../tools/testing/example-requests.ts';

const context = { principal: 'User:test', clientId: 'test' };
const jsonRecords = 'application/vnd.kafka.json.v2+json';
const batches = 'application/vnd.weir.record-batches.v1';

let gateway: TestGateway;
let call: ApiCall;
let cluster: string;

beforeAll(async () => {
  gateway = await startGateway();
  call = apiCalls(gateway.url);
  const { clusterId } = await gateway.broker.describeCluster(context);
  cluster = `/v3/clusters/${clusterId}`;
  await gateway.broker.createTopic({ name: 'example', partitionCount: 1 }, context);
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

describe('a query parameter that is not known', () => {
  /** Those that Kafka's REST Proxy does not have. */
  const ours = [
    'readPartitionV3',
    'tailTopicV3',
    'listTopicStatisticsV3',
    'produceRecordBatchesV3',
    'initProducerIdV3',
    'commitRecordsV3',
    'deleteRecordsV3',
  ];
  const served = () => exampleRequests(openApiDocument() as unknown as OpenApiDocument);

  test('is refused by operations of our own, with the names of those that are', async () => {
    const requests = [
      ['GET', `${cluster}/topics/example/partitions/0/records`, 'max_records'],
      ['GET', `${cluster}/topics/example/records`, 'partitions'],
      ['GET', `${cluster}/topics/-/statistics`, 'topic_name'],
    ] as const;
    for (const [method, path, known] of requests) {
      const { status, body } = await call(method, `${path}?nonsense=1`);
      expect([status, body.message]).toEqual([400, expect.stringMatching(`"nonsense"; known:.*${known}`)]);
    }
    const deletion = '{"data":[{"partition_id":0,"before_offset":0}]}';
    const posts = [
      [`${cluster}/topics/example/partitions/0/records`, Buffer.alloc(61), batches],
      [`${cluster}/producers`, '{}', 'application/json'],
      [`${cluster}/topics/example/records:delete`, deletion, 'application/json'],
      [`${cluster}/records:commit`, '{"entries":[{"id":"1","topic_name":"example"}]}', 'application/json'],
    ] as const;
    for (const [path, content, type] of posts) {
      const { status, body } = await call('POST', `${path}?nonsense=1`, {
        body: content,
        headers: { 'content-type': type },
      });
      expect([status, body.message]).toEqual([400, expect.stringContaining('"nonsense"; known: none')]);
    }
  });

  test('is ignored by all others, as it is by REST Proxy', async () => {
    const { clusterId } = await gateway.broker.describeCluster(context);
    const others = served().filter(
      (request) => request.method === 'GET' && !ours.includes(request.id) && !isStream(request),
    );
    expect(others.length).toBeGreaterThan(20);
    for (const { id, path, headers } of others) {
      const place = path.replace('{cluster_id}', clusterId).replace('%7Bcluster_id%7D', clusterId);
      const plain = await call('GET', place, { headers });
      const { status } = await call('GET', `${place}${place.includes('?') ? '&' : '?'}nonsense=1`, {
        headers,
      });
      expect(status, id).toBe(plain.status);
    }
    for (const id of ours) expect(operations.map((operation) => operation.id)).toContain(id);
  });
});

test('a topic and a partition that are not there are called so in every dialect', async () => {
  const records = { headers: { accept: jsonRecords } };
  const produce = { body: '{"records":[{"value":1}]}', headers: { 'content-type': jsonRecords } };
  const topicAnswers = [
    await call('GET', '/topics/absent'),
    await call('POST', '/topics/absent', produce),
    await call('GET', '/topics/absent/partitions/0/records?offset=0', records),
    await call('GET', `${cluster}/topics/absent`),
    await call('GET', `${cluster}/topics/absent/partitions/0/records`),
    await call('GET', `${cluster}/topics/absent/records`),
    await call('DELETE', `${cluster}/topics/absent`),
  ];
  for (const { status, body } of topicAnswers)
    expect([status, body.message]).toEqual([404, 'topic "absent" does not exist']);
  const illegal = [await call('GET', '/topics/a%20b'), await call('GET', `${cluster}/topics/a%20b`)];
  for (const { status, body } of illegal)
    expect([status, body.message]).toEqual([404, 'topic "a b" does not exist']);
  const partitionAnswers = [
    await call('GET', '/topics/example/partitions/7'),
    await call('GET', '/topics/example/partitions/7/records?offset=0', records),
    await call('GET', `${cluster}/topics/example/partitions/7`),
    await call('GET', `${cluster}/topics/example/partitions/7/records`),
    await call('GET', `${cluster}/topics/example/records?partitions=7`),
  ];
  for (const { status, body } of partitionAnswers)
    expect([status, body.message]).toEqual([
      404,
      expect.stringMatching(/^topic "example" has no partition 7\b/),
    ]);
});

test('a path of a feature to come is told from a typing error', async () => {
  const message = async (method: string, path: string) => {
    const answer = await fetch(gateway.url + path, { method });
    expect(answer.status).toBe(404);
    return ((await answer.json()) as { message: string }).message;
  };
  expect(await message('POST', '/consumers/my-group')).toContain('does not have consumer instances yet');
  expect(await message('GET', `${cluster}/consumer-groups`)).toContain('does not have consumer groups yet');
  expect(await message('GET', `${cluster}/consumer-groups/g/lags`)).toContain('consumer groups yet; /docs/');
  expect(await message('GET', `${cluster}/acls?x=1`)).toContain('does not have ACLs yet');
  expect(await message('GET', '/connectors')).toContain('connectors yet');
  expect(await message('GET', '/consumersx')).toContain('there is no such path; /docs/');
  expect(await message('GET', `${cluster}/topicz`)).toContain('there is no such path; /docs/');
});
