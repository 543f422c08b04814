// The contract of append: what is stored, what is refused, and that one bad entry harms no other.
import { expect, it } from 'vitest';
import { Batch, encodeRecordBatch } from '@weir/protocol';
import type { ProducerRecord } from '@weir/protocol';
import { bytes, context, failure, fetchOne, records, stored, text } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';

export function appendContract({ newTopic, append, read, broker }: ContractTools): void {
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

  it('leaves the bytes of a batch to its caller: one batch goes to two logs, each with offsets of its own', async () => {
    const topic = await newTopic({ partitionCount: 2 });
    await append(topic, 1, records('before'));
    const given = encodeRecordBatch(records('x'), { now: 7 });
    const before = given.slice();
    const batch = Batch.fromBytes(given);
    const results = await broker().append(
      [0, 1].map((partition) => ({ topic, partition, batch })),
      context,
    );
    expect(results.map((result) => stored(result).baseOffset)).toEqual([0, 1]);
    expect(given).toEqual(before);
    for (const partition of [0, 1]) {
      expect((await read(topic, partition, partition)).map(({ offset }) => offset)).toEqual([partition]);
    }
  });

  it('stamps a batch that came as bytes, and keeps its producer id and sequence', async () => {
    const topic = await newTopic({ configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const { producerId } = await broker().initProducerId({}, context);
    const producer = { producerId, producerEpoch: 1, baseSequence: 3 };
    const batch = Batch.fromBytes(encodeRecordBatch(records('x', 'y'), { now: 7, ...producer }));
    const { logAppendTime } = stored((await broker().append([{ topic, partition: 0, batch }], context))[0]);
    const [found] = (await fetchOne(broker(), { topic, partition: 0, offset: 0 })).batches;
    expect(found?.header).toMatchObject({
      ...producer,
      timestampType: 'LogAppendTime',
      maxTimestamp: logAppendTime,
    });
    expect(found?.records().map(({ timestamp, value }) => [timestamp, text(value)])).toEqual([
      [logAppendTime, 'x'],
      [logAppendTime, 'y'],
    ]);
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
      const topic = await newTopic({ configs: configs });
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
