// The contract of fetch and listOffsets: pages, waiting, ends, times.
import { expect, it } from 'vitest';
import { context, fetchOne, records, text } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';

export function fetchContract({ newTopic, append, read, broker }: ContractTools): void {
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

export function listOffsetsContract({ newTopic, append, broker }: ContractTools): void {
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
