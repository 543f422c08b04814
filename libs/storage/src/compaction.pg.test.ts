// Compaction: policies, lags and tombstones by a clock that is handed in, kills, and readers meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { Batch, encodeRecordBatch } from '@weir/protocol';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import type { TestDatabase } from '../../../tools/testing/database.ts';
import { appendTo, openCleanupGateway, readFrom, untilRun } from './testing/cleanup-gateway.ts';
import type { CleanupGateway } from './testing/cleanup-gateway.ts';

const T0 = Date.now();
const hourMs = 3_600_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | null) => (value === null ? null : new TextDecoder().decode(value));

describe('compaction', () => {
  let testDatabase: TestDatabase;
  let gateway: CleanupGateway;
  let session: pg.Client;
  let nowMs = T0;
  let topicNumber = 0;
  const now = () => nowMs;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    // What is compacted shows at once.
    gateway = await openCleanupGateway(testDatabase.url, { now, tailCacheBytes: 0 });
    session = new pg.Client(testDatabase.adminUrl);
    await session.connect();
  });

  afterAll(async () => {
    await session?.end();
    await gateway?.close();
    await testDatabase?.drop();
  });

  const newTopic = async (configs: { [name: string]: string } = {}): Promise<string> => {
    const name = `compacted-${++topicNumber}`;
    const always = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0' };
    await gateway.topics.create({ name, configs: { ...always, ...configs } });
    return name;
  };
  /** One batch of `key=value`, or `key` for a tombstone. */
  const append = (topic: string, pairs: string, timestamp = T0) =>
    appendTo(
      gateway,
      topic,
      pairs.split(' ').map((pair) => {
        const [key = '', value] = pair.split('=');
        return { key: bytes(key), value: value === undefined ? null : bytes(value), timestamp };
      }),
    );
  const compact = () => untilRun(gateway.compaction);
  const logOf = async (topic: string, from = 0) =>
    (await readFrom(gateway, topic, from)).map(({ offset, key, value }) =>
      [`${offset}:${text(key)}`, text(value)].filter((part) => part !== null).join('='),
    );
  const statisticsMatch = async (topic: string): Promise<void> => {
    const [statistics] = await gateway.logs.statistics([topic]);
    const { rows } = await session.query<{ records: number; bytes: number }>(
      `select sum(record_count)::int as records, sum(size_bytes)::int as bytes from weir.batch b
       join weir.partition p on p.id = b.partition_id join weir.topic t on t.id = p.topic_id where t.name = $1`,
      [topic],
    );
    expect([statistics?.records, statistics?.sizeBytes]).toEqual([rows[0]?.records, rows[0]?.bytes]);
  };

  it('keeps the newest record of each key, with its offset, and all of the newest batch', async () => {
    const topic = await newTopic();
    await append(topic, 'a=1 b=1 a=2');
    await append(topic, 'b=2');
    await append(topic, 'c=1 b=3');
    await append(topic, 'a=3 a=4');
    await compact();
    // Offset 3 is gone with its batch; keys of the newest batch are not looked at yet.
    expect(await logOf(topic)).toEqual(['2:a=2', '4:c=1', '5:b=3', '6:a=3', '7:a=4']);
    await append(topic, 'd=1');
    await compact();
    expect(await logOf(topic)).toEqual(['4:c=1', '5:b=3', '7:a=4', '8:d=1']);
    // Offsets without a record are read on from.
    for (const from of [0, 1, 2, 3, 6])
      expect((await logOf(topic, from))[0]).toBe(from < 6 ? '4:c=1' : '7:a=4');
    await statisticsMatch(topic);
  });

  it('a fetch of an offset behind the last record of its batch gives the next batch', async () => {
    const topic = await newTopic();
    await append(topic, 'a=1 b=1 c=1');
    await append(topic, 'b=2 c=2');
    await append(topic, 'd=1');
    await compact();
    expect(await logOf(topic)).toEqual(['0:a=1', '3:b=2', '4:c=2', '5:d=1']);
    const partitions = [{ topic, partition: 0, offset: 1 }];
    const [page] = await gateway.logs.fetch({ partitions, maxWaitMs: 0, minBytes: 1, maxBytes: 1 });
    expect(page?.batches.flatMap((batch) => batch.records().map(({ offset }) => offset))).toEqual([3, 4]);
  });

  it('keeps a tombstone for delete.retention.ms from its first compaction on', async () => {
    const topic = await newTopic({ 'delete.retention.ms': String(hourMs) });
    await append(topic, 'a=1 b=1');
    await append(topic, 'a');
    await append(topic, 'x=1');
    nowMs = T0 + 10 * hourMs;
    await compact();
    expect(await logOf(topic)).toEqual(['1:b=1', '2:a', '3:x=1']);
    nowMs += hourMs;
    await compact();
    expect(await logOf(topic)).toContain('2:a');
    // Without any new record.
    nowMs += 1;
    await compact();
    expect(await logOf(topic)).toEqual(['1:b=1', '3:x=1']);
    await statisticsMatch(topic);
  });

  it('waits for min.compaction.lag.ms, and no longer than max.compaction.lag.ms', async () => {
    nowMs = T0;
    const lagging = await newTopic({ 'min.compaction.lag.ms': String(hourMs) });
    const late = await newTopic({
      'min.cleanable.dirty.ratio': '1',
      'max.compaction.lag.ms': String(2 * hourMs),
    });
    for (const topic of [lagging, late]) {
      await append(topic, 'a=1', T0 - hourMs);
      await append(topic, 'a=2', T0 - hourMs);
      await append(topic, 'a=3', T0);
      await append(topic, 'x=1', T0);
    }
    const all = ['0:a=1', '1:a=2', '2:a=3', '3:x=1'];
    await compact();
    expect([await logOf(lagging), await logOf(late)]).toEqual([all.slice(1), all]);
    nowMs = T0 + hourMs;
    await compact();
    expect([await logOf(lagging), await logOf(late)]).toEqual([all.slice(2), all]);
    nowMs += 1;
    await compact();
    expect(await logOf(late)).toEqual(all.slice(2));
  });

  it('waits until the log is dirty enough', async () => {
    nowMs = T0;
    const topic = await newTopic({ 'min.cleanable.dirty.ratio': '0.5' });
    for (const key of 'abcdefgh') await append(topic, `${key}=1`);
    await append(topic, 'x=1');
    await compact();
    // Clean: 8 batches. Dirty with the next: 8, then 9.
    for (let count = 1; count < 8; count++) await append(topic, 'a=2');
    await append(topic, 'a=3');
    await compact();
    expect((await logOf(topic)).length).toBe(17);
    await append(topic, 'a=4');
    await compact();
    expect((await logOf(topic)).length).toBe(8 + 1 + 1);
  });

  it('drops records without a key that came before the topic was compacted', async () => {
    const topic = await newTopic({ 'cleanup.policy': 'delete' });
    await appendTo(gateway, topic, [{ key: null, value: bytes('1') }]);
    await append(topic, 'a=1 a=2');
    const alterations = [{ name: 'cleanup.policy', operation: 'SET', value: 'compact' }] as const;
    await gateway.topics.alterConfigs({ topics: [{ name: topic, alterations }] });
    await append(topic, 'b=1');
    await compact();
    expect(await logOf(topic)).toEqual(['2:a=2', '3:b=1']);
  });

  it('compact,delete does both', async () => {
    nowMs = T0;
    const topic = await newTopic({ 'cleanup.policy': 'compact,delete', 'retention.ms': String(hourMs) });
    await append(topic, 'a=1 b=1', T0 - 2 * hourMs);
    await append(topic, 'a=2', T0);
    await append(topic, 'a=3 c=1', T0);
    await append(topic, 'd=1', T0);
    await compact();
    expect(await logOf(topic)).toEqual(['1:b=1', '3:a=3', '4:c=1', '5:d=1']);
    await untilRun(gateway.retention);
    expect(await logOf(topic, 3)).toEqual(['3:a=3', '4:c=1', '5:d=1']);
    await statisticsMatch(topic);
    await expect(logOf(topic, 1)).rejects.toMatchObject({ errorName: 'OFFSET_OUT_OF_RANGE' });
  });

  it('needs more passes where the keys of one do not fit its memory', async () => {
    const topic = await newTopic();
    const small = await openCleanupGateway(testDatabase.url, { now, dedupeBufferBytes: 40 * 32 });
    try {
      for (let round = 0; round < 2; round++)
        for (let batch = 0; batch < 10; batch++)
          await append(topic, Array.from({ length: 10 }, (_, key) => `${batch}.${key}=${round}`).join(' '));
      await append(topic, 'x=1');
      const sizes = [];
      for (let pass = 0; pass < 6; pass++) {
        await untilRun(small.compaction);
        sizes.push((await logOf(topic)).length);
      }
      expect(sizes[0]).toBe(201);
      expect(sizes.at(-1)).toBe(101);
      expect((await logOf(topic))[0]).toBe('100:0.0=1');
    } finally {
      await small.close();
    }
  });

  it('a pass that is killed goes on where it was', async () => {
    const topic = await newTopic();
    for (let batch = 0; batch < 450; batch++) await append(topic, `${batch % 10}=${batch} ${batch}.=1`);
    await append(topic, 'x=1');
    const positionOf = async () => {
      const { rows } = await session.query<{ pass_position: number | null }>(
        `select pass_position::int from weir.compaction c join weir.partition p on p.id = c.partition_id
         join weir.topic t on t.id = p.topic_id where t.name = $1`,
        [topic],
      );
      return rows[0]?.pass_position;
    };
    const running = gateway.compaction.runOnce().catch(() => 'killed');
    await expect.poll(positionOf, { interval: 1, timeout: 10_000 }).toBeGreaterThan(0);
    await session.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'weir-cleanup' and datname = current_database()`,
    );
    expect(await running).toBe('killed');
    expect(await positionOf()).toBeGreaterThan(0);
    const half = await logOf(topic);
    expect(half.length).toBeLessThan(901);
    expect(half.length).toBeGreaterThan(461);
    const next = await openCleanupGateway(testDatabase.url, { now });
    try {
      await untilRun(next.compaction);
    } finally {
      await next.close();
    }
    expect(await positionOf()).toBe(null);
    expect((await logOf(topic)).length).toBe(450 + 10 + 1);
    await statisticsMatch(topic);
  });

  it('another gateway’s tail cache follows, and gives nothing old after something new', async () => {
    const topic = await newTopic();
    const cached = await openCleanupGateway(testDatabase.url, { now });
    const offsetsOf = async () => (await readFrom(cached, topic, 0)).map(({ offset }) => offset);
    try {
      for (let round = 0; round < 5; round++) {
        for (const value of [1, 2, 3])
          await appendTo(cached, topic, [{ key: bytes('a'), value: bytes(`${value}`), timestamp: T0 }]);
        const before = await offsetsOf();
        expect(await offsetsOf()).toEqual(before);
        await compact();
        const after = before.slice(-2);
        await expect.poll(offsetsOf, { interval: 5, timeout: 5_000 }).toEqual(after);
        for (let again = 0; again < 3; again++) expect(await offsetsOf()).toEqual(after);
      }
      expect(cached.logs.stats().tailCache.hits).toBeGreaterThan(0);
    } finally {
      await cached.close();
    }
  });

  it('a producer’s batch is known again after its records are gone, or some of them', async () => {
    const topic = await newTopic({ 'cleanup.policy': 'compact,delete', 'retention.ms': '-1' });
    const given = await gateway.logs.initProducerId(undefined);
    const produce = async (baseSequence: number, ...pairs: string[]) => {
      const records = pairs.map((pair) => ({ key: bytes(pair), value: bytes(pair), timestamp: T0 }));
      const producer = { ...given, baseSequence };
      const batch = Batch.fromBytes(encodeRecordBatch(records, { now: T0, ...producer }));
      const [result] = await gateway.logs.append([{ topic, partition: 0, batch }], 'User:test');
      if (result?.error !== null) throw result?.error ?? new Error('no verdict');
      return [result.baseOffset, result.isReplay ?? false];
    };
    expect(await produce(0, 'a', 'b', 'c')).toEqual([0, false]);
    expect(await produce(3, 'd')).toEqual([3, false]);
    await append(topic, 'b=2 c=2 d=2');
    await append(topic, 'x=1');
    await compact();
    expect(await logOf(topic)).toEqual(['0:a=a', '4:b=2', '5:c=2', '6:d=2', '7:x=1']);
    expect(await produce(3, 'd')).toEqual([3, true]);
    expect(await produce(0, 'a', 'b', 'c')).toEqual([0, true]);
    await gateway.logs.deleteRecords([{ topic, partition: 0, beforeOffset: 'latest' }]);
    await untilRun(gateway.retention);
    expect(await produce(0, 'a', 'b', 'c')).toEqual([0, true]);
    await expect(produce(5, 'f')).rejects.toMatchObject({ errorName: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
    expect(await produce(4, 'e')).toEqual([8, false]);
  });

  it('a batch that cannot be read holds up no other log, and is left as it is', async () => {
    const [broken, whole] = [await newTopic(), await newTopic()];
    for (const topic of [broken, whole]) {
      await append(topic, 'a=1 a=2');
      await append(topic, 'x=1');
    }
    await session.query(
      `update weir.batch b set data = overlay(data placing '\\xff'::bytea from 62)
       from weir.partition p join weir.topic t on t.id = p.topic_id
       where b.partition_id = p.id and t.name = $1 and b.base_offset = 0`,
      [broken],
    );
    await compact();
    expect(await logOf(whole)).toEqual(['1:a=2', '2:x=1']);
    const { rows } = await session.query<{ count: number }>(
      `select count(*)::int from weir.batch b join weir.partition p on p.id = b.partition_id
       join weir.topic t on t.id = p.topic_id where t.name = $1`,
      [broken],
    );
    expect(rows[0]?.count).toBe(2);
  });
});
