// tail-resumed: producers write unique values through two gateways, which are killed and started anew one after the other; a
// reader of the topic's event stream is cut off at random and goes on with Last-Event-ID, on the other gateway each time.
// It sees every record once, in the order of its partition.
import { randomInt } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../tools/testing/database.ts';
import type { TestDatabase } from '../../tools/testing/database.ts';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import { checkHistory } from './check-history.ts';
import { ResumingReader } from './resuming-reader.ts';
import { clusterIdOf, createTopic, endOffset } from './rest.ts';
import { StubbornProducer } from './stubborn-producer.ts';

const topic = 'tailed';
const producerCount = 4;

let database: TestDatabase;
const gateways: GatewayProcess[] = [];
const first = (): GatewayProcess => gateways[0] as GatewayProcess;
const urls = [0, 1].map((side) => () => gateways[side]?.url ?? '');

beforeEach(async () => {
  database = await createTestDatabase();
  for (let side = 0; side < urls.length; side++) gateways.push(await start());
});

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
  await database.drop();
});

const start = () => startGatewayProcess({ databaseUrl: database.url });

interface RunOptions {
  readonly partitionCount: number;
  /** Read between two blows. */
  readonly recordsBetween: number;
  readonly blows: number;
  readonly tamper?: (id: string) => string;
}

async function run({ partitionCount, recordsBetween, blows, tamper }: RunOptions) {
  await createTopic(first(), topic, partitionCount);
  const path = `/v3/clusters/${await clusterIdOf(first())}/topics/${topic}/records`;
  const reader = new ResumingReader({
    urls,
    path,
    partitionCount,
    nextLifeMs: () => randomInt(30, 600),
    ...(tamper === undefined ? {} : { tamper }),
  });
  const producers = Array.from(
    { length: producerCount },
    (_, id) => new StubbornProducer({ id, topic, partitionCount, url: urls[id % 2] as () => string }),
  );
  const [stopReading, stopProducing] = [new AbortController(), new AbortController()];
  const reading = reader.run(stopReading.signal);
  const limit = { timeout: 30_000, interval: 20 };
  // From here on nothing is missed, though it begins at the end.
  await vi.waitFor(() => expect(reader.lastEventId).not.toBe(''), limit);
  const producing = Promise.all(producers.map((producer) => producer.run(stopProducing.signal)));
  const readMore = async () => {
    const goal = reader.count + recordsBetween;
    await vi.waitFor(() => expect(reader.count).toBeGreaterThan(goal), limit);
  };
  for (let blow = 0; blow < blows; blow++) {
    await readMore();
    await gateways[blow % 2]?.end('SIGKILL');
    gateways[blow % 2] = await start();
  }
  await readMore();
  stopProducing.abort();
  await producing;
  const ends = await Promise.all(
    Array.from({ length: partitionCount }, (_, partition) => endOffset(first(), topic, partition)),
  );
  const stored = ends.reduce((sum, end) => sum + end, 0);
  await vi.waitFor(() => expect(reader.count).toBeGreaterThanOrEqual(stored), limit).catch(() => undefined);
  stopReading.abort();
  await reading;
  const history = producers.flatMap((producer) => producer.history);
  console.log(
    `${partitionCount} partitions, ${blows} kills: ${JSON.stringify({ values: history.length, stored, read: reader.count, connections: reader.connections })}`,
  );
  // Gaps and repetitions show as offsets out of turn.
  return { faults: checkHistory(history, reader.logs), reader, producers, stored };
}

test.each([
  { partitionCount: 4, recordsBetween: 1_000, blows: 4 },
  { partitionCount: 80, recordsBetween: 800, blows: 2 },
])(
  'a reader that resumes sees each record of $partitionCount partitions once, through $blows kills',
  async (options) => {
    const { faults, reader, producers, stored } = await run(options);
    expect(faults.slice(0, 20)).toEqual([]);
    expect(reader.count).toBe(stored);
    expect(reader.surprises).toEqual([]);
    expect(producers.flatMap(({ surprises }) => surprises)).toEqual([]);
    expect(reader.connections).toBeGreaterThan(2 * options.blows);
  },
  120_000,
);

test.each([
  ['after', 1],
  ['before', -1],
])(
  'a resume one record %s its place is seen',
  async (_, shift) => {
    let isShifted = false;
    const tamper = (id: string) => {
      const moved = id.replace(/(?<=\/)(\d+):([1-9]\d*)/, (_pair, partition, offset) => {
        isShifted = true;
        return `${partition}:${Number(offset) + shift}`;
      });
      return isShifted ? moved : id;
    };
    const { faults } = await run({ partitionCount: 1, recordsBetween: 4_000, blows: 0, tamper });
    expect(isShifted).toBe(true);
    expect(faults[0]).toMatch(/^partition 0 has offset \d+ where \d+ is due$/);
  },
  90_000,
);
