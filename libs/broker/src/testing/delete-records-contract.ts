// The contract of deleteRecords: where logs begin afterwards, for every way of reading, and what is refused.
import { expect, it } from 'vitest';
import type { DeletedRecords, DeleteRecordsPartition } from '@weir/protocol';
import { context, fetchOne, records, text } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';

export function deleteRecordsContract({ newTopic, append, read, broker }: ContractTools): void {
  const deleteBefore = async (topic: string, beforeOffset: DeleteRecordsPartition['beforeOffset']) => {
    const [result] = await broker().deleteRecords([{ topic, partition: 0, beforeOffset }], context);
    return result as DeletedRecords;
  };
  const earliest = async (topic: string, timestamp: number | 'earliest' = 'earliest') =>
    (await broker().listOffsets([{ topic, partition: 0, timestamp }], context))[0]?.offset;

  it('deletes up to an offset within a batch, for every way of reading', async () => {
    const topic = await newTopic();
    await append(topic, 0, records('a', 'b', 'c'));
    await append(topic, 0, records('d'));
    expect(await read(topic, 0, 0)).toHaveLength(4);
    expect(await deleteBefore(topic, 2)).toMatchObject({ error: null, logStartOffset: 2 });
    const refused = await fetchOne(broker(), { topic, partition: 0, offset: 1, maxWaitMs: 5_000 });
    expect(refused).toMatchObject({ logStartOffset: 2, highWatermark: 4, batches: [] });
    expect(refused.error?.errorName).toBe('OFFSET_OUT_OF_RANGE');
    expect((await read(topic, 0, 2)).map(({ value }) => text(value))).toEqual(['c', 'd']);
    expect(await fetchOne(broker(), { topic, partition: 0, offset: 3 })).toMatchObject({ logStartOffset: 2 });
    expect(await earliest(topic)).toBe(2);
    const [statistics] = await broker().topicStatistics([topic], context);
    expect(statistics).toMatchObject({ records: 2, partitions: [{ logStartOffset: 2, logEndOffset: 4 }] });
  });

  it('never lowers a log start', async () => {
    const topic = await newTopic();
    await append(topic, 0, records('a', 'b', 'c'));
    await deleteBefore(topic, 2);
    expect(await deleteBefore(topic, 1)).toMatchObject({ error: null, logStartOffset: 2 });
    expect(await earliest(topic)).toBe(2);
  });

  it('deletes all that there are, and the log goes on where it was', async () => {
    const topic = await newTopic();
    await append(topic, 0, records('a', 'b', 'c'));
    expect(await deleteBefore(topic, 'latest')).toMatchObject({ error: null, logStartOffset: 3 });
    expect(await read(topic, 0, 3)).toEqual([]);
    expect(await append(topic, 0, records('d'))).toMatchObject({ baseOffset: 3 });
    expect((await read(topic, 0, 3)).map(({ value }) => text(value))).toEqual(['d']);
  });

  it('finds no time in what was deleted', async () => {
    const topic = await newTopic();
    const at = (...timestamps: number[]) =>
      append(
        topic,
        0,
        timestamps.map((timestamp) => ({ key: null, value: null, timestamp })),
      );
    await at(100, 900, 200);
    await at(300);
    await at(950);
    await deleteBefore(topic, 2);
    expect(await earliest(topic, 150)).toBe(2);
    expect(await earliest(topic, 250)).toBe(3);
    expect(await earliest(topic, 301)).toBe(4);
  });

  it('answers each partition by itself', async () => {
    const topic = await newTopic({ partitionCount: 2 });
    const compacted = await newTopic({ configs: { 'cleanup.policy': 'compact' } });
    const both = await newTopic({ configs: { 'cleanup.policy': 'compact,delete' } });
    await append(topic, 1, records('a', 'b'));
    const results = await broker().deleteRecords(
      [
        { topic, partition: 0, beforeOffset: 1 },
        { topic, partition: 1, beforeOffset: 1 },
        { topic, partition: 1, beforeOffset: -1 },
        { topic, partition: 7, beforeOffset: 0 },
        { topic: `${topic}-unknown`, partition: 0, beforeOffset: 0 },
        { topic: compacted, partition: 0, beforeOffset: 0 },
        { topic: both, partition: 0, beforeOffset: 'latest' },
      ],
      context,
    );
    expect(results.map(({ error, logStartOffset }) => error?.errorName ?? logStartOffset)).toEqual([
      'OFFSET_OUT_OF_RANGE',
      1,
      'OFFSET_OUT_OF_RANGE',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'POLICY_VIOLATION',
      0,
    ]);
  });
}
