// Batch: records and bytes, each made from the other when asked for and not made twice.
import { expect, it, vi } from 'vitest';
import { Batch } from './batch.ts';
import { encodeRecordBatch } from './record-batch.ts';

const value = Uint8Array.of(1, 2, 3);

it('of records counts them without encoding and encodes once', () => {
  const batch = Batch.fromRecords([{ key: null, value }]);
  expect(batch.recordCount).toBe(1);
  expect(batch.producerRecords).toHaveLength(1);
  expect(batch.bytes).toBe(batch.bytes);
  expect(batch.records()).toEqual([
    { offset: 0, timestamp: batch.header.baseTimestamp, key: null, value, headers: [] },
  ]);
});

it('stamps records without a timestamp when it encodes', () => {
  vi.useFakeTimers({ now: 1234 });
  try {
    const batch = Batch.fromRecords([
      { key: null, value },
      { key: null, value, timestamp: 7 },
    ]);
    expect(batch.records().map(({ timestamp }) => timestamp)).toEqual([1234, 7]);
  } finally {
    vi.useRealTimers();
  }
});

it('of bytes keeps them and reads header and records from them', () => {
  const bytes = encodeRecordBatch(
    [
      { key: value, value: null },
      { key: null, value },
    ],
    { now: 5, baseOffset: 40 },
  );
  const batch = Batch.fromBytes(bytes);
  expect(batch.bytes).toBe(bytes);
  expect(batch.producerRecords).toBeUndefined();
  expect([batch.recordCount, batch.baseOffset, batch.lastOffset]).toEqual([2, 40, 41]);
  expect(batch.records().map(({ offset }) => offset)).toEqual([40, 41]);
});
