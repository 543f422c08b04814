// PostgresBroker passes the contract on the newest and the oldest PostgreSQL, and several on one database are one broker.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { Batch } from '@weir/protocol';
import type { LogRecord } from '@weir/protocol';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import type { TestDatabase } from '../../../tools/testing/database.ts';
import { openPostgresBroker } from './postgres-broker.ts';
import type { PostgresBroker, PostgresBrokerOptions } from './postgres-broker.ts';
import { brokerContract, context, fetchOne, keyedEntry, records, stored, told } from './testing/contract.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function open(databaseUrl: string, options: Partial<PostgresBrokerOptions> = {}): Promise<PostgresBroker> {
  return openPostgresBroker({
    databaseUrl,
    poolSize: 4,
    appendLanes: 2,
    tailCacheBytes: 8 << 20,
    numPartitions: 1,
    messageMaxBytes: 1_048_588,
    scrubBytesPerSecond: 1 << 20,
    idempotencyKeyRetentionMs: 3_600_000,
    producerIdExpirationMs: 3_600_000,
    transactionalIdExpirationMs: 3_600_000,
    logRetentionCheckIntervalMs: 300_000,
    ...{ logCleanerBackoffMs: 15_000, logCleanerDedupeBufferSize: 1 << 20 },
    autoCreateTopicsEnable: false,
    requestTimeoutMs: 10_000,
    allowFsyncOff: false,
    logger: silent,
    ...options,
  });
}

for (const version of [18, 14] as const) {
  for (const tailCacheBytes of [8 << 20, 0]) {
    brokerContract(
      `PostgreSQL ${version}, ${tailCacheBytes === 0 ? 'without' : 'with'} tail cache`,
      async () => {
        const database = await createTestDatabase(version);
        const broker = await open(database.url, { tailCacheBytes });
        return { broker, close: () => broker.close().then(() => database.drop()) };
      },
    );
  }
}

describe('several gateways on one database', () => {
  let database: TestDatabase;
  let brokers: PostgresBroker[];
  beforeAll(async () => {
    database = await createTestDatabase();
    // At once, on an empty database: one migrates, the others wait.
    brokers = await Promise.all(Array.from({ length: 4 }, () => open(database.url)));
  });
  afterAll(async () => {
    await Promise.all(brokers.map((broker) => broker.close()));
    await database.drop();
  });
  const broker = (index: number): PostgresBroker => {
    const found = brokers[index];
    if (found === undefined) throw new Error('no such broker');
    return found;
  };
  const append = async (index: number, topic: string, value: string) =>
    stored(
      (
        await broker(index).append(
          [{ topic, partition: 0, batch: Batch.fromRecords(records(value)) }],
          context,
        )
      )[0],
    );

  it('are one cluster', async () => {
    const clusters = await Promise.all(brokers.map((one) => one.describeCluster(context)));
    expect(new Set(clusters.map(({ clusterId }) => clusterId)).size).toBe(1);
  });

  it('assign dense offsets in commit order, and a reader on a third skips nothing', async () => {
    await broker(0).createTopic({ name: 'dense' }, context);
    const perWriter = 400;
    const acknowledged = new Map<number, string>();
    const writers = [0, 1].flatMap((index) =>
      Array.from({ length: 4 }, async (_, client) => {
        for (let sequence = 0; sequence < perWriter; sequence++) {
          const value = `${index}.${client}.${sequence}`;
          acknowledged.set((await append(index, 'dense', value)).baseOffset, value);
        }
      }),
    );
    const total = 2 * 4 * perWriter;
    const seen: LogRecord[] = [];
    while (seen.length < total) {
      const answer = await fetchOne(broker(2), {
        topic: 'dense',
        partition: 0,
        offset: seen.length,
        maxWaitMs: 10_000,
      });
      expect(answer.error).toBeNull();
      const next = answer.batches
        .flatMap((batch) => batch.records())
        .filter(({ offset }) => offset >= seen.length);
      expect(next.length).toBeGreaterThan(0);
      seen.push(...next);
    }
    await Promise.all(writers);
    expect(seen.map(({ offset }) => offset)).toEqual(seen.map((_, index) => index));
    expect(acknowledged.size).toBe(total);
    for (const { offset, value } of seen)
      expect(Buffer.from(value ?? []).toString()).toBe(acknowledged.get(offset));
  });

  it('read their writes: what one acknowledged, the next fetch from another gives', async () => {
    await broker(0).createTopic({ name: 'own' }, context);
    for (let turn = 0; turn < 40; turn++) {
      const writer = turn % 3;
      const { baseOffset } = await append(writer, 'own', `turn ${turn}`);
      const reader = broker((writer + 1) % 3);
      const answer = await fetchOne(reader, { topic: 'own', partition: 0, offset: baseOffset });
      expect(answer.batches).toHaveLength(1);
      const [listed] = await reader.listOffsets(
        [{ topic: 'own', partition: 0, timestamp: 'latest' }],
        context,
      );
      expect(listed?.offset).toBe(baseOffset + 1);
    }
  });

  it('wake each other’s waiting fetches', async () => {
    await broker(0).createTopic({ name: 'wake' }, context);
    const delays: number[] = [];
    for (let turn = 0; turn < 10; turn++) {
      const waiting = fetchOne(broker(1), { topic: 'wake', partition: 0, offset: turn, maxWaitMs: 10_000 });
      await new Promise((resolve) => setTimeout(resolve, 30));
      const start = performance.now();
      await append(0, 'wake', 'x');
      expect((await waiting).batches).toHaveLength(1);
      delays.push(performance.now() - start);
    }
    // The hint takes some milliseconds; the fallback poll alone would average 125.
    expect(delays.sort((a, b) => a - b)[4]).toBeLessThan(100);
  });

  it('never acknowledge into a topic that another gateway deleted', async () => {
    await broker(0).createTopic({ name: 'gone' }, context);
    await append(1, 'gone', 'known to gateway 1');
    await broker(0).deleteTopic('gone', context);
    const result = await broker(1).append(
      [{ topic: 'gone', partition: 0, batch: Batch.fromRecords(records('late')) }],
      context,
    );
    expect(result[0]?.error?.errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('append into the topic of that name that is there now', async () => {
    await broker(0).createTopic({ name: 'anew' }, context);
    await append(1, 'anew', 'old');
    await append(1, 'anew', 'old');
    await broker(0).deleteTopic('anew', context);
    await broker(0).createTopic({ name: 'anew' }, context);
    expect((await append(1, 'anew', 'new')).baseOffset).toBe(0);
    const answer = await fetchOne(broker(2), { topic: 'anew', partition: 0, offset: 0 });
    expect(answer.batches.flatMap((batch) => batch.records())).toHaveLength(1);
  });

  it('read and list the topic of that name that is there now, whatever they remember of the one before', async () => {
    const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
    for (let turn = 0; turn < 5; turn++) {
      // Gateway 1 holds the old log in its tail cache and knows its id, gateway 2 knows only its id.
      await broker(0).createTopic({ name: 'reborn' }, context);
      await append(1, 'reborn', 'old');
      await append(1, 'reborn', 'old');
      await fetchOne(broker(2), { topic: 'reborn', partition: 0, offset: 0 });
      await broker(0).deleteTopic('reborn', context);
      await broker(0).createTopic({ name: 'reborn' }, context);
      await append(0, 'reborn', 'new');
      const ends = await broker(2).listOffsets(
        [{ topic: 'reborn', partition: 0, timestamp: 'latest' }],
        context,
      );
      expect(ends).toMatchObject([{ error: null, offset: 1 }]);
      await settled();
      for (const index of [1, 2]) {
        const answer = await fetchOne(broker(index), { topic: 'reborn', partition: 0, offset: 0 });
        const values = answer.batches
          .flatMap((batch) => batch.records())
          .map(({ value }) => Buffer.from(value ?? []).toString());
        expect([index, answer.error, values]).toEqual([index, null, ['new']]);
      }
      await broker(0).deleteTopic('reborn', context);
    }
  });

  it('store what comes to several of them at once under one key once, and go on doing so after a restart', async () => {
    await broker(0).createTopic({ name: 'keyed', partitionCount: 2 }, context);
    const unit = (index: number) =>
      ['a', 'b'].map((value) => keyedEntry({ topic: 'keyed', partition: index % 2 }, value, 'shared'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => broker(index % 4).append(unit(index), context)),
    );
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] ?? []));
    const restarted = await open(database.url);
    expect(told(await restarted.append(unit(0), context))).toEqual(told(answers[0] ?? []));
    const [statistics] = await restarted.topicStatistics(['keyed'], context);
    expect(statistics?.records).toBe(2);
    await restarted.close();
  });

  it('take turns at hundreds of keys that come to all of them in different orders', async () => {
    await broker(0).createTopic({ name: 'crossed', partitionCount: 4 }, context);
    const keys = Array.from({ length: 300 }, (_, index) => `crossed ${index}`);
    const answers = await Promise.all(
      brokers.map(async (one, turn) => {
        const order = turn % 2 === 0 ? keys : keys.toReversed();
        const entries = order.map((key, index) =>
          keyedEntry({ topic: 'crossed', partition: (index + turn) % 4 }, key, key, key),
        );
        const verdicts = told(await one.append(entries, context));
        return Object.fromEntries(order.map((key, index) => [key, verdicts[index]]));
      }),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const [statistics] = await broker(0).topicStatistics(['crossed'], context);
    expect(statistics?.records).toBe(keys.length);
  });

  it('store keyed records in the topic of that name that is there now, or refuse them with it', async () => {
    await broker(0).createTopic({ name: 'anew-keyed' }, context);
    const place = { topic: 'anew-keyed', partition: 0 };
    await append(1, 'anew-keyed', 'old');
    await broker(0).deleteTopic('anew-keyed', context);
    await broker(0).createTopic({ name: 'anew-keyed' }, context);
    const [anew] = await broker(1).append([keyedEntry(place, 'x', 'anew')], context);
    expect(stored(anew).baseOffset).toBe(0);
    await broker(0).deleteTopic('anew-keyed', context);
    const [refused] = await broker(1).append([keyedEntry(place, 'y', 'anew 2')], context);
    expect(refused?.error?.errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('end a wait for a topic that another gateway deletes', async () => {
    await broker(0).createTopic({ name: 'awaited' }, context);
    const waiting = fetchOne(broker(1), { topic: 'awaited', partition: 0, offset: 0, maxWaitMs: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await broker(0).deleteTopic('awaited', context);
    const start = performance.now();
    expect((await waiting).error?.errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('learn of new partitions within a second', async () => {
    await broker(0).createTopic({ name: 'grows' }, context);
    expect((await broker(1).metadata('grows', context)).partitionCount).toBe(1);
    await broker(0).createPartitions({ name: 'grows', partitionCount: 5 }, context);
    const start = performance.now();
    while ((await broker(1).metadata('grows', context)).partitionCount !== 5) {
      expect(performance.now() - start).toBeLessThan(1_500);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it('put an altered config in force on each other within a second', async () => {
    await broker(0).createTopic({ name: 'limited' }, context);
    await append(1, 'limited', 'x'.repeat(300));
    const refusedWithin = async (alteration: Promise<unknown>) => {
      await alteration;
      const start = performance.now();
      for (;;) {
        const batch = Batch.fromRecords(records('x'.repeat(300)));
        const [result] = await broker(1).append([{ topic: 'limited', partition: 0, batch }], context);
        if (result?.error?.errorName === 'MESSAGE_TOO_LARGE') return performance.now() - start;
        if (performance.now() - start > 5_000) return Infinity;
      }
    };
    const limit = { name: 'max.message.bytes', operation: 'SET', value: '200' } as const;
    const topics = [{ name: 'limited', alterations: [limit] }];
    expect(await refusedWithin(broker(0).alterTopicConfigs({ topics }, context))).toBeLessThan(1_000);
    const noLimit = { name: 'max.message.bytes', operation: 'DELETE' } as const;
    await broker(1).alterTopicConfigs({ topics: [{ name: 'limited', alterations: [noLimit] }] }, context);
    await append(1, 'limited', 'x'.repeat(300));
    const alterations = [{ ...limit, name: 'message.max.bytes' }];
    const request = { scope: 'cluster', alterations } as const;
    expect(await refusedWithin(broker(2).alterBrokerConfigs(request, context))).toBeLessThan(1_000);
    const reset = [{ name: 'message.max.bytes', operation: 'DELETE' }] as const;
    await broker(2).alterBrokerConfigs({ scope: 'cluster', alterations: reset }, context);
  });
});

describe('PostgresBroker', () => {
  it('keeps altered configs over a restart', async () => {
    const database = await createTestDatabase();
    const first = await open(database.url);
    const alterations = [{ name: 'log.retention.ms', operation: 'SET', value: '9' }] as const;
    await first.alterBrokerConfigs({ scope: 'broker', alterations }, context);
    await first.close();
    const second = await open(database.url);
    const { configs } = await second.createTopic({ name: 'after' }, context);
    expect(configs.find(({ name }) => name === 'retention.ms')).toMatchObject({
      value: '9',
      source: 'DYNAMIC_BROKER_CONFIG',
    });
    await second.close();
    await database.drop();
  });

  it('creates a topic on first use where that is enabled', async () => {
    const database = await createTestDatabase();
    const broker = await open(database.url, { autoCreateTopicsEnable: true, numPartitions: 3 });
    await expect(broker.metadata('auto', context, { allowAutoTopicCreation: false })).rejects.toMatchObject({
      errorName: 'UNKNOWN_TOPIC_OR_PARTITION',
    });
    const metadata = await Promise.all([broker.metadata('auto', context), broker.metadata('auto', context)]);
    expect(metadata.map(({ partitionCount }) => partitionCount)).toEqual([3, 3]);
    await expect(broker.metadata('not/legal', context)).rejects.toMatchObject({
      errorName: 'UNKNOWN_TOPIC_OR_PARTITION',
    });
    await broker.close();
    await database.drop();
  });

  it('takes its own default for max.message.bytes, and a topic’s own before it', async () => {
    const database = await createTestDatabase();
    const broker = await open(database.url, { messageMaxBytes: 500 });
    await broker.createTopic({ name: 'default' }, context);
    await broker.createTopic({ name: 'own', configs: { 'max.message.bytes': '2000' } }, context);
    const batch = Batch.fromRecords(records('x'.repeat(600)));
    const [refused, taken] = await broker.append(
      ['default', 'own'].map((topic) => ({ topic, partition: 0, batch })),
      context,
    );
    expect(refused?.error?.errorName).toBe('MESSAGE_TOO_LARGE');
    expect(taken?.error).toBeNull();
    const { configs } = await broker.describeTopic('default', context);
    expect(configs.find(({ name }) => name === 'max.message.bytes')).toMatchObject({
      value: '500',
      source: 'STATIC_BROKER_CONFIG',
    });
    await broker.close();
    await database.drop();
  });

  it('refuses to create or delete topics of reserved names', async () => {
    const database = await createTestDatabase();
    const broker = await open(database.url);
    for (const name of ['__consumer_offsets', '__weir_x']) {
      for (const call of [broker.createTopic({ name }, context), broker.deleteTopic(name, context)]) {
        await expect(call).rejects.toMatchObject({ errorName: 'INVALID_TOPIC_EXCEPTION' });
      }
    }
    await broker.close();
    await database.drop();
  });

  it('appends whatever isolation level and read-only mode the server has by default', async () => {
    const database = await createTestDatabase();
    const admin = new pg.Client(database.adminUrl);
    await admin.connect();
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`alter database ${name} set default_transaction_isolation = 'repeatable read'`);
    await admin.query(`alter database ${name} set default_transaction_read_only = on`);
    await admin.end();
    const broker = await open(database.url);
    const other = await open(database.url);
    await broker.createTopic({ name: 'level' }, context);
    const results = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const batch = Batch.fromRecords(records(`${index}`));
        return (
          await (index % 2 === 0 ? broker : other).append([{ topic: 'level', partition: 0, batch }], context)
        )[0];
      }),
    );
    expect(new Set(results.map((result) => stored(result).baseOffset)).size).toBe(200);
    await Promise.all([broker.close(), other.close()]);
    await database.drop();
  });
});
