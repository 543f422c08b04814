// The log under trouble: locks between two sessions, broken connections, deleted topics, and lookups against a model.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { Batch } from '@weir/protocol';
import type { AppendResult } from '@weir/protocol';
import type { Database } from './database.ts';
import { LogManager } from './log-manager.ts';
import { logOptions, openLogs, silent } from './testing/open-logs.ts';
import type { OpenedLogs } from './testing/open-logs.ts';
import { Scrub } from './scrub.ts';
import { PARTITION_LOCK_CLASS, TOPIC_LOCK_CLASS } from './sql/locks.ts';
import { readBatchesText } from './sql/read-batches.ts';
import type { TopicStore } from './topic-store.ts';

describe('LogManager', () => {
  let opened: OpenedLogs;
  let database: Database;
  let logs: LogManager;
  let topics: TopicStore;
  let session: pg.Client;

  beforeAll(async () => {
    opened = await openLogs();
    ({ database, logs, topics, session } = opened);
  });

  afterAll(() => opened?.close());

  const append = async (topic: string, ...timestamps: number[]): Promise<AppendResult> => {
    const records = timestamps.map((timestamp) => ({ key: null, value: null, timestamp }));
    const batch = Batch.fromRecords(records);
    const [result] = await logs.append([{ topic, partition: 0, batch }], 'User:ANONYMOUS');
    if (result === undefined) throw new Error('no verdict');
    return result;
  };

  const partitionIds = async (topic: string): Promise<{ topicId: number; partitionId: number }> => {
    const { rows } = await session.query<{ topicId: number; partitionId: number }>(
      `select t.id as "topicId", p.id as "partitionId" from weir.topic t join weir.partition p on p.topic_id = t.id where t.name = $1`,
      [topic],
    );
    if (rows[0] === undefined) throw new Error('no such topic');
    return rows[0];
  };

  /** Makes topics that the gateway then knows, so that appends to them in one turn join one flush. */
  const knownTopics = async (...names: string[]): Promise<void> => {
    for (const name of names) await topics.create({ name });
    // The creation's own hint empties the cache once more.
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const name of names) expect(await append(name, 1)).toMatchObject({ error: null, baseOffset: 0 });
  };

  /** Whether the promise is still open after a moment. */
  const isWaiting = (promise: Promise<unknown>): Promise<boolean> =>
    Promise.race([
      promise.then(
        () => false,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 150)),
    ]);

  it('an append waits for another session’s append to the same log, and goes on after it', async () => {
    await topics.create({ name: 'locked' });
    await append('locked', 1);
    const { topicId, partitionId } = await partitionIds('locked');
    await session.query('begin');
    const { rows } = await session.query<{ base_offsets: string[] }>(
      `select base_offsets from weir.append_batches(array[$1::int], array[$2::int], array[3], array[61], array[0::bigint],
         array[0], array[-1::bigint], array[-1], array[-1], decode(repeat('00', 61), 'hex'))`,
      [topicId, partitionId],
    );
    expect(rows[0]?.base_offsets).toEqual(['1']);
    const waiting = append('locked', 2);
    expect(await isWaiting(waiting)).toBe(true);
    await session.query('commit');
    expect(await waiting).toMatchObject({ error: null, baseOffset: 4 });
  });

  it('a topic is deleted only when no append to it is under way', async () => {
    await topics.create({ name: 'deleted-under-append' });
    const { topicId } = await partitionIds('deleted-under-append');
    await session.query('begin');
    await session.query('select pg_advisory_xact_lock_shared($1, $2)', [TOPIC_LOCK_CLASS, topicId]);
    const deletion = topics.delete('deleted-under-append');
    expect(await isWaiting(deletion)).toBe(true);
    await session.query('commit');
    await deletion;
  });

  it('an append that waited for the topic’s deletion stores nothing', async () => {
    await topics.create({ name: 'append-under-delete' });
    await append('append-under-delete', 1);
    const { topicId, partitionId } = await partitionIds('append-under-delete');
    await session.query('begin');
    await session.query('select pg_advisory_xact_lock($1, $2)', [TOPIC_LOCK_CLASS, topicId]);
    await session.query('delete from weir.topic where id = $1', [topicId]);
    const waiting = append('append-under-delete', 2);
    expect(await isWaiting(waiting)).toBe(true);
    await session.query('commit');
    expect(await waiting).toMatchObject({ error: { errorName: 'UNKNOWN_TOPIC_OR_PARTITION' } });
    const { rows } = await session.query('select from weir.batch where partition_id = $1', [partitionId]);
    expect(rows).toHaveLength(1);
  });

  it('says that nothing was stored where a lock does not come free in time', async () => {
    await topics.create({ name: 'hogged' });
    const { partitionId } = await partitionIds('hogged');
    await session.query('begin');
    await session.query('select pg_advisory_xact_lock($1, $2)', [PARTITION_LOCK_CLASS, partitionId]);
    expect(await append('hogged', 1)).toMatchObject({ error: { errorName: 'BROKER_NOT_AVAILABLE' } });
    await session.query('commit');
    expect(await append('hogged', 1)).toMatchObject({ error: null, baseOffset: 0 });
  });

  it('stores the neighbours of an append whose lock does not come free', async () => {
    await topics.create({ name: 'locked-out' });
    await topics.create({ name: 'next-to-it' });
    for (const topic of ['locked-out', 'next-to-it'])
      expect(await append(topic, 1)).toMatchObject({ error: null });
    const { partitionId } = await partitionIds('locked-out');
    await session.query('begin');
    await session.query('select pg_advisory_xact_lock($1, $2)', [PARTITION_LOCK_CLASS, partitionId]);
    const [refused, neighbour] = await Promise.all([append('locked-out', 2), append('next-to-it', 2)]);
    await session.query('commit');
    expect(refused).toMatchObject({ error: { errorName: 'BROKER_NOT_AVAILABLE' } });
    expect(neighbour).toMatchObject({ error: null, baseOffset: 1 });
  });

  it('says that the outcome is unknown where the connection breaks in the flush, and connects again', async () => {
    await topics.create({ name: 'broken' });
    await append('broken', 1);
    const { partitionId } = await partitionIds('broken');
    await session.query('begin');
    await session.query('select pg_advisory_xact_lock($1, $2)', [PARTITION_LOCK_CLASS, partitionId]);
    const waiting = append('broken', 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.query(`select pg_terminate_backend(pid) from pg_stat_activity
                         where application_name = 'weir-append' and datname = current_database()`);
    expect(await waiting).toMatchObject({ error: { errorName: 'NETWORK_EXCEPTION' } });
    await session.query('commit');
    expect(await append('broken', 3)).toMatchObject({ error: null, baseOffset: 1 });
  });

  it('fails one append and not its neighbour where the database refuses only that one', async () => {
    await knownTopics('refused', 'neighbour');
    const { partitionId } = await partitionIds('refused');
    await session.query(
      `alter table weir.batch add constraint planted check (partition_id <> ${partitionId}) not valid`,
    );
    const [refused, neighbour] = await Promise.all([append('refused', 1), append('neighbour', 1)]);
    await session.query('alter table weir.batch drop constraint planted');
    expect(refused).toMatchObject({ error: { errorName: 'UNKNOWN_SERVER_ERROR' } });
    expect(neighbour).toMatchObject({ error: null, baseOffset: 1 });
  });

  it('looks a topic up again whose log is gone, where no hint said so', async () => {
    await topics.create({ name: 'silently-reborn' });
    await append('silently-reborn', 1);
    // Nothing tells this gateway: neither a hint nor the version that it asks for.
    await session.query(`delete from weir.topic where name = 'silently-reborn'`);
    await session.query(`with t as (insert into weir.topic (name, is_internal, partition_count)
                                    values ('silently-reborn', false, 1) returning id)
                         insert into weir.partition (topic_id, partition) select id, 0 from t`);
    const partition = { topic: 'silently-reborn', partition: 0 };
    expect(await logs.listOffsets([{ ...partition, timestamp: 'latest' }])).toMatchObject([
      { error: null, offset: 0 },
    ]);
    await session.query(`delete from weir.topic where name = 'silently-reborn'`);
    await session.query(`with t as (insert into weir.topic (name, is_internal, partition_count)
                                    values ('silently-reborn', false, 1) returning id)
                         insert into weir.partition (topic_id, partition) select id, 0 from t`);
    const request = { partitions: [{ ...partition, offset: 0 }], maxWaitMs: 0, minBytes: 1, maxBytes: 1000 };
    expect(await logs.fetch(request)).toMatchObject([{ error: null, highWatermark: 0 }]);
    await session.query(`delete from weir.topic where name = 'silently-reborn'`);
    expect(await logs.fetch(request)).toMatchObject([{ error: { errorName: 'UNKNOWN_TOPIC_OR_PARTITION' } }]);
  });

  it('reads no more of a long log than the page takes', async () => {
    await topics.create({ name: 'long' });
    const { partitionId } = await partitionIds('long');
    await session.query(
      `insert into weir.batch (partition_id, base_offset, last_offset, record_count, size_bytes, max_timestamp, attributes,
         producer_id, producer_epoch, base_sequence, is_transactional, is_control, log_bytes, log_max_timestamp, data)
       select $1, i, i, 1, 100, 0, 0, -1, -1, -1, false, false, (i + 1) * 100, 0, decode(repeat('00', 100), 'hex')
       from generate_series(0, 4999) i`,
      [partitionId],
    );
    await session.query(`prepare page (int4[], int8[], int4[]) as ${readBatchesText}`);
    const pagesRead = async (maxBytes: number): Promise<number> => {
      const { rows } = await session.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
        `explain (analyze, buffers, format json) execute page (array[${partitionId}], array[100], array[${maxBytes}])`,
      );
      const { Plan: plan } = (rows[0] as (typeof rows)[number])['QUERY PLAN'][0];
      return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    };
    // What the first call of a session reads of the catalog is no part of it.
    await pagesRead(1);
    expect(await pagesRead(1)).toBeLessThan(30);
    expect(await pagesRead(200_000)).toBeGreaterThan(30);
    await session.query('delete from weir.batch where partition_id = $1', [partitionId]);
  });

  it('reads many logs within the bound of the request, and at least one batch', async () => {
    const count = 20;
    await topics.create({ name: 'wide', partitionCount: count });
    const value = new Uint8Array(1000);
    for (let partition = 1; partition < count; partition++) {
      for (let batch = 0; batch < 2; batch++)
        await logs.append(
          [{ topic: 'wide', partition, batch: Batch.fromRecords([{ key: null, value }]) }],
          'User:ANONYMOUS',
        );
    }
    const offsets = new Map(Array.from({ length: count }, (_, partition) => [partition, 0]));
    const read = async (maxBytes: number): Promise<number> => {
      const partitions = [...offsets].map(([partition, offset]) => ({ topic: 'wide', partition, offset }));
      const pages = await uncached.fetch({ partitions, maxWaitMs: 0, minBytes: 1, maxBytes });
      let bytes = 0;
      for (const { partition, error, highWatermark, batches } of pages) {
        expect([error, highWatermark]).toEqual([null, partition === 0 ? 0 : 2]);
        for (const batch of batches) {
          expect(batch.baseOffset).toBe(offsets.get(partition));
          offsets.set(partition, batch.lastOffset + 1);
          bytes += batch.bytes.length;
        }
      }
      return bytes;
    };
    // What this gateway has in memory is read in another way.
    const uncached = new LogManager({ database, ...logOptions, tailCacheBytes: 0 });
    const one = await read(1);
    expect(one).toBeGreaterThan(1000);
    expect(one).toBeLessThan(1200);
    let rounds = 0;
    for (let bytes = one; bytes > 0; rounds++) {
      bytes = await read(5_000);
      expect(bytes).toBeLessThanOrEqual(5_000);
    }
    expect([...offsets.values()]).toEqual([0, ...Array.from({ length: count - 1 }, () => 2)]);
    expect(rounds).toBeLessThan(14);
    await uncached.close();
  });

  it('hears of damage on disk, and reads every batch once in a pass', async () => {
    await topics.create({ name: 'damaged' });
    for (let index = 0; index < 5; index++) await append('damaged', index);
    const { partitionId } = await partitionIds('damaged');
    await session.query(
      `update weir.batch set data = set_byte(data, 64, get_byte(data, 64) # 1) where partition_id = $1 and base_offset = 3`,
      [partitionId],
    );
    const found: object[] = [];
    const logger = {
      ...silent,
      error: (fields: object, message: string) => found.push({ ...fields, message }),
    };
    const { rows } = await session.query<{ count: number }>('select count(*)::int as count from weir.batch');
    const scrub = new Scrub({ reads: database.reads, logger, bytesPerSecond: 60 });
    // 300 bytes a step: several steps, then the end of the pass.
    const read: number[] = [];
    do read.push(await scrub.step(0));
    while (read.at(-1) !== 0);
    expect(read.length).toBeGreaterThan(3);
    expect(read.reduce((sum, count) => sum + count)).toBe(rows[0]?.count);
    expect(found).toEqual(
      expect.arrayContaining([
        {
          partitionId,
          baseOffset: 3,
          lastOffset: 3,
          fault: 'its checksum does not fit its bytes',
          message: 'a stored batch is damaged',
        },
      ]),
    );
    expect(found.filter((one) => 'partitionId' in one && one.partitionId === partitionId)).toHaveLength(1);
    // Another gateway that comes within the rest takes no step.
    expect(await scrub.step(60_000)).toBe(0);
    await topics.delete('damaged');
  });

  it('hears of damage that PostgreSQL itself finds, and goes on behind it', async () => {
    await topics.create({ name: 'unreadable' });
    for (let index = 0; index < 5; index++) await append('unreadable', index);
    const { partitionId } = await partitionIds('unreadable');
    // A table whose third batch cannot be read, with the error of a broken page.
    await session.query(`
      begin;
      alter table weir.batch rename to sound_batch;
      create function weir.broken_page() returns bytea language plpgsql stable as
        $$ begin raise exception 'invalid page in block 7' using errcode = 'XX001'; end $$;
      create view weir.batch as
        select partition_id, base_offset, last_offset, record_count, size_bytes,
               case when partition_id = ${partitionId} and last_offset = 2 then weir.broken_page() else data end as data
        from weir.sound_batch;
      grant select on weir.batch to weir;
      update weir.scrub set partition_id = ${partitionId}, last_offset = -1;
      commit;`);
    const found: object[] = [];
    const logger = {
      ...silent,
      error: (fields: object, message: string) => found.push({ ...fields, message }),
    };
    const scrub = new Scrub({ reads: database.reads, logger, bytesPerSecond: 1 << 20 });
    const read = await scrub.step(0);
    await session.query(`
      begin;
      drop view weir.batch;
      drop function weir.broken_page;
      alter table weir.sound_batch rename to batch;
      commit;`);
    expect(read).toBeGreaterThanOrEqual(5);
    expect(found).toEqual([
      { partitionId, lastOffset: 2, fault: 'invalid page in block 7', message: 'a stored batch is damaged' },
    ]);
    expect(await scrub.step(0)).toBe(0);
    await topics.delete('unreadable');
  });

  it('frees the rows of deleted topics in the background', async () => {
    await topics.create({ name: 'freed' });
    for (let index = 0; index < 20; index++) await append('freed', index);
    const { partitionId } = await partitionIds('freed');
    await topics.delete('freed');
    const start = performance.now();
    for (;;) {
      const { rows } = await session.query<{ left: number }>(
        `select ((select count(*) from weir.batch where partition_id = $1)
               + (select count(*) from weir.deleted_partition where id = $1))::int as left`,
        [partitionId],
      );
      if (rows[0]?.left === 0) break;
      expect(performance.now() - start).toBeLessThan(5_000);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  });

  it('finds the first record of a time as a scan would', async () => {
    await topics.create({ name: 'times' });
    let seed = 42;
    const random = (bound: number): number => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % bound;
    const all: number[] = [];
    for (let batch = 0; batch < 60; batch++) {
      const timestamps = Array.from({ length: 1 + random(4) }, () => batch * 10 + random(60));
      await append('times', ...timestamps);
      all.push(...timestamps);
    }
    const wanted = Array.from({ length: 680 }, (_, time) => time);
    const found = await logs.listOffsets(
      wanted.map((timestamp) => ({ topic: 'times', partition: 0, timestamp })),
    );
    expect(found.map(({ offset }) => offset)).toEqual(
      wanted.map((time) => all.findIndex((one) => one >= time)),
    );
  });
});
