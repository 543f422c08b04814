// Several gateway processes on one database are one cluster: two produce to the same partitions while a third reads by long
// poll, and four start at once on an empty database.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../tools/testing/database.ts';
import type { TestDatabase } from '../../tools/testing/database.ts';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import { checkOrder } from './check-order.ts';
import type { Acknowledged } from './check-order.ts';
import { clusterIdOf, createTopic, endOffset, produce, readAll, readRecords, topicsOf } from './rest.ts';
import type { StoredRecord } from './rest.ts';

const topic = 'shared';
const partitionCount = 2;
const producersPerGateway = 4;
const requestsPerProducer = 120;

let database: TestDatabase;
const gateways: GatewayProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
  await database.drop();
});

async function startGateways(count: number): Promise<void> {
  const one = () => startGatewayProcess({ databaseUrl: database.url });
  const started = await Promise.allSettled(Array.from({ length: count }, one));
  for (const result of started) if (result.status === 'fulfilled') gateways.push(result.value);
  for (const result of started) if (result.status === 'rejected') throw result.reason;
}

interface Sent extends Acknowledged {
  readonly partition: number;
  readonly value: string;
}

/** Produces one request after the other, and reads every fifth back through the other gateway at once. */
async function produceThrough(gateway: GatewayProcess, other: GatewayProcess, name: string): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let request = 0; request < requestsPerProducer; request++) {
    const values = Array.from(
      { length: 1 + (request % 3) },
      (_, index) => `{"from":"${name}","number":${request}.${index}}`,
    );
    const sentAtMs = performance.now();
    const verdicts = await produce(gateway, topic, { records: values.map((value) => `{"value":${value}}`) });
    const acknowledgedAtMs = performance.now();
    verdicts.forEach(({ partition, offset }, index) => {
      if (partition === null || offset === null) throw new Error('a record was refused');
      sent.push({ partition, offset, value: values[index] ?? '', sentAtMs, acknowledgedAtMs });
    });
    if (request % 5 === 0) await expectReadable(other, sent.at(-1));
  }
  return sent;
}

async function expectReadable(gateway: GatewayProcess, sent: Sent | undefined): Promise<void> {
  const { partition, offset, value } = sent ?? { partition: 0, offset: 0, value: 'nothing was sent' };
  const [first] = await readRecords(gateway, { topic, partition, offset });
  expect(first).toMatchObject({ offset, value });
}

/** Follows a partition until `isDone` and nothing is left; each answer to a long poll is one page. */
async function follow(
  gateway: GatewayProcess,
  partition: number,
  isDone: () => boolean,
): Promise<StoredRecord[][]> {
  const pages: StoredRecord[][] = [];
  for (let offset = 0; ;) {
    const wasDone = isDone();
    const page = await readRecords(gateway, { topic, partition, offset }, wasDone ? 0 : 500);
    if (page.length === 0 && wasDone) return pages;
    if (page.length > 0) pages.push(page);
    offset += page.length;
  }
}

test('two gateways produce to the same partitions while a third reads by long poll', async () => {
  await startGateways(3);
  const [left, right, reader] = gateways as [GatewayProcess, GatewayProcess, GatewayProcess];
  await createTopic(left, topic, partitionCount);
  let isDone = false;
  const partitions = Array.from({ length: partitionCount }, (_, partition) => partition);
  const following = partitions.map((partition) => follow(reader, partition, () => isDone));
  const producing = [left, right].flatMap((gateway, side) =>
    Array.from({ length: producersPerGateway }, (_, index) =>
      produceThrough(gateway, side === 0 ? right : left, `gateway ${side}, producer ${index}`),
    ),
  );
  const allSent = Promise.all(producing).finally(() => (isDone = true));
  const [sent, followed] = await Promise.all([allSent.then((each) => each.flat()), Promise.all(following)]);
  expect(sent).toHaveLength(2 * producersPerGateway * requestsPerProducer * 2);
  for (const partition of partitions) {
    const acknowledged = sent.filter((one) => one.partition === partition);
    const expected = acknowledged
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, value }) => ({ offset, key: null, value }));
    expect(expected.map(({ offset }) => offset)).toEqual(expected.map((_, index) => index));
    expect(checkOrder(acknowledged)).toEqual([]);
    expect(followed[partition]?.flat()).toEqual(expected);
    // A reader that is given everything at the end has not followed.
    expect(followed[partition]?.length).toBeGreaterThan(10);
    expect(await readAll(left, topic, partition)).toEqual(expected);
    for (const gateway of gateways) expect(await endOffset(gateway, topic, partition)).toBe(expected.length);
  }
});

test('four gateways that start at once on an empty database are one cluster', async () => {
  await startGateways(4);
  const clusterIds = await Promise.all(gateways.map(clusterIdOf));
  expect(clusterIds[0]).toMatch(/^[\w-]{22}$/);
  expect(new Set(clusterIds).size).toBe(1);
  // One has migrated, the others have waited.
  expect(gateways.filter(({ log }) => log.some(({ msg }) => msg === 'migrated'))).toHaveLength(1);
  await createTopic(gateways[0] as GatewayProcess, topic, 1);
  for (const [index, gateway] of gateways.entries()) {
    expect(await topicsOf(gateway)).toEqual([topic]);
    const [verdict] = await produce(gateway, topic, { records: [`{"value":${index}}`] });
    expect(verdict).toMatchObject({ partition: 0, offset: index });
  }
});
