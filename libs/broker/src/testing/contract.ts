// The suite that every implementation of Broker passes. It knows nothing of what is behind the interface.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Batch, encodeRecordBatch, KafkaError } from '@weir/protocol';
import type {
  AppendResult,
  Broker,
  FetchedPartition,
  LogRecord,
  ProducerRecord,
  RequestContext,
} from '@weir/protocol';

export interface OpenedBroker {
  readonly broker: Broker;
  close(): Promise<void>;
}

export const context: RequestContext = { principal: 'User:ANONYMOUS', clientId: 'contract' };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array | null | undefined): string | null =>
  value ? new TextDecoder().decode(value) : null;

export function records(...values: (string | null)[]): ProducerRecord[] {
  return values.map((value) => ({ key: null, value: value === null ? null : bytes(value) }));
}

export function stored(result: AppendResult | undefined): Extract<AppendResult, { error: null }> {
  if (result === undefined) throw new Error('no verdict');
  if (result.error !== null) throw result.error;
  return result;
}

let topicNumber = 0;

export function brokerContract(title: string, open: () => Promise<OpenedBroker>): void {
  describe(`Broker contract: ${title}`, () => {
    let opened: OpenedBroker;
    let broker: Broker;
    beforeAll(async () => {
      opened = await open();
      broker = opened.broker;
    });
    afterAll(() => opened?.close());

    const newTopic = async (
      options: { partitionCount?: number; configs?: { [name: string]: string } } = {},
    ) => {
      const name = `contract-${process.pid}-${++topicNumber}`;
      await broker.createTopic({ name, ...options }, context);
      return name;
    };
    const append = async (topic: string, partition: number, given: ProducerRecord[]) =>
      stored((await broker.append([{ topic, partition, batch: Batch.fromRecords(given) }], context))[0]);
    const read = async (topic: string, partition: number, offset: number): Promise<LogRecord[]> => {
      const answer = await fetchOne(broker, { topic, partition, offset });
      return answer.batches.flatMap((batch) => batch.records()).filter((record) => record.offset >= offset);
    };
    const tools = { newTopic, append, read, broker: () => broker };

    topicContract(tools);
    appendContract(tools);
    fetchContract(tools);
    listOffsetsContract(tools);
  });
}

interface Tools {
  newTopic(options?: { partitionCount?: number; configs?: { [name: string]: string } }): Promise<string>;
  append(
    topic: string,
    partition: number,
    given: ProducerRecord[],
  ): Promise<Extract<AppendResult, { error: null }>>;
  read(topic: string, partition: number, offset: number): Promise<LogRecord[]>;
  broker(): Broker;
}

interface FetchOptions {
  topic: string;
  partition: number;
  offset: number;
  maxWaitMs?: number;
  minBytes?: number;
  maxBytes?: number;
  signal?: AbortSignal;
}

export async function fetchOne(broker: Broker, options: FetchOptions): Promise<FetchedPartition> {
  const { topic, partition, offset, maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20, signal } = options;
  const request = { partitions: [{ topic, partition, offset }], maxWaitMs, minBytes, maxBytes };
  const [answer] = await broker.fetch(request, { ...context, signal });
  if (answer === undefined) throw new Error('no answer for the partition');
  return answer;
}

async function failure(call: Promise<unknown>): Promise<KafkaError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof KafkaError) return error;
  throw new Error('a KafkaError was due', { cause: error });
}

function topicContract({ newTopic, append, broker }: Tools): void {
  it('describes the cluster with one id that stays', async () => {
    const cluster = await broker().describeCluster(context);
    expect(cluster.clusterId).toMatch(/^[\w-]{22}$/);
    expect(await broker().describeCluster(context)).toEqual(cluster);
  });

  it('creates a topic with partitions and configs, and describes it', async () => {
    const name = await newTopic({ partitionCount: 3, configs: { 'retention.ms': '60000' } });
    const topic = await broker().describeTopic(name, context);
    expect(topic).toMatchObject({ name, partitionCount: 3, isInternal: false });
    expect(topic.configs.find((config) => config.name === 'retention.ms')).toMatchObject({
      value: '60000',
      isDefault: false,
      defaultValue: '604800000',
    });
    expect(topic.configs.find((config) => config.name === 'cleanup.policy')).toMatchObject({
      value: 'delete',
      isDefault: true,
    });
    expect(await broker().metadata(name, context)).toMatchObject({ name, partitionCount: 3 });
    expect((await broker().listTopics(context)).map((listed) => listed.name)).toContain(name);
  });

  it('lists topics sorted by name, capitals first, as Kafka compares', async () => {
    const names = ['b', 'B', 'a_', 'a-'].map((start) => `${start}sorted-${process.pid}-${++topicNumber}`);
    for (const name of names) await broker().createTopic({ name }, context);
    const listed = (await broker().listTopics(context)).map(({ name }) => name);
    expect(listed).toEqual([...listed].sort());
  });

  it('takes a name of 249 characters and no longer one', async () => {
    const name = 'n'.repeat(240) + String(++topicNumber).padStart(9, '0');
    expect((await broker().createTopic({ name }, context)).name).toBe(name);
    expect((await failure(broker().createTopic({ name: `${name}x` }, context))).errorName).toBe(
      'INVALID_TOPIC_EXCEPTION',
    );
  });

  it.each([
    ['', 'INVALID_TOPIC_EXCEPTION'],
    ['..', 'INVALID_TOPIC_EXCEPTION'],
    ['a/b', 'INVALID_TOPIC_EXCEPTION'],
    ['ü', 'INVALID_TOPIC_EXCEPTION'],
  ])('refuses the topic name "%s"', async (name, errorName) => {
    expect((await failure(broker().createTopic({ name }, context))).errorName).toBe(errorName);
  });

  it.each([
    [{ partitionCount: 0 }, 'INVALID_PARTITIONS'],
    [{ partitionCount: 1.5 }, 'INVALID_PARTITIONS'],
    [{ partitionCount: 1e9 }, 'INVALID_PARTITIONS'],
    [{ configs: { 'no.such.config': '1' } }, 'INVALID_CONFIG'],
    [{ configs: { constructor: '1' } }, 'INVALID_CONFIG'],
    [{ configs: { 'retention.ms': 'soon' } }, 'INVALID_CONFIG'],
    [{ configs: { 'cleanup.policy': 'compact,burn' } }, 'INVALID_CONFIG'],
  ])('refuses to create with %j and creates nothing', async (options, errorName) => {
    const name = `refused-${++topicNumber}`;
    expect((await failure(broker().createTopic({ name, ...options }, context))).errorName).toBe(errorName);
    expect((await failure(broker().metadata(name, context))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('refuses a second topic of the same name, also when only validating', async () => {
    const name = await newTopic();
    expect((await failure(broker().createTopic({ name }, context))).errorName).toBe('TOPIC_ALREADY_EXISTS');
    expect((await failure(broker().createTopic({ name, validateOnly: true }, context))).errorName).toBe(
      'TOPIC_ALREADY_EXISTS',
    );
  });

  it('validates without creating', async () => {
    const name = `validated-${++topicNumber}`;
    expect(
      await broker().createTopic({ name, partitionCount: 5, validateOnly: true }, context),
    ).toMatchObject({
      partitionCount: 5,
    });
    expect((await failure(broker().describeTopic(name, context))).errorName).toBe(
      'UNKNOWN_TOPIC_OR_PARTITION',
    );
  });

  it('adds partitions, which begin at offset 0, and never takes any away', async () => {
    const name = await newTopic({ partitionCount: 1 });
    await append(name, 0, records('a'));
    expect(
      (await broker().createPartitions({ name, partitionCount: 3, validateOnly: true }, context))
        .partitionCount,
    ).toBe(3);
    expect((await broker().metadata(name, context)).partitionCount).toBe(1);
    expect((await broker().createPartitions({ name, partitionCount: 3 }, context)).partitionCount).toBe(3);
    expect((await append(name, 2, records('b'))).baseOffset).toBe(0);
    for (const partitionCount of [3, 2]) {
      const error = await failure(broker().createPartitions({ name, partitionCount }, context));
      expect(error.errorName).toBe('INVALID_PARTITIONS');
    }
  });

  it('deletes a topic: nothing is appended to it or read from it any more', async () => {
    const name = await newTopic();
    await append(name, 0, records('a'));
    await broker().deleteTopic(name, context);
    expect((await failure(broker().metadata(name, context))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect((await failure(append(name, 0, records('b')))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect((await fetchOne(broker(), { topic: name, partition: 0, offset: 0 })).error?.errorName).toBe(
      'UNKNOWN_TOPIC_OR_PARTITION',
    );
    expect((await failure(broker().deleteTopic(name, context))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('makes a deleted topic anew as another one, empty', async () => {
    const name = await newTopic();
    const before = await broker().metadata(name, context);
    await append(name, 0, records('old'));
    await broker().deleteTopic(name, context);
    await broker().createTopic({ name }, context);
    expect((await broker().metadata(name, context)).topicId).not.toBe(before.topicId);
    expect((await append(name, 0, records('new'))).baseOffset).toBe(0);
  });

  it('counts records and bytes per partition', async () => {
    const name = await newTopic({ partitionCount: 2 });
    await append(name, 1, records('one', 'two'));
    await append(name, 1, records('three'));
    const [topic] = await broker().topicStatistics([name, 'unknown'], context);
    expect(topic).toMatchObject({
      name,
      records: 3,
      partitions: [
        { partition: 0, records: 0, sizeBytes: 0, logStartOffset: 0, logEndOffset: 0 },
        { partition: 1, records: 3, logStartOffset: 0, logEndOffset: 3 },
      ],
    });
    expect(topic?.sizeBytes).toBeGreaterThan(2 * 61);
    expect(topic?.sizeBytes).toBeLessThan(400);
  });
}

function appendContract({ newTopic, append, read, broker }: Tools): void {
  it('keeps key, value, headers and timestamp to the byte, nulls and empty values apart', async () => {
    const topic = await newTopic();
    const given: ProducerRecord[] = [
      { key: bytes('k'), value: bytes('v'), timestamp: 1_700_000_000_000 },
      { key: null, value: null, timestamp: 0 },
      { key: new Uint8Array(0), value: new Uint8Array(0), timestamp: 1 },
      {
        key: Uint8Array.of(0, 255, 128),
        value: Uint8Array.of(254, 0, 10, 13),
        timestamp: 1_600_000_000_001,
        headers: [
          { key: 'h', value: bytes('1') },
          { key: 'h', value: null },
          { key: 'ü', value: new Uint8Array(0) },
        ],
      },
    ];
    await append(topic, 0, given);
    const found = await read(topic, 0, 0);
    expect(
      found.map(({ key, value, timestamp }) => [key && [...key], value && [...value], timestamp]),
    ).toEqual(given.map(({ key, value, timestamp }) => [key && [...key], value && [...value], timestamp]));
    expect(found[3]?.headers.map(({ key, value }) => [key, text(value)])).toEqual([
      ['h', '1'],
      ['h', null],
      ['ü', ''],
    ]);
  });

  it('gives offsets without gaps, in the order of the calls', async () => {
    const topic = await newTopic();
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => append(topic, 0, records(`a${index}`, `b${index}`))),
    );
    expect(results.map(({ baseOffset }) => baseOffset)).toEqual(results.map((_, index) => index * 2));
    expect((await read(topic, 0, 0)).map(({ value }) => text(value)).slice(0, 4)).toEqual([
      'a0',
      'b0',
      'a1',
      'b1',
    ]);
  });

  it('stamps records that came without a time, and tells the time', async () => {
    const topic = await newTopic();
    const before = Date.now();
    const { appendTime, logAppendTime } = await append(topic, 0, records('x'));
    expect(appendTime).toBeGreaterThanOrEqual(before - 1000);
    expect(logAppendTime).toBe(-1);
    expect((await read(topic, 0, 0))[0]?.timestamp).toBe(appendTime);
  });

  it('replaces timestamps where the topic says LogAppendTime', async () => {
    const topic = await newTopic({ configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const { logAppendTime } = await append(topic, 0, [{ key: null, value: bytes('x'), timestamp: 5 }]);
    expect(logAppendTime).toBeGreaterThan(1e12);
    expect((await read(topic, 0, 0))[0]?.timestamp).toBe(logAppendTime);
  });

  it('takes a batch as bytes, and refuses one that was damaged', async () => {
    const topic = await newTopic();
    const batch = encodeRecordBatch(records('x', 'y'), { now: 7 });
    const damaged = batch.slice();
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    const [good, bad] = await broker().append(
      [
        { topic, partition: 0, batch: Batch.fromBytes(batch) },
        { topic, partition: 0, batch: Batch.fromBytes(damaged) },
      ],
      context,
    );
    expect(stored(good).baseOffset).toBe(0);
    expect(bad?.error?.errorName).toBe('CORRUPT_MESSAGE');
    expect((await read(topic, 0, 0)).map(({ value, timestamp }) => [text(value), timestamp])).toEqual([
      ['x', 7],
      ['y', 7],
    ]);
  });

  it.each([
    [
      'too large',
      { 'max.message.bytes': '200' },
      { key: null, value: new Uint8Array(200) },
      'MESSAGE_TOO_LARGE',
    ],
    [
      'without a key in a compacted topic',
      { 'cleanup.policy': 'compact' },
      { key: null, value: bytes('x') },
      'INVALID_RECORD',
    ],
    [
      'of the far future',
      {},
      { key: null, value: null, timestamp: Date.now() + 2 * 3_600_000 },
      'INVALID_TIMESTAMP',
    ],
    [
      'of the past',
      { 'message.timestamp.before.max.ms': '1000' },
      { key: null, value: null, timestamp: 5 },
      'INVALID_TIMESTAMP',
    ],
    ['before the epoch', {}, { key: null, value: null, timestamp: -1 }, 'INVALID_TIMESTAMP'],
  ])(
    'refuses a record %s and stores nothing of its entry',
    async (_, configs, bad: ProducerRecord, errorName) => {
      const topic = await newTopic({ configs: configs as { [name: string]: string } });
      const error = await failure(append(topic, 0, [{ key: bytes('k'), value: bytes('good') }, bad]));
      expect(error.errorName).toBe(errorName);
      expect(await read(topic, 0, 0)).toEqual([]);
    },
  );

  it('never fails the neighbours of a bad entry: 64 at once, three refused, 61 stored', async () => {
    const topic = await newTopic({ partitionCount: 4, configs: { 'max.message.bytes': '1000' } });
    const results = await Promise.all(
      Array.from({ length: 64 }, async (_, index) => {
        const isTooLarge = index === 10;
        const partition = index === 20 ? 4 : index % 4;
        const batch = Batch.fromRecords([
          { key: null, value: isTooLarge ? new Uint8Array(1000) : bytes(`v${index}`) },
        ]);
        const name = index === 30 ? `${topic}-unknown` : topic;
        return (await broker().append([{ topic: name, partition, batch }], context))[0];
      }),
    );
    const refused = results.flatMap((result, index) =>
      result?.error ? [[index, result.error.errorName]] : [],
    );
    expect(refused).toEqual([
      [10, 'MESSAGE_TOO_LARGE'],
      [20, 'UNKNOWN_TOPIC_OR_PARTITION'],
      [30, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ]);
    const found = (await Promise.all([0, 1, 2, 3].map((partition) => read(topic, partition, 0)))).flat();
    expect(found.map(({ value }) => text(value)).sort()).toEqual(
      results.flatMap((result, index) => (result?.error ? [] : [`v${index}`])).sort(),
    );
  });

  it('stores an entry of many megabytes whole and in order', async () => {
    const topic = await newTopic();
    const given = Array.from({ length: 6000 }, (_, index) => ({
      key: null,
      value: bytes(`${index} `.padEnd(1000, '.')),
    }));
    expect((await append(topic, 0, given)).baseOffset).toBe(0);
    let next = 0;
    while (next < given.length) {
      const page = await read(topic, 0, next);
      expect(page.length).toBeGreaterThan(0);
      for (const { offset, value } of page)
        expect([offset, Number.parseInt(text(value) ?? '')]).toEqual([next, next++]);
    }
  });
}

function fetchContract({ newTopic, append, read, broker }: Tools): void {
  it('answers from the middle of a batch on, and nothing at the end', async () => {
    const topic = await newTopic();
    await append(topic, 0, records('a', 'b', 'c'));
    expect((await read(topic, 0, 1)).map(({ offset }) => offset)).toEqual([1, 2]);
    const atEnd = await fetchOne(broker(), { topic, partition: 0, offset: 3 });
    expect(atEnd).toMatchObject({
      error: null,
      highWatermark: 3,
      lastStableOffset: 3,
      logStartOffset: 0,
      batches: [],
    });
  });

  it.each([-1, 4])('refuses offset %d of a log of three records', async (offset) => {
    const topic = await newTopic();
    await append(topic, 0, records('a', 'b', 'c'));
    const answer = await fetchOne(broker(), { topic, partition: 0, offset, maxWaitMs: 5_000 });
    expect(answer.error?.errorName).toBe('OFFSET_OUT_OF_RANGE');
    expect(answer.highWatermark).toBe(3);
  });

  it('bounds a page by bytes, and gives a batch even where it alone is larger', async () => {
    const topic = await newTopic();
    for (let index = 0; index < 10; index++) await append(topic, 0, records('x'.repeat(500)));
    const small = await fetchOne(broker(), { topic, partition: 0, offset: 0, maxBytes: 1 });
    expect(small.batches).toHaveLength(1);
    const medium = await fetchOne(broker(), { topic, partition: 0, offset: 0, maxBytes: 2000 });
    expect(medium.batches).toHaveLength(3);
  });

  it('reads several partitions at once, each with its own verdict', async () => {
    const topic = await newTopic({ partitionCount: 2 });
    await append(topic, 1, records('b'));
    const partitions = [
      { topic, partition: 1, offset: 0 },
      { topic, partition: 7, offset: 0 },
      { topic, partition: 0, offset: 0 },
    ];
    const answers = await broker().fetch(
      { partitions, maxWaitMs: 5_000, minBytes: 1, maxBytes: 1000 },
      context,
    );
    expect(
      answers.map(({ partition, error, batches }) => [partition, error?.errorName, batches.length]),
    ).toEqual([
      [1, undefined, 1],
      [7, 'UNKNOWN_TOPIC_OR_PARTITION', 0],
      [0, undefined, 0],
    ]);
  });

  it('waits for a record and is answered by the append itself', async () => {
    const topic = await newTopic();
    const waiting = fetchOne(broker(), { topic, partition: 0, offset: 0, maxWaitMs: 10_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    await append(topic, 0, records('late'));
    const answer = await waiting;
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(answer.batches[0]?.records().map(({ value }) => text(value))).toEqual(['late']);
  });

  it('waits until enough bytes are there', async () => {
    const topic = await newTopic();
    await append(topic, 0, records('x'.repeat(100)));
    const waiting = fetchOne(broker(), { topic, partition: 0, offset: 0, maxWaitMs: 10_000, minBytes: 400 });
    for (let index = 0; index < 3; index++) await append(topic, 0, records('x'.repeat(100)));
    expect((await waiting).batches.length).toBeGreaterThan(1);
  });

  it('gives up after its time, and at once when its caller goes away', async () => {
    const topic = await newTopic();
    const start = performance.now();
    expect((await fetchOne(broker(), { topic, partition: 0, offset: 0, maxWaitMs: 200 })).batches).toEqual(
      [],
    );
    expect(performance.now() - start).toBeGreaterThan(150);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const early = performance.now();
    await fetchOne(broker(), { topic, partition: 0, offset: 0, maxWaitMs: 20_000, signal: abort.signal });
    expect(performance.now() - early).toBeLessThan(5_000);
  });
}

function listOffsetsContract({ newTopic, append, broker }: Tools): void {
  it('tells both ends, and where a time begins', async () => {
    const topic = await newTopic();
    for (const timestamps of [[100, 300], [200], [500, 400]]) {
      await append(
        topic,
        0,
        timestamps.map((timestamp) => ({ key: null, value: null, timestamp })),
      );
    }
    const at = async (timestamp: number | 'earliest' | 'latest') =>
      (await broker().listOffsets([{ topic, partition: 0, timestamp }], context))[0];
    expect(await at('earliest')).toMatchObject({ error: null, offset: 0 });
    expect(await at('latest')).toMatchObject({ error: null, offset: 5 });
    // Kafka's rule: the first record, by offset, that is as young as that.
    expect(await at(0)).toMatchObject({ offset: 0, timestamp: 100 });
    expect(await at(101)).toMatchObject({ offset: 1, timestamp: 300 });
    expect(await at(300)).toMatchObject({ offset: 1, timestamp: 300 });
    expect(await at(301)).toMatchObject({ offset: 3, timestamp: 500 });
    expect(await at(501)).toMatchObject({ error: null, offset: -1, timestamp: -1 });
  });

  it('answers unknown topics and partitions one by one', async () => {
    const topic = await newTopic();
    const answers = await broker().listOffsets(
      [
        { topic: `${topic}-unknown`, partition: 0, timestamp: 'latest' },
        { topic, partition: 9, timestamp: 'latest' },
        { topic, partition: 0, timestamp: 'latest' },
      ],
      context,
    );
    expect(answers.map(({ error, offset }) => [error?.errorName, offset])).toEqual([
      ['UNKNOWN_TOPIC_OR_PARTITION', -1],
      ['UNKNOWN_TOPIC_OR_PARTITION', -1],
      [undefined, 0],
    ]);
  });
}
