// Compaction against a model, the newest record of each key: over generated logs with several passes, some of which end
// between their steps or in one, and with appends and reads beside it.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import pg from 'pg';
import { BinaryClient } from './binary-client.ts';
import { compactLog } from './compaction-pass.ts';
import { clientConfig } from './connection.ts';
import type { Run } from './exclusive-runs.ts';
import { readLogDirt } from './sql/compaction.ts';
import type { LogDirt } from './sql/compaction.ts';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import type { TestDatabase } from '../../../tools/testing/database.ts';
import { appendTo, openCleanupGateway, readFrom, untilRun } from './testing/cleanup-gateway.ts';
import type { CleanupGateway } from './testing/cleanup-gateway.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | null) => (value === null ? null : new TextDecoder().decode(value));
const DELETE_RETENTION_MS = 1_000;

let testDatabase: TestDatabase;
let gateway: CleanupGateway;
let client: pg.Client;
let topicNumber = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  gateway = await openCleanupGateway(testDatabase.url, { now: Date.now, tailCacheBytes: 0 });
  client = new BinaryClient(clientConfig(gateway.database.options, 'test'));
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await gateway?.close();
  await testDatabase?.drop();
});

interface Appended {
  readonly key: string;
  readonly value: string | null;
}

type Step =
  | { readonly kind: 'append'; readonly batches: readonly (readonly Appended[])[] }
  | { readonly kind: 'pass'; readonly killedAt: number | undefined; readonly isUndone: boolean }
  | { readonly kind: 'time'; readonly ms: number };

const record = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  value: fc.option(fc.string({ maxLength: 4 }), { freq: 3 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('append' as const),
    batches: fc.array(fc.array(record, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
  }),
  fc
    .record({
      kind: fc.constant('pass' as const),
      killedAt: fc.option(fc.integer({ min: 0, max: 12 })),
      isUndone: fc.boolean(),
    })
    .map((one) => ({ ...one, killedAt: one.killedAt ?? undefined })),
  fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(10, DELETE_RETENTION_MS + 1) }),
);

class Killed extends Error {}

/** Ends at the statement of that number: before it, or in it, so that it is undone. */
function killable(killedAt: number | undefined, isUndone: boolean): Run {
  let statements = 0;
  return {
    client,
    paced: async (statement) => {
      if (statements++ !== killedAt) return statement();
      if (isUndone) {
        await client.query('begin');
        await statement();
        await client.query('rollback');
      }
      throw new Killed();
    },
  };
}

async function newTopic(): Promise<{ topic: string; topicId: number }> {
  const topic = `model-${++topicNumber}`;
  // Its passes are those of the test, not of the gateway.
  const configs = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '1' };
  const { topicId } = await gateway.topics.create({ name: topic, configs });
  return { topic, topicId };
}

const dirtOf = async (topicId: number): Promise<LogDirt | undefined> =>
  (await readLogDirt(client, [{ topicId, youngest: null }]))[0];

it('keeps the newest record of each key, whatever ends its passes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { topic, topicId } = await newTopic();
      const appended: Appended[] = [];
      let now = Date.now();
      for (const one of steps) {
        if (one.kind === 'time') now += one.ms;
        else if (one.kind === 'append') {
          for (const batch of one.batches) {
            appended.push(...batch);
            const records = batch.map(({ key, value }) => ({
              key: bytes(key),
              value: value === null ? null : bytes(value),
            }));
            await appendTo(gateway, topic, records);
          }
        } else {
          const log = await dirtOf(topicId);
          if (log === undefined) continue;
          const until = log.passUntil ?? log.cleanableUntil;
          const options = {
            dedupeBufferBytes: 1 << 20,
            step: { rows: 2, bytes: 1 << 20 },
            onRemoved: () => undefined,
          };
          await compactLog(
            killable(one.killedAt, one.isUndone),
            { ...log, until },
            { ...options, now, deleteRetentionMs: DELETE_RETENTION_MS },
          ).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
        }
        await holdsAgainst(appended, { topic, topicId });
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

async function holdsAgainst(
  appended: readonly Appended[],
  { topic, topicId }: { topic: string; topicId: number },
): Promise<void> {
  const stored = (await readFrom(gateway, topic, 0)).map(({ offset, key, value }) => ({
    offset,
    key: text(key),
    value: text(value),
  }));
  const offsets = stored.map(({ offset }) => offset);
  expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
  for (const { offset, ...content } of stored) expect(content).toEqual(appended[offset]);
  const dirt = await dirtOf(topicId);
  const cleanUntil = dirt?.cleanUntil ?? 0;
  const passUntil = dirt?.passUntil ?? cleanUntil;
  const kept = new Set(offsets);
  const newestBefore = (end: number) =>
    new Map(appended.slice(0, end).map(({ key }, offset) => [key, offset]));
  // Behind the clean part, and the part that is just cleaned, everything is there.
  for (let offset = Math.max(cleanUntil, passUntil); offset < appended.length; offset++)
    expect(kept.has(offset), `offset ${offset}`).toBe(true);
  const newestClean = new Set(newestBefore(cleanUntil).values());
  for (const offset of offsets) if (offset < cleanUntil) expect(newestClean).toContain(offset);
  for (const [key, newest] of newestBefore(Math.max(cleanUntil, passUntil))) {
    if (kept.has(newest)) continue;
    // Only a tombstone goes, and not before all that it stands for.
    expect(appended[newest]?.value, `newest of ${key}`).toBe(null);
    expect(stored.filter((one) => one.key === key && one.offset < newest)).toEqual([]);
  }
}

it('readers beside it see each offset once, with what was appended there', async () => {
  const { topic } = await newTopic();
  const alterations = [{ name: 'min.cleanable.dirty.ratio', operation: 'SET', value: '0' }] as const;
  await gateway.topics.alterConfigs({ topics: [{ name: topic, alterations }] });
  const cached = await openCleanupGateway(testDatabase.url, { now: Date.now });
  const appended: string[] = [];
  let isOver = false;
  const write = async () => {
    for (let batch = 0; batch < 300; batch++) {
      const records = Array.from({ length: 10 }, (_, index) => ({
        key: bytes(`${(batch * 7 + index) % 50}`),
        value: bytes(`${batch}.${index}`),
      }));
      const { baseOffset } = await appendTo(cached, topic, records);
      expect(baseOffset).toBe(appended.length);
      appended.push(...records.map(({ key, value }) => `${text(key)}=${text(value)}`));
    }
    isOver = true;
  };
  const compact = async () => {
    while (!isOver) await untilRun(gateway.compaction);
  };
  let reads = 0;
  const read = async (reader: CleanupGateway) => {
    while (!isOver) {
      const end = appended.length;
      const seen = await readFrom(reader, topic, 0);
      let last = -1;
      const newest = new Map<string | null, number>();
      for (const { offset, key, value } of seen) {
        expect(offset).toBeGreaterThan(last);
        last = offset;
        newest.set(text(key), offset);
        if (offset < appended.length) expect(`${text(key)}=${text(value)}`).toBe(appended[offset]);
      }
      // Nothing newest was missed.
      for (let offset = Math.max(0, end - 50); offset < end; offset++)
        expect(newest.get(appended[offset]?.split('=')[0] ?? '')).toBeGreaterThanOrEqual(offset);
      reads++;
    }
  };
  try {
    await Promise.all([write(), compact(), read(gateway), read(cached)]);
    await untilRun(gateway.compaction);
    expect(reads).toBeGreaterThan(4);
    expect((await readFrom(gateway, topic, 0)).length).toBeLessThanOrEqual(60);
  } finally {
    await cached.close();
  }
}, 60_000);
