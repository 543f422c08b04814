// Deleting records up to an offset over REST v3, and what the metrics say of it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

let gateway: TestGateway;
let call: ApiCall;
let topics: string;
let topicNumber = 0;
let topic: string;

beforeAll(async () => {
  gateway = await startGateway();
  call = apiCalls(gateway.url);
  const { body } = await call('GET', '/v3/clusters');
  topics = `/v3/clusters/${body.data[0].cluster_id}/topics`;
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

beforeEach(async () => {
  topic = `deleted-${++topicNumber}`;
  await call('POST', topics, { body: { topic_name: topic, partitions_count: 2 } });
  for (const value of ['a', 'b', 'c'])
    await call('POST', `${topics}/${topic}/records`, {
      body: { partition_id: 0, value: { type: 'JSON', data: value } },
    });
});

const deleteBefore = (...places: [number, unknown][]) =>
  call('POST', `${topics}/${topic}/records:delete`, {
    body: { data: places.map(([partition_id, before_offset]) => ({ partition_id, before_offset })) },
  });

test('records before an offset are gone, and their space is freed', async () => {
  const answer = await deleteBefore([0, 2], [1, 'latest']);
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      data: [
        { partition_id: 0, log_start_offset: 2 },
        { partition_id: 1, log_start_offset: 0 },
      ],
      failures: [],
    },
  ]);
  const { body } = await call('GET', `${topics}/${topic}/partitions/0/offset`);
  expect([body.earliest_offset, body.latest_offset]).toEqual([2, 3]);
  expect((await call('GET', `${topics}/${topic}/partitions/0/records?offset=1`)).status).toBe(416);
  const page = await call('GET', `${topics}/${topic}/partitions/0/records?offset=2`);
  expect(page.body.data.map(({ value }: { value: { data: string } }) => value.data)).toEqual(['c']);
  const freed = async () =>
    /weir_log_cleanup_records_total\{policy="delete"\} (\d+)/.exec((await call('GET', '/metrics')).text)?.[1];
  await expect.poll(freed, { timeout: 5_000 }).toBe('2');
});

test('each partition has its own verdict', async () => {
  const answer = await deleteBefore([0, 1], [0, 4], [9, 0]);
  expect(answer.status).toBe(207);
  expect(answer.body.data).toEqual([{ partition_id: 0, log_start_offset: 1 }]);
  expect(
    answer.body.failures.map((one: { partition_id: number; error_code: number }) => [
      one.partition_id,
      one.error_code,
    ]),
  ).toEqual([
    [0, 416],
    [9, 40403],
  ]);
});

test('where none is deleted the request fails', async () => {
  expect(await deleteBefore([0, 4])).toMatchObject({ status: 416, body: { error_code: 416 } });
  expect(await deleteBefore([7, 0])).toMatchObject({ status: 404, body: { error_code: 40403 } });
  topic = 'unknown';
  expect(await deleteBefore([0, 0])).toMatchObject({ status: 404, body: { error_code: 40403 } });
});

test('what is not a legal request is refused', async () => {
  expect((await deleteBefore([0, -1])).status).toBe(400);
  expect((await deleteBefore([0, 'earliest'])).status).toBe(400);
  expect((await deleteBefore()).status).toBe(400);
  expect((await call('POST', `${topics}/${topic}/records:delete`, { body: {} })).status).toBe(422);
});

test('a topic that is compacted only keeps its records', async () => {
  topic = `compacted-${topicNumber}`;
  const configs = [{ name: 'cleanup.policy', value: 'compact' }];
  await call('POST', topics, { body: { topic_name: topic, configs } });
  expect(await deleteBefore([0, 'latest'])).toMatchObject({ status: 400, body: { error_code: 40002 } });
});
