// A stream of records under an Idempotency-Key that is sent again and again, at once and on two gateways, cut into other pieces each
// time: every record is stored once, and each answer says the same. And repeats whose topic is not there any more.
import { encodeRecordBatch } from '@weir/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

const context = { principal: 'User:test', clientId: 'test' };
const COUNT = 5000;

let gateway: TestGateway;
let beside: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
  beside = await startGateway({ beside: gateway });
});

afterAll(async () => {
  await beside.close();
  await gateway.close();
});

/** Most have no key, so that each try may choose other partitions; some are refused, each for a reason of its own. */
function recordAt(n: number): string {
  if (n % 97 === 5) return '{"unknown":1}';
  if (n % 53 === 7) return JSON.stringify({ value: { data: 'x'.repeat(500) } });
  if (n % 31 === 3) return JSON.stringify({ partition_id: 9, value: { data: n } });
  return JSON.stringify({ value: { data: n } });
}

const body = Array.from({ length: COUNT }, (_, n) => recordAt(n)).join('\n');

function inPieces(size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull: (stream) => {
      if (at >= body.length) stream.close();
      else stream.enqueue(Buffer.from(body.slice(at, (at += size))));
    },
  });
}

test('a stream that is repeated at once on two gateways is stored once and answered alike', async () => {
  const { clusterId } = await gateway.broker.describeCluster(context);
  await gateway.broker.createTopic(
    { name: 'retried', partitionCount: 3, configs: { 'max.message.bytes': '400' } },
    context,
  );
  const send = async ({ url }: TestGateway, size: number, signal?: AbortSignal): Promise<string> => {
    const answer = await fetch(`${url}/v3/clusters/${clusterId}/topics/retried/records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'stream' },
      body: inPieces(size),
      duplex: 'half',
      signal: signal ?? null,
    });
    return answer.text();
  };
  const abort = new AbortController();
  const brokenOff = send(gateway, 40_000, abort.signal).catch(() => undefined);
  setTimeout(() => abort.abort(), 20);
  const answers = await Promise.all([
    send(gateway, 7919),
    send(beside, 50_000),
    send(beside, 3331),
    send(gateway, 100_000),
  ]);
  await brokenOff;
  answers.push(await send(beside, 1_000_000));
  expect(new Set(answers).size).toBe(1);
  const codes = answers[0]
    ?.trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { error_code: number }).error_code);
  expect(codes).toHaveLength(COUNT);
  const [statistics] = await gateway.broker.topicStatistics(['retried'], context);
  expect(statistics?.records).toBe(codes?.filter((code) => code === 200).length);
});

describe('a repeat after the topic was deleted', () => {
  const batch = new Uint8Array(encodeRecordBatch([{ key: null, value: Buffer.from('1') }], { now: 5 }));
  const json = 'application/json';
  test.each([
    ['records', 'v2', 'application/vnd.kafka.json.v2+json', '{"records":[{"value":1}]}'],
    ['a batch', 'records:batch', json, '{"entries":[{"id":"1","value":{"data":1}}]}'],
    ['a stream', 'records', json, '{"value":{"data":1}}'],
    ['record batches', 'partitions/0/records', 'application/vnd.weir.record-batches.v1', batch],
  ])('of %s finds no topic; the one made anew is given nothing of it', async (what, path, type, sent) => {
    const topic = `gone-${what.replaceAll(' ', '-')}`;
    const { clusterId } = await gateway.broker.describeCluster(context);
    const url = path === 'v2' ? `/topics/${topic}` : `/v3/clusters/${clusterId}/topics/${topic}/${path}`;
    const produce = async () => {
      const headers = { 'content-type': type, 'idempotency-key': `of-${topic}` };
      const answer = await fetch(gateway.url + url, { method: 'POST', headers, body: sent });
      return answer.text();
    };
    await gateway.broker.createTopic({ name: topic, partitionCount: 1 }, context);
    const first = await produce();
    expect(first).toContain(
      '"offset":0'.replace('offset', path.startsWith('part') ? 'base_offset' : 'offset'),
    );
    await gateway.broker.deleteTopic(topic, context);
    expect(await produce()).toMatch(/"error_code":404.*does not exist/);
    await gateway.broker.createTopic({ name: topic, partitionCount: 1 }, context);
    expect(await produce()).toBe(first);
    expect((await gateway.broker.topicStatistics([topic], context))[0]?.records).toBe(0);
  });
});
