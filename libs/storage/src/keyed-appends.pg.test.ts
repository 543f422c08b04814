// Appends under idempotency keys in trouble: another session that holds the key, killed backends, a log that refuses its
// records, expired keys, and two lanes on one partition.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import pg from 'pg';
import { Batch } from '@weir/protocol';
import type { AppendEntry, AppendResult } from '@weir/protocol';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import type { TestDatabase } from '../../../tools/testing/database.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { expiredKeys } from './expired-keys.ts';
import { LogManager } from './log-manager.ts';
import { BrokerConfigStore } from './broker-config-store.ts';
import { MetadataAccess } from './metadata-access.ts';
import { TopicStore } from './topic-store.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const principal = 'User:test';
const hourMs = 3_600_000;

describe('KeyedAppends', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let logs: LogManager;
  let topics: TopicStore;
  /** Another session, as another gateway would hold it. */
  let session: pg.Client;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = await openDatabase({
      databaseUrl: testDatabase.url,
      poolSize: 4,
      requestTimeoutMs: 3_000,
      allowFsyncOff: false,
      logger: silent,
    });
    logs = new LogManager({
      database,
      appendLanes: 2,
      tailCacheBytes: 1 << 20,
      scrubBytesPerSecond: 0,
      idempotencyKeyRetentionMs: hourMs,
      producerIdExpirationMs: hourMs,
      transactionalIdExpirationMs: hourMs,
      settings: {},
    });
    const access = new MetadataAccess({
      dataSource: database.dataSource,
      onChange: () => logs.topicsChanged(),
    });
    const brokerConfigs = new BrokerConfigStore({ access, settings: {} });
    topics = new TopicStore({ access, brokerConfigs, defaultPartitionCount: 1 });
    await logs.start();
    session = new pg.Client(testDatabase.adminUrl);
    await session.connect();
  });

  afterAll(async () => {
    await session?.end();
    await logs?.close();
    await database?.close();
    await testDatabase?.drop();
  });

  function entry(topic: string, partition: number, value: string, key?: string): AppendEntry {
    const batch = Batch.fromRecords([{ key: null, value: Buffer.from(value) }]);
    if (key === undefined) return { topic, partition, batch };
    const fingerprint = createHash('sha256').update(key).digest();
    return { topic, partition, batch, idempotency: { key, fingerprint } };
  }

  const append = (...entries: AppendEntry[]): Promise<AppendResult[]> => logs.append(entries, principal);

  const names = (results: readonly AppendResult[]) => results.map(({ error }) => error?.errorName ?? null);

  /** From the database or the tail cache, page by page, as a reader would. */
  async function values(topic: string, partition: number): Promise<string[]> {
    const found: string[] = [];
    for (;;) {
      const place = { topic, partition, offset: found.length };
      const [page] = await logs.fetch({ partitions: [place], maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 16 });
      expect(page?.error).toBeNull();
      const records = (page?.batches ?? []).flatMap((batch) => batch.records());
      if (records.length === 0) return found;
      for (const { offset, value } of records) {
        if (offset < place.offset) continue;
        expect(offset).toBe(found.length);
        found.push(Buffer.from(value ?? []).toString());
      }
    }
  }

  const partitionId = async (topic: string, partition: number): Promise<number> => {
    const { rows } = await session.query<{ id: number }>(
      'select p.id from weir.topic t join weir.partition p on p.topic_id = t.id where t.name = $1 and partition = $2',
      [topic, partition],
    );
    return rows[0]?.id ?? -1;
  };

  const insertKey = (key: string) =>
    session.query(
      `insert into weir.idempotency_key (principal, key, fingerprint, verdicts, base_offsets, created_at)
       values ($1, $2, $3, '{"appendTime":5,"runs":[[1,0,0,2,1,0]]}', '{40}', now())`,
      [principal, key, createHash('sha256').update(key).digest()],
    );

  it('waits for another gateway that is storing the same key, and gives its verdicts', async () => {
    await topics.create({ name: 'held' });
    await session.query('begin');
    await insertKey('held');
    let isSettled = false;
    const waiting = append(entry('held', 0, 'x', 'held')).finally(() => (isSettled = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isSettled).toBe(false);
    await session.query('commit');
    expect(await waiting).toEqual([
      { error: null, partition: 0, baseOffset: 42, appendTime: 5, logAppendTime: -1, isReplay: true },
    ]);
    expect(await values('held', 0)).toEqual([]);
  });

  it('stores the records where the other gateway fails to', async () => {
    await topics.create({ name: 'given-up' });
    await session.query('begin');
    await insertKey('given-up');
    const waiting = append(entry('given-up', 0, 'x', 'given-up'), entry('given-up', 0, 'y', 'neighbour'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await session.query('rollback');
    expect((await waiting).map(({ isReplay }) => isReplay)).toEqual([false, false]);
    expect((await values('given-up', 0)).sort()).toEqual(['x', 'y']);
  });

  it('stores all of a unit or nothing, however often the backend is killed, and a repeat completes it', async () => {
    await topics.create({ name: 'killed', partitionCount: 3 });
    const killer = new pg.Client(testDatabase.adminUrl);
    await killer.connect();
    let isOver = false;
    const killing = (async () => {
      while (!isOver) {
        await killer.query(
          // Of this database only: other tests share the server.
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'weir-append' and state = 'active'`,
        );
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    })();
    let broken = 0;
    const units = await Promise.all(
      Array.from({ length: 12 }, async (_, writer) => {
        const stored: string[] = [];
        for (let number = 0; number < 15; number++) {
          const name = `${writer}.${number}`;
          const unit = [2, 0, 1].map((partition) => entry('killed', partition, name, name));
          for (;;) {
            const results = await append(...unit);
            if (results.every(({ error }) => error === null)) break;
            // All the entries share one fate, and it is one that a repeat may change.
            expect(new Set(names(results)).size).toBe(1);
            expect(results[0]?.error?.retriable).toBe(true);
            broken++;
          }
          stored.push(name);
        }
        return stored;
      }),
    );
    isOver = true;
    await killing;
    await killer.end();
    expect(broken).toBeGreaterThan(0);
    const all = units.flat().sort();
    for (const partition of [0, 1, 2]) expect((await values('killed', partition)).sort()).toEqual(all);
  });

  it('never fails the neighbours of a unit whose log refuses it, and stores none of its records elsewhere', async () => {
    await topics.create({ name: 'refusing', partitionCount: 3 });
    const id = await partitionId('refusing', 1);
    await session.query(`
      create function weir.refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
      create trigger refuse before insert on weir.batch for each row when (new.partition_id = ${id})
        execute function weir.refuse();
    `);
    try {
      const results = await append(
        entry('refusing', 0, 'a', 'a'),
        entry('refusing', 0, 'b', 'b'),
        entry('refusing', 1, 'b', 'b'),
        entry('refusing', 2, 'c', 'c'),
      );
      const failed = 'UNKNOWN_SERVER_ERROR';
      expect(names(results)).toEqual([null, failed, failed, null]);
    } finally {
      await session.query('drop trigger refuse on weir.batch; drop function weir.refuse');
    }
    expect(names(await append(entry('refusing', 0, 'b', 'b'), entry('refusing', 1, 'b', 'b')))).toEqual([
      null,
      null,
    ]);
    expect(await values('refusing', 0)).toEqual(['a', 'b']);
    expect(await values('refusing', 1)).toEqual(['b']);
  });

  it('finds the topic of that name that is there now, whatever it remembers, without harm to neighbours', async () => {
    for (const name of ['reborn', 'lost', 'steady']) await topics.create({ name });
    await append(entry('reborn', 0, 'old'), entry('lost', 0, 'old'), entry('steady', 0, 'first'));
    // Without a word to anybody: the view of topics stays as it was.
    await session.query("delete from weir.topic where name in ('reborn', 'lost')");
    await session.query(
      `with topic as (
         insert into weir.topic (name, is_internal, partition_count) values ('reborn', false, 1) returning id
       ) insert into weir.partition (topic_id, partition) select id, 0 from topic`,
    );
    const results = await append(
      entry('reborn', 0, 'new', 'reborn'),
      entry('lost', 0, 'new', 'lost'),
      entry('steady', 0, 'second', 'steady'),
    );
    expect(names(results)).toEqual([null, 'UNKNOWN_TOPIC_OR_PARTITION', null]);
    expect(await values('reborn', 0)).toEqual(['new']);
    expect(await values('steady', 0)).toEqual(['first', 'second']);
  });

  it('refuses a unit whose locks would be too many', async () => {
    await topics.create({ name: 'wide', partitionCount: 1_001 });
    const wide = Array.from({ length: 1_001 }, (_, partition) => entry('wide', partition, 'x', 'wide'));
    expect(new Set(names(await append(...wide)))).toEqual(new Set(['INVALID_REQUEST']));
    expect(new Set(names(await append(...wide.slice(1))))).toEqual(new Set([null]));
  });

  it('forgets a key after its time, all of them, and none before', async () => {
    await topics.create({ name: 'expired' });
    await append(entry('expired', 0, 'old', 'old'), entry('expired', 0, 'young', 'young'));
    const age = (ms: number, key: string) =>
      session.query(
        "update weir.idempotency_key set created_at = now() - $1 * interval '1 ms' where key = $2",
        [ms, key],
      );
    await age(hourMs + 1_000, 'old');
    await age(hourMs - 60_000, 'young');
    await session.query(
      `insert into weir.idempotency_key select 'User:other', n, '', '{}', '{}', now() - interval '2 hours'
       from generate_series(1, 12000) n`,
    );
    const expired = expiredKeys({ reads: database.reads, logger: silent, retentionMs: hourMs });
    expired.start();
    await vi.waitFor(async () => {
      const { rows } = await session.query(
        "select from weir.idempotency_key where created_at < now() - interval '1 hour'",
      );
      expect(rows).toHaveLength(0);
    }, 5_000);
    await expired.close();
    const results = await append(entry('expired', 0, 'old', 'old'), entry('expired', 0, 'young', 'young'));
    expect(results.map(({ isReplay }) => isReplay)).toEqual([false, true]);
    expect(await values('expired', 0)).toEqual(['old', 'young', 'old']);
  });

  it('keeps a log readable without gaps while both kinds of appends go to it', async () => {
    await topics.create({ name: 'both' });
    const byOffset = new Map<number, string>();
    const write = async (name: string, key?: string) => {
      const [result] = await append(entry('both', 0, name, key));
      expect(result?.error).toBeNull();
      const offset = result?.error === null ? result.baseOffset : -1;
      byOffset.set(offset, name);
      // What one acknowledged the next fetch gives.
      const partitions = [{ topic: 'both', partition: 0, offset }];
      const [page] = await logs.fetch({ partitions, maxWaitMs: 0, minBytes: 1, maxBytes: 1 });
      const found = page?.batches
        .flatMap((batch) => batch.records())
        .find((record) => record.offset === offset);
      expect(Buffer.from(found?.value ?? []).toString()).toBe(name);
      expect(page?.highWatermark).toBeGreaterThan(offset);
    };
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let number = 0; number < 60; number++) {
        const name = `${writer}.${number}`;
        await write(name, writer % 2 === 0 ? `both ${name}` : undefined);
      }
    });
    await Promise.all(writers);
    const expected = Array.from({ length: 16 * 60 }, (_, offset) => byOffset.get(offset));
    expect(await values('both', 0)).toEqual(expected);
  });
});
