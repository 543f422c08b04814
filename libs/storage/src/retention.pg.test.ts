// Retention by time and size with a clock that is handed in, emptied logs, kills, and several gateways.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import type { ListedOffset, TopicStatistics } from '@weir/protocol';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import type { TestDatabase } from '../../../tools/testing/database.ts';
import { PARTITION_LOCK_CLASS, RETENTION_LOCK } from './sql/locks.ts';
import { appendTo, openCleanupGateway, readFrom, untilRun } from './testing/cleanup-gateway.ts';
import type { CleanupGateway } from './testing/cleanup-gateway.ts';

const T0 = Date.now();
const KILO = 1_000;

describe('retention', () => {
  let testDatabase: TestDatabase;
  let gateway: CleanupGateway;
  /** Another session, as another gateway would hold it. */
  let session: pg.Client;
  let nowMs = T0;
  let topicNumber = 0;
  const now = () => nowMs;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    gateway = await openCleanupGateway(testDatabase.url, { now });
    session = new pg.Client(testDatabase.adminUrl);
    await session.connect();
  });

  afterAll(async () => {
    await session?.end();
    await gateway?.close();
    await testDatabase?.drop();
  });

  const newTopic = async (configs: { [name: string]: string }): Promise<string> => {
    const name = `retained-${++topicNumber}`;
    await gateway.topics.create({ name, configs });
    return name;
  };
  const retain = () => untilRun(gateway.retention);
  /** A batch of one record of that time. */
  const append = (topic: string, timestamp: number, bytes = 1) =>
    appendTo(gateway, topic, [{ key: null, value: new Uint8Array(bytes), timestamp }]);
  const endsOf = async (
    topic: string,
    { logs }: CleanupGateway = gateway,
  ): Promise<(number | undefined)[]> => {
    const wanted = (['earliest', 'latest'] as const).map((timestamp) => ({ topic, partition: 0, timestamp }));
    return (await logs.listOffsets(wanted)).map(({ offset }: ListedOffset) => offset);
  };
  const statisticsOf = async (topic: string): Promise<TopicStatistics | undefined> =>
    (await gateway.logs.statistics([topic]))[0];
  const storedBytes = async (topic: string): Promise<number> => {
    const { rows } = await session.query<{ bytes: number }>(
      `select coalesce(sum(size_bytes), 0)::int as bytes from weir.batch b
       join weir.partition p on p.id = b.partition_id join weir.topic t on t.id = p.topic_id where t.name = $1`,
      [topic],
    );
    return rows[0]?.bytes ?? -1;
  };

  it('drops by time what is older, in whole batches from the start', async () => {
    const topic = await newTopic({ 'retention.ms': String(10 * KILO) });
    for (const age of [30, 20, 10.001, 9, 50, 1]) await append(topic, T0 - age * KILO);
    nowMs = T0;
    await retain();
    // The batch of 50 seconds ago lies behind one that is kept.
    expect(await endsOf(topic)).toEqual([3, 6]);
    expect((await readFrom(gateway, topic, 3)).map(({ offset }) => offset)).toEqual([3, 4, 5]);
    await expect(readFrom(gateway, topic, 2)).rejects.toMatchObject({ errorName: 'OFFSET_OUT_OF_RANGE' });
    expect(await statisticsOf(topic)).toMatchObject({ records: 3, sizeBytes: await storedBytes(topic) });
  });

  it('keeps a batch for its newest record', async () => {
    const topic = await newTopic({ 'retention.ms': '1000' });
    const records = [T0 - 9 * KILO, T0].map((timestamp) => ({ key: null, value: null, timestamp }));
    await appendTo(gateway, topic, records);
    await append(topic, T0);
    nowMs = T0;
    await retain();
    expect(await endsOf(topic)).toEqual([0, 3]);
  });

  it('drops by size while as much is left without', async () => {
    const topic = await newTopic({ 'retention.bytes': '3000', 'retention.ms': '-1' });
    for (let index = 0; index < 8; index++) await append(topic, T0, 1_000);
    await retain();
    const left = await statisticsOf(topic);
    expect(left).toMatchObject({ records: 3, sizeBytes: await storedBytes(topic) });
    expect(left?.sizeBytes).toBeGreaterThanOrEqual(3_000);
    expect(await endsOf(topic)).toEqual([5, 8]);
    // Nothing more: one batch less would be less than 3,000.
    await retain();
    expect(await endsOf(topic)).toEqual([5, 8]);
  });

  it('an emptied log keeps its end, over a restart too', async () => {
    const topic = await newTopic({ 'retention.ms': '1000' });
    for (let index = 0; index < 4; index++) await append(topic, T0);
    nowMs = T0 + 2 * KILO;
    await retain();
    expect(await storedBytes(topic)).toBe(0);
    expect(await endsOf(topic)).toEqual([4, 4]);
    expect(await readFrom(gateway, topic, 4)).toEqual([]);
    expect(await statisticsOf(topic)).toMatchObject({ records: 0, sizeBytes: 0 });
    const restarted = await openCleanupGateway(testDatabase.url, { now });
    try {
      expect(await endsOf(topic, restarted)).toEqual([4, 4]);
      const value = { key: null, value: new Uint8Array(100), timestamp: nowMs };
      expect(await appendTo(restarted, topic, [value, value])).toMatchObject({ baseOffset: 4 });
    } finally {
      await restarted.close();
    }
    expect(await endsOf(topic)).toEqual([4, 6]);
    expect(await statisticsOf(topic)).toMatchObject({ records: 2, sizeBytes: await storedBytes(topic) });
    await append(topic, nowMs);
    nowMs += 2 * KILO;
    await retain();
    expect(await endsOf(topic)).toEqual([7, 7]);
  });

  it('leaves compacted logs alone, and those that keep for ever', async () => {
    const compacted = await newTopic({ 'cleanup.policy': 'compact', 'retention.ms': '1' });
    const kept = await newTopic({ 'retention.ms': '-1' });
    const both = await newTopic({ 'cleanup.policy': 'compact,delete', 'retention.ms': '1' });
    const key = new Uint8Array(1);
    for (const topic of [compacted, kept, both])
      await appendTo(gateway, topic, [{ key, value: null, timestamp: T0 }]);
    nowMs = T0 + 365 * 24 * 3_600 * KILO;
    await retain();
    expect(await endsOf(compacted)).toEqual([0, 1]);
    expect(await endsOf(kept)).toEqual([0, 1]);
    expect(await endsOf(both)).toEqual([1, 1]);
  });

  it('frees what delete-records put before the log start, whatever retention says', async () => {
    const topic = await newTopic({ 'retention.ms': '-1' });
    for (let index = 0; index < 5; index++) await append(topic, T0, 100);
    const before = await storedBytes(topic);
    await gateway.logs.deleteRecords([{ topic, partition: 0, beforeOffset: 3 }]);
    await retain();
    expect(await storedBytes(topic)).toBe((before / 5) * 2);
    await gateway.logs.deleteRecords([{ topic, partition: 0, beforeOffset: 'latest' }]);
    await retain();
    expect(await storedBytes(topic)).toBe(0);
    expect(await endsOf(topic)).toEqual([5, 5]);
  });

  it('follows an altered config', async () => {
    const topic = await newTopic({ 'retention.ms': '-1' });
    for (let index = 0; index < 3; index++) await append(topic, T0);
    nowMs = T0 + 5 * KILO;
    await retain();
    expect(await endsOf(topic)).toEqual([0, 3]);
    const alterations = [{ name: 'retention.ms', operation: 'SET', value: '1000' }] as const;
    await gateway.topics.alterConfigs({ topics: [{ name: topic, alterations }] });
    await retain();
    expect(await endsOf(topic)).toEqual([3, 3]);
  });

  it('an append that comes while the log is emptied goes on at its end', async () => {
    const topic = await newTopic({ 'retention.ms': '1000' });
    let next = 0;
    for (let round = 0; round < 30; round++) {
      nowMs = T0 + round * 10 * KILO;
      const [, result] = await Promise.all([retain(), append(topic, nowMs - 5 * KILO)]);
      expect(result.baseOffset).toBe(next++);
    }
    const [start = -1, end] = await endsOf(topic);
    expect(end).toBe(30);
    expect((await readFrom(gateway, topic, start)).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 30 - start }, (_, index) => start + index),
    );
    expect(await statisticsOf(topic)).toMatchObject({ sizeBytes: await storedBytes(topic) });
  });

  it('an append that is under way while the log is emptied is waited for', async () => {
    const topic = await newTopic({ 'retention.ms': '1000' });
    await append(topic, T0, 100);
    nowMs = T0 + 10 * KILO;
    const { rows } = await session.query<{ id: number }>(
      'select p.id from weir.partition p join weir.topic t on t.id = p.topic_id where t.name = $1',
      [topic],
    );
    await session.query('begin');
    await session.query('select pg_advisory_xact_lock($1, $2)', [PARTITION_LOCK_CLASS, rows[0]?.id]);
    const retaining = retain();
    const waiting = async () =>
      (
        await session.query(
          `select from pg_locks l join pg_database d on d.oid = l.database
           where locktype = 'advisory' and not granted and datname = current_database()`,
        )
      ).rowCount;
    await expect.poll(waiting).toBe(1);
    await session.query(
      `insert into weir.batch select partition_id, 1, 1, record_count, size_bytes, $2, attributes, producer_id,
         producer_epoch, base_sequence, is_transactional, is_control, segment, log_bytes + size_bytes, $2,
         int8send(1) || substr(data, 9)
       from weir.batch where partition_id = $1`,
      [rows[0]?.id, nowMs],
    );
    await session.query('commit');
    await retaining;
    expect(await statisticsOf(topic)).toMatchObject({ sizeBytes: await storedBytes(topic) });
    await retain();
    expect(await endsOf(topic)).toEqual([1, 2]);
    expect(await statisticsOf(topic)).toMatchObject({ records: 1, sizeBytes: await storedBytes(topic) });
  });

  it('one gateway at a time, and the next takes over when its connection dies', async () => {
    const topic = await newTopic({ 'retention.ms': '1000' });
    await append(topic, T0);
    nowMs = T0 + 10 * KILO;
    const other = new pg.Client(testDatabase.adminUrl);
    other.on('error', () => undefined);
    await other.connect();
    await other.query('select pg_advisory_lock($1)', [RETENTION_LOCK]);
    const { rows } = await other.query<{ pid: number }>('select pg_backend_pid() as pid');
    expect(await gateway.retention.runOnce()).toBe(false);
    expect(await endsOf(topic)).toEqual([0, 1]);
    await session.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await retain();
    expect(await endsOf(topic)).toEqual([1, 1]);
  });

  it('a run whose connection is killed leaves whole steps, and the next one ends the work', async () => {
    const topic = await newTopic({ 'retention.ms': '1000' });
    const value = { key: null, value: new Uint8Array(64), timestamp: T0 };
    // More batches than one step takes.
    const { topicId } = await gateway.logs.metadata(topic);
    await append(topic, T0);
    await session.query(
      `insert into weir.batch select partition_id, last_offset + n, base_offset + n, record_count, size_bytes,
         max_timestamp, attributes, producer_id, producer_epoch, base_sequence, is_transactional, is_control, segment,
         log_bytes + n * size_bytes, log_max_timestamp, int8send(n) || substr(data, 9)
       from weir.batch b join weir.partition p on p.id = b.partition_id, generate_series(1, 3000) n where p.topic_id = $1`,
      [topicId],
    );
    await appendTo(gateway, topic, [{ ...value, timestamp: T0 + 100 * KILO }]);
    nowMs = T0 + 10 * KILO;
    const running = gateway.retention.runOnce().catch(() => 'killed');
    await expect
      .poll(async () => (await endsOf(topic))[0], { interval: 1, timeout: 10_000 })
      .toBeGreaterThan(0);
    await session.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'weir-cleanup' and datname = current_database()`,
    );
    expect(await running).toBe('killed');
    const [start = -1] = await endsOf(topic);
    expect(start).toBeGreaterThan(0);
    expect(start).toBeLessThan(3_001);
    expect((await readFrom(gateway, topic, start)).length).toBe(3_002 - start);
    expect(await statisticsOf(topic)).toMatchObject({ sizeBytes: await storedBytes(topic) });
    await retain();
    expect(await endsOf(topic)).toEqual([3_001, 3_002]);
  });

  it('another gateway’s tail cache gives nothing that was deleted a second ago', async () => {
    const topic = await newTopic({ 'retention.ms': '-1' });
    for (let index = 0; index < 3; index++) await append(topic, T0);
    // Learns where the log begins, and is answered from memory from then on.
    await readFrom(gateway, topic, 0);
    const { hits } = gateway.logs.stats().tailCache;
    await readFrom(gateway, topic, 0);
    expect(gateway.logs.stats().tailCache.hits).toBeGreaterThan(hits);
    const other = await openCleanupGateway(testDatabase.url, { now });
    try {
      await other.logs.deleteRecords([{ topic, partition: 0, beforeOffset: 2 }]);
    } finally {
      await other.close();
    }
    const refusal = async () =>
      readFrom(gateway, topic, 0).then(
        () => undefined,
        (error: { errorName: string }) => error.errorName,
      );
    await expect.poll(refusal, { timeout: 3_000 }).toBe('OFFSET_OUT_OF_RANGE');
    expect((await readFrom(gateway, topic, 2)).map(({ offset }) => offset)).toEqual([2]);
  });
});
