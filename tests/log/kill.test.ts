// gateway-killed, postgres-stopped: eight connections produce while the gateway is killed three times and PostgreSQL is stopped
// in the middle of its work once. Whatever was acknowledged is where it was said to be.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, stopProcess } from '@weir/gateway/embedded-postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import { checkHistory } from './check-history.ts';
import type { Logs, Outcome } from './check-history.ts';
import { createTopic, readAll } from './rest.ts';
import { StubbornProducer } from './stubborn-producer.ts';

const topic = 'survivors';
const partitionCount = 4;
const producerCount = 8;
const killCount = 3;
/** Acknowledged between two blows, so that each falls into the middle of work. */
const recordsBetween = 2_500;

let dataDir: string;
let gateway: GatewayProcess;
const postgresPids: number[] = [];

beforeAll(async () => {
  // A short path, so that the server's socket fits.
  dataDir = await mkdtemp(join(tmpdir(), 'weir-kill-'));
  await start();
});

afterAll(async () => {
  await gateway.stop();
  // Of a gateway that was killed last, where the test has failed in between.
  for (const pid of postgresPids) {
    if (isAlive(pid)) await stopProcess(pid, { fastMs: 5_000, immediateMs: 2_000 });
  }
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  gateway = await startGatewayProcess({ dataDir });
  postgresPids.push(postgresPid());
}

/** Of the server that runs at present. */
function postgresPid(): number {
  return Number(gateway.log.findLast(({ msg }) => msg === 'PostgreSQL is ready')?.['pid']);
}

test('what was acknowledged survives three kills of the gateway and an immediate stop of PostgreSQL', async () => {
  await createTopic(gateway, topic, partitionCount);
  const url = () => gateway.url;
  const producers = Array.from(
    { length: producerCount },
    (_, id) => new StubbornProducer({ id, topic, partitionCount, url }),
  );
  const stop = new AbortController();
  const running = Promise.all(producers.map((producer) => producer.run(stop.signal)));
  const count = (kind: Outcome['kind']) =>
    outcomesOf(producers).filter((outcome) => outcome.kind === kind).length;
  const produceMore = () => {
    const goal = count('acknowledged') + recordsBetween;
    return vi.waitFor(() => expect(count('acknowledged')).toBeGreaterThan(goal), {
      timeout: 20_000,
      interval: 20,
    });
  };

  for (let kill = 0; kill < killCount; kill++) {
    await produceMore();
    await gateway.end('SIGKILL');
    await start();
  }
  await produceMore();
  const stopped = postgresPid();
  process.kill(stopped, 'SIGQUIT');
  await vi.waitFor(() => expect(postgresPid()).not.toBe(stopped), { timeout: 20_000 });
  postgresPids.push(postgresPid());
  await produceMore();
  stop.abort();
  await running;

  const logs: Logs = await Promise.all(
    Array.from({ length: partitionCount }, (_, partition) => readAll(gateway, topic, partition)),
  );
  const history = producers.flatMap((producer) => producer.history);
  const facts = {
    values: history.length,
    acknowledged: count('acknowledged'),
    unknown: count('unknown'),
    refused: count('refused'),
    stored: logs.flat().length,
  };
  console.log(`${killCount} kills of the gateway, 1 of PostgreSQL: ${JSON.stringify(facts)}`);
  // One fault brings many: the first are enough to read.
  expect(checkHistory(history, logs).slice(0, 20)).toEqual([]);
  expect(producers.flatMap(({ surprises }) => surprises)).toEqual([]);
  expect(facts.acknowledged).toBe(history.length);
  // Each kill leaves requests without an answer; a test in which none was under way would show nothing.
  expect(facts.unknown).toBeGreaterThanOrEqual(killCount + 1);
}, 90_000);

function outcomesOf(producers: readonly StubbornProducer[]): Outcome[] {
  return producers.flatMap(({ history }) => history.flatMap(({ outcomes }) => outcomes));
}
