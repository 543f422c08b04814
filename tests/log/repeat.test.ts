// gateway-killed: producers with idempotency keys repeat every request that got no answer, against whichever of two gateways
// runs, while both are killed again and again. Each request is stored exactly once, whole, and its answer stays the same.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@weir/gateway/embedded-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import { createTopic, JSON_RECORDS, readAll } from './rest.ts';

const topic = 'repeated';
const partitionCount = 3;
const producerCount = 6;
const recordsPerRequest = 5;
const killCount = 4;
const requestsBetween = 100;

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let postgres: EmbeddedPostgres;
const gateways: GatewayProcess[] = [];

beforeAll(async () => {
  // A short path, so that the server's socket fits.
  folder = await mkdtemp(join(tmpdir(), 'weir-repeat-'));
  postgres = await EmbeddedPostgres.start({ dataDir: folder, logger, syncInit: false });
  gateways.push(await startGateway(), await startGateway());
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const startGateway = () => startGatewayProcess({ databaseUrl: postgres.url });

interface Answer {
  readonly text: string;
  readonly isReplay: boolean;
}

/** The request of that name; undefined where it got no answer, or one that says to try again. */
async function send(gateway: GatewayProcess | undefined, name: string): Promise<Answer | undefined> {
  const records = Array.from({ length: recordsPerRequest }, (_, index) => ({ value: `${name}.${index}` }));
  try {
    const response = await fetch(`${gateway?.url}/topics/${topic}`, {
      method: 'POST',
      headers: { 'content-type': JSON_RECORDS, 'idempotency-key': name },
      body: JSON.stringify({ records }),
    });
    const text = await response.text();
    if (response.status === 503) return undefined;
    expect([name, response.status]).toEqual([name, 200]);
    return { text, isReplay: response.headers.get('idempotency-replayed') === 'true' };
  } catch (error) {
    // fetch's own word for a connection that broke.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

test('requests that are repeated through kills of both gateways are stored exactly once', async () => {
  await createTopic(gateways[0] as GatewayProcess, topic, partitionCount);
  const answers = new Map<string, string>();
  let unanswered = 0;
  let isOver = false;
  const producers = Array.from({ length: producerCount }, async (_, producer) => {
    for (let number = 0; !isOver; number++) {
      const name = `${producer}-${number}`;
      let answer: Answer | undefined;
      for (let turn = producer; answer === undefined; turn++) {
        answer = await send(gateways[turn % 2], name);
        if (answer !== undefined) break;
        unanswered++;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      answers.set(name, answer?.text ?? '');
    }
  });
  for (let kill = 0; kill < killCount; kill++) {
    const goal = answers.size + requestsBetween;
    while (answers.size < goal) await new Promise((resolve) => setTimeout(resolve, 5));
    await gateways[kill % 2]?.end('SIGKILL');
    gateways[kill % 2] = await startGateway();
  }
  isOver = true;
  await Promise.all(producers);
  expect(unanswered).toBeGreaterThan(0);

  const stored = await Promise.all(
    Array.from({ length: partitionCount }, (_, partition) =>
      readAll(gateways[0] as GatewayProcess, topic, partition),
    ),
  );
  const places = new Map<string, string>();
  stored.forEach((records, partition) =>
    records.forEach(({ offset, value }) => {
      const name = JSON.parse(value ?? '') as string;
      expect(places.has(name), name).toBe(false);
      places.set(name, `${partition}:${offset}`);
    }),
  );
  expect(places.size).toBe(answers.size * recordsPerRequest);
  for (const [name, text] of answers) {
    const { offsets } = JSON.parse(text) as { offsets: { partition: number; offset: number }[] };
    offsets.forEach(({ partition, offset }, index) =>
      expect(places.get(`${name}.${index}`)).toBe(`${partition}:${offset}`),
    );
    const again = await send(gateways[1], name);
    expect([again?.text, again?.isReplay]).toEqual([text, true]);
  }
}, 120_000);
