// What one flush writes: merging, order, cutting, and where each append finds its records.
import { describe, expect, it } from 'vitest';
import { decodeRecordBatch, encodeRecordBatch } from '@weir/protocol';
import type { ProducerRecord } from '@weir/protocol';
import { encodeFlush, recordSizeBound } from './encode-flush.ts';
import type { WaitingAppend } from './encode-flush.ts';

function append(
  partitionId: number,
  content: WaitingAppend['content'],
  stampsAppendTime = false,
): WaitingAppend {
  const sizeBytes =
    content instanceof Uint8Array
      ? content.length
      : content.reduce((sum, record) => sum + recordSizeBound(record), 0);
  return { topicId: 1, partitionId, content, sizeBytes, producerId: -1, stampsAppendTime, settle() {} };
}

function records(...values: (string | Uint8Array)[]): ProducerRecord[] {
  return values.map((value) => ({
    key: null,
    value: typeof value === 'string' ? Buffer.from(value) : value,
  }));
}

const valuesOf = (bytes: Uint8Array): string[] =>
  decodeRecordBatch(bytes).map(({ value }) => Buffer.from(value ?? []).toString());

describe('encodeFlush', () => {
  it('merges appends of one partition into one row, in order, and sorts rows by partition id', () => {
    const appends = [
      append(7, records('a')),
      append(3, records('b')),
      append(7, records('c', 'd')),
      append(3, records('e')),
    ];
    const { batches, placements } = encodeFlush(appends, 5);
    expect(batches.map(({ partitionId, bytes }) => [partitionId, valuesOf(bytes)])).toEqual([
      [3, ['b', 'e']],
      [7, ['a', 'c', 'd']],
    ]);
    expect(placements.map(({ batchIndex, recordIndex }) => [batchIndex, recordIndex])).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
      [0, 1],
    ]);
  });

  it('keeps batches that came as bytes whole, and their place among the others', () => {
    const whole = encodeRecordBatch(records('x', 'y'), {
      now: 1,
      producerId: 9,
      producerEpoch: 2,
      baseSequence: 4,
    });
    const { batches, placements } = encodeFlush(
      [append(1, records('a')), append(1, whole), append(1, records('b'))],
      5,
    );
    expect(
      batches.map(({ bytes, producerId, baseSequence }) => [valuesOf(bytes), producerId, baseSequence]),
    ).toEqual([
      [['a'], -1, -1],
      [['x', 'y'], 9, 4],
      [['b'], -1, -1],
    ]);
    expect(placements.map(({ batchIndex }) => batchIndex)).toEqual([0, 1, 2]);
  });

  it('copies what came as bytes, a Buffer too: a row is written to and its memory taken back', () => {
    const given = Buffer.from(encodeRecordBatch(records('x'), { now: 5 }));
    const { batches } = encodeFlush([append(3, given)], 5);
    expect(batches[0]?.bytes).toEqual(new Uint8Array(given));
    expect(batches[0]?.bytes.buffer).not.toBe(given.buffer);
  });

  it('cuts rows of about a megabyte; an append may span several', () => {
    const large = new Uint8Array(400_000);
    const { batches, placements } = encodeFlush(
      [append(1, records(large)), append(1, records(large, large, large)), append(1, records('z'))],
      5,
    );
    expect(batches.map(({ recordCount }) => recordCount)).toEqual([1, 2, 2]);
    expect(placements.map(({ batchIndex, recordIndex }) => [batchIndex, recordIndex])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
    ]);
    for (const { bytes } of batches) expect(bytes.length).toBeLessThanOrEqual(1024 * 1024);
  });

  it('stamps records without a time, or all where the topic says so', () => {
    const given = [
      { key: null, value: null, timestamp: 99 },
      { key: null, value: null },
    ];
    const timesOf = (stamps: boolean) =>
      encodeFlush([append(1, given, stamps)], 1234).batches.flatMap(({ bytes, maxTimestamp }) => [
        maxTimestamp,
        ...decodeRecordBatch(bytes).map(({ timestamp }) => timestamp),
      ]);
    expect(timesOf(false)).toEqual([1234, 99, 1234]);
    expect(timesOf(true)).toEqual([1234, 1234, 1234]);
  });

  it('never underestimates a record', () => {
    const record = {
      key: Buffer.alloc(300),
      value: Buffer.alloc(70_000),
      timestamp: Number.MAX_SAFE_INTEGER,
      headers: [
        { key: 'é'.repeat(200), value: Buffer.alloc(500) },
        { key: '', value: null },
      ],
    };
    expect(encodeRecordBatch([record], { now: 0 }).length - 61).toBeLessThanOrEqual(recordSizeBound(record));
  });
});
