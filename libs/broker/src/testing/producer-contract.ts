// The contract of idempotent producers: each batch once and in sequence, by the rules of Kafka's ProducerAppendInfo.
import { expect, it } from 'vitest';
import { Batch, encodeRecordBatch } from '@weir/protocol';
import type { AppendEntry, AppendResult, ProducerIdAndEpoch, TopicPartition } from '@weir/protocol';
import { context, failure, newName, records, stored, text } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';
import { keyedEntry } from './idempotency-contract.ts';

/** A batch as an idempotent producer sends it. */
export function sequencedBatch(
  producer: ProducerIdAndEpoch,
  baseSequence: number,
  ...values: string[]
): Batch {
  const options = { now: 1_700_000_000_000, ...producer, baseSequence };
  return Batch.fromBytes(encodeRecordBatch(records(...values), options));
}

/** Where it was stored, `again` where it was before, or why it was not. */
export function placeOrError(result: AppendResult | undefined): unknown {
  if (result === undefined || result.error !== null) return result?.error?.errorName;
  return result.isReplay === true ? `again ${result.baseOffset}` : result.baseOffset;
}

export function producerContract({ newTopic, append, read, broker }: ContractTools): void {
  const values = async (topic: string, partition: number) =>
    (await read(topic, partition, 0)).map(({ value }) => text(value));
  const init = (transactionalId?: string) =>
    broker().initProducerId(transactionalId === undefined ? {} : { transactionalId }, context);
  /** Sends batches in one call: [sequence, values…] each. */
  const send = async (
    place: TopicPartition,
    producer: ProducerIdAndEpoch,
    ...batches: [number, ...string[]][]
  ) => {
    const entries: AppendEntry[] = batches.map(([sequence, ...given]) => ({
      ...place,
      batch: sequencedBatch(producer, sequence, ...given),
    }));
    return (await broker().append(entries, context)).map(placeOrError);
  };

  it('gives every producer without a transactional id an id of its own, and one with it the next epoch', async () => {
    const given = await Promise.all([init(), init(), init()]);
    expect(new Set(given.map(({ producerId }) => producerId)).size).toBe(3);
    expect(given.map(({ producerEpoch }) => producerEpoch)).toEqual([0, 0, 0]);
    const id = newName('transactional');
    const first = await init(id);
    expect(first.producerEpoch).toBe(0);
    expect(await init(id)).toEqual({ ...first, producerEpoch: 1 });
    const many = await Promise.all([init(id), init(id), init(id)]);
    expect(many.map(({ producerEpoch }) => producerEpoch).sort()).toEqual([2, 3, 4]);
    expect((await init(newName('transactional'))).producerId).not.toBe(first.producerId);
  });

  it.each([
    ['', 'empty'],
    ['a\0b', 'with NUL'],
    ['k'.repeat(600), 'too long'],
  ])('refuses a transactional id that is %#: %s', async (id) => {
    expect((await failure(init(id))).errorName).toBe('INVALID_REQUEST');
  });

  it('answers a repeat of one of the last five batches with its first offsets, and stores nothing', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const producer = await init();
    await append(place.topic, 0, records('plain'));
    expect(await send(place, producer, [0, 'a', 'b'], [2, 'c'], [3, 'd'])).toEqual([1, 3, 4]);
    await append(place.topic, 0, records('plain'));
    expect(await send(place, producer, [4, 'e'], [5, 'f'])).toEqual([6, 7]);
    const again = await send(place, producer, [0, 'a', 'b'], [2, 'c'], [3, 'd'], [4, 'e'], [5, 'f']);
    expect(again).toEqual(['again 1', 'again 3', 'again 4', 'again 6', 'again 7']);
    expect(await values(place.topic, 0)).toEqual(['plain', 'a', 'b', 'c', 'd', 'plain', 'e', 'f']);
  });

  it('refuses an older repeat as a duplicate, and what is neither known nor next as out of order', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const producer = await init();
    for (let sequence = 0; sequence < 7; sequence++)
      expect(await send(place, producer, [sequence * 2, 'x', 'y'])).toEqual([sequence * 2]);
    const [duplicate, gap] = ['DUPLICATE_SEQUENCE_NUMBER', 'OUT_OF_ORDER_SEQUENCE_NUMBER'];
    expect(await send(place, producer, [0, 'x', 'y'], [2, 'x', 'y'])).toEqual([duplicate, duplicate]);
    // Cut in another way than it was stored: within the five it is known to be there.
    expect(await send(place, producer, [12, 'x'], [5, 'x', 'y', 'z'])).toEqual([duplicate, duplicate]);
    expect(await send(place, producer, [1, 'x', 'y'], [13, 'y', 'z'])).toEqual([gap, gap]);
    expect(await send(place, producer, [15, 'x'], [13, 'x', 'y'])).toEqual([gap, gap]);
    expect(await send(place, producer, [14, 'x'])).toEqual([14]);
  });

  it('stores the batches of one call in sequence, or none behind a gap', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const producer = await init();
    expect(await send(place, producer, [0, 'a'], [1, 'b'], [3, 'd'], [2, 'c'], [3, 'd'])).toEqual([
      0,
      1,
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      2,
      3,
    ]);
    expect(await values(place.topic, 0)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps partitions apart, and producers', async () => {
    const topic = await newTopic({ partitionCount: 2 });
    const [one, other] = [await init(), await init()];
    expect(await send({ topic, partition: 0 }, one, [0, 'a'])).toEqual([0]);
    expect(await send({ topic, partition: 1 }, one, [0, 'b'])).toEqual([0]);
    expect(await send({ topic, partition: 0 }, other, [0, 'c'], [1, 'd'])).toEqual([1, 2]);
    expect(await send({ topic, partition: 0 }, one, [1, 'e'])).toEqual([3]);
  });

  it('begins anew with sequence 0 in a new epoch, and refuses the old one', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const producer = await init();
    expect(await send(place, producer, [0, 'a'], [1, 'b'])).toEqual([0, 1]);
    const next = { ...producer, producerEpoch: 1 };
    expect(await send(place, next, [2, 'c'])).toEqual(['OUT_OF_ORDER_SEQUENCE_NUMBER']);
    expect(await send(place, next, [0, 'c'])).toEqual([2]);
    // Also what it had stored itself.
    const fenced = 'INVALID_PRODUCER_EPOCH';
    expect(await send(place, producer, [2, 'd'], [1, 'b'])).toEqual([fenced, fenced]);
    expect(await send(place, next, [0, 'c'], [1, 'd'])).toEqual(['again 2', 3]);
    expect(await values(place.topic, 0)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses an id that was never given out, so that its owner to come finds nothing under it', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const { producerId } = await init();
    const unknown = { producerId: producerId + 1, producerEpoch: 0 };
    expect(await send(place, unknown, [0, 'a'], [1, 'b'])).toEqual([
      'UNKNOWN_PRODUCER_ID',
      'UNKNOWN_PRODUCER_ID',
    ]);
    expect(await values(place.topic, 0)).toEqual([]);
  });

  it('fences the former instance of a transactional id everywhere, before the new one has written', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const id = newName('transactional');
    const zombie = await init(id);
    expect(await send(place, zombie, [0, 'a'])).toEqual([0]);
    const next = await init(id);
    const elsewhere = { topic: await newTopic(), partition: 0 };
    expect(await send(place, zombie, [1, 'b'])).toEqual(['INVALID_PRODUCER_EPOCH']);
    expect(await send(elsewhere, zombie, [0, 'b'])).toEqual(['INVALID_PRODUCER_EPOCH']);
    expect(await send(elsewhere, { ...next, producerEpoch: 2 }, [0, 'b'])).toEqual([
      'INVALID_PRODUCER_EPOCH',
    ]);
    expect(await send(place, next, [0, 'c'])).toEqual([1]);
  });

  it('goes round from 2^31 − 1 to 0, within a batch and between two', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const producer = await init();
    const last = 2 ** 31 - 1;
    // Nothing is known of the producer here: any sequence will do.
    expect(await send(place, producer, [last - 2, 'a', 'b'], [last, 'c', 'd', 'e'])).toEqual([0, 2]);
    expect(await send(place, producer, [last, 'c', 'd', 'e'], [2, 'f'])).toEqual(['again 2', 5]);
    const other = await init();
    expect(await send(place, other, [last, 'x'], [0, 'y'])).toEqual([6, 7]);
    expect(await send(place, other, [last, 'x'], [2, 'z'])).toEqual([
      'again 6',
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
    ]);
  });

  it('stores once what comes twenty times at once', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const producer = await init();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(place, producer, [0, 'a'])));
    expect(answers.filter(([answer]) => answer === 0)).toHaveLength(1);
    expect(answers.filter(([answer]) => answer === 'again 0')).toHaveLength(19);
  });

  it('tells the time of the first append where the topic stamps records', async () => {
    const topic = await newTopic({ configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const producer = await init();
    const entry = { topic, partition: 0, batch: sequencedBatch(producer, 0, 'a') };
    const first = stored((await broker().append([entry], context))[0]);
    expect(first.logAppendTime).toBeGreaterThan(1_700_000_000_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const again = stored((await broker().append([entry], context))[0]);
    expect(again).toMatchObject({ logAppendTime: first.logAppendTime, baseOffset: 0, isReplay: true });
  });

  it('refuses a producer id without epoch or sequence, and one under an idempotency key', async () => {
    const place = { topic: await newTopic(), partition: 0 };
    const producer = await init();
    expect(await send(place, producer, [-1, 'a'])).toEqual(['INVALID_RECORD']);
    expect(await send(place, { ...producer, producerEpoch: -1 }, [0, 'a'])).toEqual(['INVALID_RECORD']);
    const { idempotency } = keyedEntry(place, '', newName('key'));
    const entry = { ...place, batch: sequencedBatch(producer, 0, 'a'), idempotency };
    expect((await broker().append([entry], context))[0]?.error?.errorName).toBe('INVALID_REQUEST');
    expect(await values(place.topic, 0)).toEqual([]);
  });
}
