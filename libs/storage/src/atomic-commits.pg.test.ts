// Atomic commits in trouble: zombies beside a new epoch, hooks that fail, killed backends, stale views, and ordinary appends.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import pg from 'pg';
import { Batch, KafkaError } from '@weir/protocol';
import type { CommitEntry, CommitTransactionRequest, ProducerIdAndEpoch } from '@weir/protocol';
import type { CommitHook } from './commit-lane.ts';
import { COMMIT_STATEMENT } from './sql/commit-batches.ts';
import { openLogs, openStorage, readAll } from './testing/open-logs.ts';
import type { OpenedLogs, Storage } from './testing/open-logs.ts';

const principal = 'User:test';
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function entry(topic: string, partition: number, value: string): CommitEntry {
  return { topic, partition, batch: Batch.fromRecords([{ key: null, value: Buffer.from(value) }]) };
}

function fingerprint(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

function transactionOf(transactionalId: string, producer: ProducerIdAndEpoch, commitSequence: number) {
  const own = fingerprint(`${commitSequence}`);
  return { transaction: { transactionalId, ...producer, commitSequence, fingerprint: own } };
}

describe('AtomicCommits', () => {
  let storage: OpenedLogs;
  let other: Storage;
  /** Another session, as a third gateway would hold it. */
  let session: pg.Client;

  beforeAll(async () => {
    storage = await openLogs({ appendLanes: 2 });
    other = await openStorage(storage.testDatabase.url, { appendLanes: 2 });
    ({ session } = storage);
    await session.query('create table public.beside (value text); grant all on public.beside to weir');
  });

  afterAll(async () => {
    await other?.close();
    await storage?.close();
  });

  /** The offsets, with `again` before those of a repeat, or the error. */
  const commit = (
    request: CommitTransactionRequest,
    hook?: CommitHook,
    at: Storage = storage,
  ): Promise<string> =>
    at.logs.commitTransaction(request, principal, hook).then(
      (results) =>
        results.map(({ baseOffset, isReplay }) => `${isReplay === true ? 'again ' : ''}${baseOffset}`).join(),
      (error: unknown) => (error instanceof KafkaError ? error.errorName : String(error)),
    );
  const values = async (topic: string, partition = 0) =>
    (await readAll(storage, topic, partition)).map(([, value]) => value);
  const beside = async () =>
    (await session.query<{ value: string }>('select value from public.beside order by 1')).rows.map(
      ({ value }) => value,
    );

  it('refuses a zombie’s commit beside a concurrent new epoch, and stores it where that is taken back', async () => {
    await storage.topics.create({ name: 'zombie' });
    const zombie = await storage.logs.initProducerId('zombie');
    for (const [number, end, verdict] of [
      [0, 'rollback', '0'],
      [1, 'commit', 'PRODUCER_FENCED'],
    ] as const) {
      await session.query('begin');
      await session.query("select weir.init_producer_id('zombie')");
      let isSettled = false;
      const committing = commit({
        entries: [entry('zombie', 0, `${number}`)],
        ...transactionOf('zombie', zombie, number),
      }).finally(() => (isSettled = true));
      await later(300);
      expect(isSettled).toBe(false);
      await session.query(end);
      expect(await committing).toBe(verdict);
    }
    expect(await values('zombie')).toEqual(['0']);
  });

  it('gives back what it sent, once it is sent', async () => {
    await storage.topics.create({ name: 'large' });
    const query = vi.spyOn(pg.Client.prototype, 'query');
    const value = 'x'.repeat(100_000);
    expect(await commit({ entries: [entry('large', 0, value)] })).toBe('0');
    const sent = query.mock.calls
      .map(([statement]) => statement as unknown as pg.QueryConfig)
      .filter(({ name }) => name === COMMIT_STATEMENT);
    query.mockRestore();
    expect(sent.map(({ values: columns }) => (columns?.at(-1) as Buffer).length)).toEqual([0]);
    expect(await values('large')).toEqual([value]);
  });

  it('gives no new epoch before a commit of the old one is over', async () => {
    await storage.topics.create({ name: 'fenced' });
    const producer = await storage.logs.initProducerId('fenced');
    let next: Promise<ProducerIdAndEpoch> | undefined;
    let isGiven = false;
    const hook: CommitHook = async () => {
      next = other.logs.initProducerId('fenced').finally(() => (isGiven = true));
      await later(300);
      expect(isGiven).toBe(false);
    };
    const request = { entries: [entry('fenced', 0, 'x')], ...transactionOf('fenced', producer, 0) };
    expect(await commit(request, hook)).toBe('0');
    expect(await next).toEqual({ ...producer, producerEpoch: 1 });
    expect(await commit(request)).toBe('PRODUCER_FENCED');
  });

  it('stores what a hook writes with the records or not at all, and never twice', async () => {
    await storage.topics.create({ name: 'hook' });
    const producer = await storage.logs.initProducerId('hook');
    const request = (number: number) => ({
      entries: [entry('hook', 0, `${number}`)],
      ...transactionOf('hook', producer, number),
    });
    const write =
      (
        value: string,
        then: (client: pg.ClientBase) => Promise<unknown> | void = () => undefined,
      ): CommitHook =>
      async (client) => {
        await client.query('insert into public.beside values ($1)', [value]);
        await then(client);
      };
    expect(await commit(request(0), write('stored'))).toBe('0');
    expect(await commit(request(0), write('repeated'))).toBe('again 0');
    const refuse = () => {
      throw new KafkaError('ILLEGAL_GENERATION', 'refused');
    };
    expect(await commit(request(1), write('refused', refuse))).toBe('ILLEGAL_GENERATION');
    const mistake = (client: pg.ClientBase) => client.query('select 1 / 0');
    expect(await commit(request(1), write('failed', mistake))).toBe('UNKNOWN_SERVER_ERROR');
    const silent = (client: pg.ClientBase) => mistake(client).catch(() => undefined);
    expect(await commit(request(1), write('silent', silent))).toBe('UNKNOWN_SERVER_ERROR');
    const broken = () => {
      throw new TypeError('a mistake of ours');
    };
    expect(await commit(request(1), write('broken', broken))).toBe('UNKNOWN_SERVER_ERROR');
    expect(await commit(request(1), write('next'))).toBe('1');
    expect(await beside()).toEqual(['next', 'stored']);
    expect(await values('hook')).toEqual(['0', '1']);
  });

  it('waits for another gateway that is storing the same key, and gives its verdicts', async () => {
    await storage.topics.create({ name: 'key' });
    const idempotency = { key: 'held', fingerprint: fingerprint('held') };
    for (const [end, verdict] of [
      ['rollback', '0'],
      ['commit', 'again 0'],
    ] as const) {
      await session.query("delete from weir.idempotency_key where key = 'held'");
      await session.query('begin');
      await session.query(
        `insert into weir.idempotency_key (principal, key, fingerprint, verdicts, base_offsets, created_at)
         values ($1, 'held', $2, '{"appendTime":5,"runs":[[1,0,0,0,1,0]]}', '{0}', now())`,
        [principal, idempotency.fingerprint],
      );
      const committing = commit({ entries: [entry('key', 0, end)], idempotency });
      await later(200);
      await session.query(end);
      expect(await committing).toBe(verdict);
    }
    expect(await values('key')).toEqual(['rollback']);
  });

  it('finds the topic of that name that is there now, whatever it remembers', async () => {
    for (const name of ['reborn', 'steady']) await storage.topics.create({ name });
    await commit({ entries: [entry('reborn', 0, 'old'), entry('steady', 0, 'old')] });
    // Without a word to anybody: the view of topics stays as it was.
    await session.query("delete from weir.topic where name = 'reborn'");
    const both = { entries: [entry('steady', 0, 'new'), entry('reborn', 0, 'new')] };
    expect(await commit(both)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    await storage.topics.create({ name: 'reborn' });
    expect(await commit(both)).toBe('1,0');
    expect(await values('steady')).toEqual(['old', 'new']);
  });

  it('refuses a commit whose locks would be too many', async () => {
    await storage.topics.create({ name: 'wide', partitionCount: 1_001 });
    const wide = Array.from({ length: 1_001 }, (_, partition) => entry('wide', partition, 'x'));
    expect(await commit({ entries: wide })).toBe('INVALID_REQUEST');
    expect(await commit({ entries: wide.slice(1) })).toMatch(/^0(,0){999}$/);
  });

  it('never deadlocks with ordinary appends, keys, new epochs, or commits in another order', async () => {
    await storage.topics.create({ name: 'busy', partitionCount: 6 });
    const errors: unknown[] = [];
    let commits = 0;
    const until = performance.now() + 3_000;
    const repeatedly = async (work: (turn: number) => Promise<readonly (KafkaError | null)[]>) => {
      for (let turn = 0; performance.now() < until; turn++)
        errors.push(...(await work(turn)).filter((error) => error !== null));
    };
    const partitions = [0, 1, 2, 3, 4, 5];
    const committing = partitions.map((one) =>
      repeatedly(async (turn) => {
        const at = turn % 2 === 0 ? storage : other;
        const order = one % 2 === 0 ? partitions : partitions.toReversed();
        const id = `busy ${one}`;
        const producer = await at.logs.initProducerId(id);
        const entries = order.map((partition) => entry('busy', partition, 'commit'));
        const way =
          one < 4
            ? transactionOf(id, producer, 0)
            : { idempotency: { key: `${one} ${turn}`, fingerprint: fingerprint('x') } };
        const verdict = await commit({ entries, ...way }, undefined, at);
        commits++;
        return [/^\d/.test(verdict) ? null : new KafkaError('UNKNOWN_SERVER_ERROR', verdict)];
      }),
    );
    const appending = partitions.map((one) =>
      repeatedly(async (turn) => {
        const at = turn % 2 === 0 ? storage : other;
        const idempotency = { key: `append ${one} ${turn}`, fingerprint: fingerprint('y') };
        const entries = partitions.toReversed().map((partition) => entry('busy', partition, 'append'));
        const keyed = one % 2 === 0 ? entries : entries.map((each) => ({ ...each, idempotency }));
        return (await at.logs.append(keyed, principal)).map(({ error }) => error);
      }),
    );
    await Promise.all([...committing, ...appending]);
    expect(errors).toEqual([]);
    for (const partition of partitions) {
      const found = await values('busy', partition);
      expect(found.filter((value) => value === 'commit')).toHaveLength(commits);
    }
  });

  it('stores all of a commit or nothing, once, however often the backend is killed', async () => {
    await storage.topics.create({ name: 'killed', partitionCount: 3 });
    await session.query('truncate public.beside');
    const killer = new pg.Client(storage.testDatabase.adminUrl);
    await killer.connect();
    let isOver = false;
    const killing = (async () => {
      while (!isOver) {
        await killer.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'weir-append' and state <> 'idle'`,
        );
        await later(8);
      }
    })();
    let unknown = 0;
    const copiers = Array.from({ length: 5 }, async (_, one) => {
      const id = `killed ${one}`;
      const producer = await storage.logs.initProducerId(id);
      for (let number = 0; number < 12; number++) {
        const name = `${one}.${number}`;
        const request = {
          entries: [2, 0, 1].map((partition) => entry('killed', partition, name)),
          ...transactionOf(id, producer, number),
        };
        const hook: CommitHook = async (client) => {
          await client.query('insert into public.beside values ($1)', [name]);
        };
        for (let turn = one; ; turn++) {
          const verdict = await commit(
            request,
            number % 2 === 0 ? hook : undefined,
            turn % 2 === 0 ? storage : other,
          );
          if (/^(again )?\d/.test(verdict)) break;
          expect(['NETWORK_EXCEPTION', 'BROKER_NOT_AVAILABLE']).toContain(verdict);
          if (verdict === 'NETWORK_EXCEPTION') unknown++;
        }
      }
    });
    await Promise.all(copiers);
    isOver = true;
    await killing;
    await killer.end();
    expect(unknown).toBeGreaterThan(0);
    const all = Array.from({ length: 60 }, (_, i) => `${Math.floor(i / 12)}.${i % 12}`).sort();
    for (const partition of [0, 1, 2]) expect((await values('killed', partition)).sort()).toEqual(all);
    expect(await beside()).toEqual(all.filter((name) => Number(name.split('.')[1]) % 2 === 0));
  });
});
