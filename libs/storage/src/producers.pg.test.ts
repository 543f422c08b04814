// Idempotent producers in trouble: two sessions, killed backends, restarts, deleted batches, epochs that are used up.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import pg from 'pg';
import { Batch, encodeRecordBatch } from '@weir/protocol';
import type { AppendEntry, AppendResult, ProducerIdAndEpoch } from '@weir/protocol';
import { expiredProducers } from './producer-ids.ts';
import { openLogs, openStorage, readAll, silent } from './testing/open-logs.ts';
import type { OpenedLogs, Storage } from './testing/open-logs.ts';

const hourMs = 3_600_000;
const principal = 'User:test';
const FENCED = 'INVALID_PRODUCER_EPOCH';

function entry(
  topic: string,
  producer: ProducerIdAndEpoch,
  baseSequence: number,
  values: readonly string[] = [String(baseSequence)],
): AppendEntry {
  const records = values.map((value) => ({ key: null, value: Buffer.from(value) }));
  const bytes = encodeRecordBatch(records, { now: 1, ...producer, baseSequence });
  return { topic, partition: 0, batch: Batch.fromBytes(bytes) };
}

const told = (results: readonly AppendResult[]) =>
  results.map((result) =>
    result.error === null
      ? `${result.isReplay === true ? 'again ' : ''}${result.baseOffset}`
      : result.error.errorName,
  );

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('idempotent producers', () => {
  let storage: OpenedLogs;
  let other: Storage;
  /** Another session, as a third gateway would hold it. */
  let session: pg.Client;

  beforeAll(async () => {
    storage = await openLogs({ appendLanes: 2 });
    other = await openStorage(storage.testDatabase.url, { appendLanes: 2 });
    ({ session } = storage);
  });

  afterAll(async () => {
    await other?.close();
    await storage?.close();
  });

  const append = async (...entries: AppendEntry[]) => told(await storage.logs.append(entries, principal));
  const values = async (topic: string) => (await readAll(storage, topic)).map(([, value]) => value);

  /** What happens to the append while the session has not committed, and after it has. */
  async function besides(
    appended: Promise<readonly string[]>,
    end: 'commit' | 'rollback' = 'commit',
  ): Promise<{ readonly waited: boolean; readonly verdicts: readonly string[] }> {
    let isSettled = false;
    void appended.finally(() => (isSettled = true));
    await later(300);
    const waited = !isSettled;
    await session.query(end);
    return { waited, verdicts: await appended };
  }

  it('refuses a zombie’s append beside a concurrent new epoch, and stores it where that is taken back', async () => {
    await storage.topics.create({ name: 'zombie' });
    const zombie = await storage.logs.initProducerId('zombie');
    await append(entry('zombie', zombie, 0));
    for (const [end, verdict] of [
      ['rollback', '1'],
      ['commit', FENCED],
    ] as const) {
      await session.query('begin');
      await session.query("select weir.init_producer_id('zombie')");
      const sequence = end === 'rollback' ? 1 : 2;
      expect(await besides(append(entry('zombie', zombie, sequence)), end)).toEqual({
        waited: true,
        verdicts: [verdict],
      });
    }
    expect(await values('zombie')).toEqual(['0', '1']);
  });

  it('gives no new epoch while an append of the old one is being stored', async () => {
    await storage.topics.create({ name: 'slow' });
    const producer = await storage.logs.initProducerId('slow');
    // As an append holds it.
    await session.query('begin');
    await session.query('select from weir.producer where producer_id = $1 for share', [producer.producerId]);
    const next = storage.logs.initProducerId('slow').then(({ producerEpoch }) => [String(producerEpoch)]);
    expect(await besides(next)).toEqual({ waited: true, verdicts: ['1'] });
  });

  it('waits for another gateway that is storing the same batch, and gives its offset', async () => {
    await storage.topics.create({ name: 'same' });
    const producer = await storage.logs.initProducerId(undefined);
    await append(entry('same', producer, 0));
    const { rows } = await session.query<{ topic_id: number; id: number }>(
      "select p.topic_id, p.id from weir.partition p join weir.topic t on t.id = p.topic_id where t.name = 'same'",
    );
    const { bytes } = entry('same', producer, 1).batch;
    const place = [rows[0]?.topic_id, rows[0]?.id];
    await session.query('begin');
    await session.query(
      `select weir.append_batches(array[$1::int], array[$2::int], array[1], array[$3::int], array[1::bigint], array[0],
         array[$4::bigint], array[0], array[1], $5)`,
      [...place, bytes.length, producer.producerId, Buffer.from(bytes)],
    );
    expect(await besides(append(entry('same', producer, 1)))).toEqual({
      waited: true,
      verdicts: ['again 1'],
    });
    expect(await values('same')).toEqual(['0', '1']);
  });

  it('stores every batch once and in sequence through killed backends, two gateways and a restart', async () => {
    await storage.topics.create({ name: 'killed' });
    const killer = new pg.Client(storage.testDatabase.adminUrl);
    await killer.connect();
    let isOver = false;
    const killing = (async () => {
      while (!isOver) {
        await killer.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'weir-append' and state = 'active'`,
        );
        await later(6);
      }
    })();
    let third = await openStorage(storage.testDatabase.url);
    const gateways = () => [storage, other, third];
    let unknown = 0;
    const producers = Array.from({ length: 6 }, async (_, index) => {
      const producer = await storage.logs.initProducerId(index % 2 === 0 ? `killed ${index}` : undefined);
      for (let sequence = 0; sequence < 120; sequence += 3) {
        const batch = entry(
          'killed',
          producer,
          sequence,
          [0, 1, 2].map((one) => `${index}:${sequence + one}`),
        );
        for (let turn = index; ; turn++) {
          const [result] = (await gateways()[turn % 3]?.logs.append([batch], principal)) ?? [];
          if (result?.error === null) break;
          expect(['NETWORK_EXCEPTION', 'BROKER_NOT_AVAILABLE']).toContain(result?.error.errorName);
          if (result?.error.errorName === 'NETWORK_EXCEPTION') unknown++;
        }
        if (index === 0 && sequence === 60) {
          const old = third;
          third = await openStorage(storage.testDatabase.url);
          await old.close();
        }
      }
    });
    await Promise.all(producers);
    isOver = true;
    await killing;
    await killer.end();
    await third.close();
    expect(unknown).toBeGreaterThan(0);
    const found = await values('killed');
    for (let index = 0; index < 6; index++) {
      const own = found.filter((value) => value.startsWith(`${index}:`));
      expect(own).toEqual(Array.from({ length: 120 }, (_, sequence) => `${index}:${sequence}`));
    }
    expect(found).toHaveLength(720);
  });

  it('knows the last five batches of a producer after they were deleted, for as long as was promised', async () => {
    await storage.topics.create({ name: 'deleted' });
    const [one, two] = [
      await storage.logs.initProducerId(undefined),
      await storage.logs.initProducerId(undefined),
    ];
    for (let sequence = 0; sequence < 8; sequence++) await append(entry('deleted', one, sequence));
    await append(entry('deleted', two, 0), entry('deleted', two, 1));
    const remove = (upTo: number) =>
      session.query(
        `delete from weir.batch b using weir.partition p, weir.topic t
         where b.partition_id = p.id and p.topic_id = t.id and t.name = 'deleted' and last_offset <= $1`,
        [upTo],
      );
    const kept = async () =>
      (await session.query<{ n: number }>('select count(*)::int as n from weir.producer_state')).rows[0]?.n;
    await remove(2);
    // Five newer ones are in the log.
    expect(await kept()).toBe(0);
    await remove(5);
    expect(await kept()).toBe(3);
    await remove(9);
    // The state of the log itself is not this test's matter.
    await session.query(
      "update weir.partition set log_end_floor = 10 where topic_id = (select id from weir.topic where name = 'deleted')",
    );
    expect(await kept()).toBe(7);
    expect(
      await append(entry('deleted', one, 3), entry('deleted', one, 7), entry('deleted', two, 0)),
    ).toEqual(['again 3', 'again 7', 'again 8']);
    expect(
      await append(entry('deleted', one, 9), entry('deleted', one, 8), entry('deleted', two, 2)),
    ).toEqual(['OUT_OF_ORDER_SEQUENCE_NUMBER', '10', '11']);
    expect(await append(entry('deleted', one, 3), entry('deleted', one, 4))).toEqual([
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'again 4',
    ]);
    await session.query(
      "update weir.producer_state set deleted_at = now() - interval '61 minutes' where producer_id = $1",
      [two.producerId],
    );
    const { reads } = storage.database;
    const expiration = { producerIdExpirationMs: hourMs, transactionalIdExpirationMs: hourMs };
    const expired = expiredProducers({ reads, logger: silent, ...expiration });
    expired.start();
    await vi.waitFor(async () => expect(await kept()).toBe(5), 5_000);
    await expired.close();
  });

  it('keeps nothing of a topic that is deleted', async () => {
    await storage.topics.create({ name: 'gone' });
    const producer = await storage.logs.initProducerId(undefined);
    await append(entry('gone', producer, 0));
    await storage.topics.delete('gone');
    await vi.waitFor(async () => {
      const { rows } = await session.query('select from weir.batch where producer_id = $1', [
        producer.producerId,
      ]);
      expect(rows).toHaveLength(0);
    }, 5_000);
    const { rows } = await session.query('select from weir.producer_state where producer_id = $1', [
      producer.producerId,
    ]);
    expect(rows).toHaveLength(0);
  });

  it('counts sequences from offsets where compaction has taken records', async () => {
    await storage.topics.create({ name: 'compacted' });
    const producer = await storage.logs.initProducerId(undefined);
    await append(entry('compacted', producer, 0, ['a', 'b', 'c']));
    await session.query('update weir.batch set record_count = 1 where producer_id = $1', [
      producer.producerId,
    ]);
    const again = entry('compacted', producer, 0, ['a', 'b', 'c']);
    expect(await append(again, entry('compacted', producer, 3))).toEqual(['again 0', '3']);
  });

  it('knows the last batch of a producer where compaction has taken it and left the one before', async () => {
    await storage.topics.create({ name: 'taken' });
    const producer = await storage.logs.initProducerId(undefined);
    await append(entry('taken', producer, 0), entry('taken', producer, 1));
    await append(entry('taken', await storage.logs.initProducerId(undefined), 0));
    await session.query('delete from weir.batch where producer_id = $1 and base_sequence = 1', [
      producer.producerId,
    ]);
    expect(await append(entry('taken', producer, 1), entry('taken', producer, 2))).toEqual(['again 1', '3']);
  });

  it('gives another producer id when the epochs are used up, and fences the old one for good', async () => {
    await storage.topics.create({ name: 'exhausted' });
    const first = await storage.logs.initProducerId('exhausted');
    await session.query(
      "update weir.transactional_id set producer_epoch = 32766 where transactional_id = 'exhausted'",
    );
    await session.query('update weir.producer set producer_epoch = 32766 where producer_id = $1', [
      first.producerId,
    ]);
    const old = { ...first, producerEpoch: 32766 };
    expect(await append(entry('exhausted', old, 0))).toEqual(['0']);
    const next = await storage.logs.initProducerId('exhausted');
    expect(next).toEqual({ producerId: expect.any(Number) as number, producerEpoch: 0 });
    expect(next.producerId).not.toBe(first.producerId);
    expect(await append(entry('exhausted', old, 1), entry('exhausted', next, 0))).toEqual([FENCED, '1']);
    expect((await storage.logs.initProducerId('exhausted')).producerEpoch).toBe(1);
    expect(await append(entry('exhausted', { ...old, producerEpoch: 32767 }, 0))).toEqual([FENCED]);
  });

  it('forgets a transactional id after its time, with its fence', async () => {
    const first = await storage.logs.initProducerId('forgotten');
    await storage.logs.initProducerId('remembered');
    const age = (id: string, minutes: number) =>
      session.query(
        "update weir.transactional_id set used_at = now() - $2 * interval '1 minute' where transactional_id = $1",
        [id, minutes],
      );
    await age('forgotten', 61);
    await age('remembered', 59);
    await session.query('select weir.drop_expired_producers(1, $1, $1, 10)', [hourMs]);
    const next = await storage.logs.initProducerId('forgotten');
    expect(next.producerEpoch).toBe(0);
    expect(next.producerId).not.toBe(first.producerId);
    expect((await storage.logs.initProducerId('remembered')).producerEpoch).toBe(1);
  });

  it('finds the last batches of a producer through their index, in a log of others', async () => {
    await storage.topics.create({ name: 'indexed' });
    const producer = await storage.logs.initProducerId(undefined);
    await append(entry('indexed', producer, 0));
    await session.query(
      `insert into weir.batch select partition_id, last_offset + n, base_offset + n, record_count, size_bytes, max_timestamp,
         attributes, -1, -1, -1, false, false, 0, log_bytes, log_max_timestamp, data
       from weir.batch, generate_series(1, 20000) n where producer_id = $1`,
      [producer.producerId],
    );
    await session.query('analyze weir.batch');
    const started = performance.now();
    for (let sequence = 1; sequence <= 20; sequence++)
      expect(await append(entry('indexed', producer, sequence))).toEqual([String(20_000 + sequence)]);
    expect(performance.now() - started).toBeLessThan(2_000);
    const { rows } = await session.query<{ scans: number }>(
      "select idx_scan::int as scans from pg_stat_user_indexes where indexrelname = 'batch_producer'",
    );
    expect(rows[0]?.scans).toBeGreaterThan(0);
  });
});
