// A batch with records left out keeps offsets, times and sequences, and is whole.
import { describe, expect, it } from 'vitest';
import {
  decodeRecordBatch,
  encodeRecordBatch,
  KafkaError,
  readRecordBatchHeader,
  retainRecords,
  verifyRecordBatch,
} from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const records = ['a', 'b', 'c', 'd'].map((value, index) => ({
  key: bytes(value),
  value: index === 1 ? null : bytes(value.repeat(40)),
  headers: index === 2 ? [{ key: 'h', value: bytes('x') }] : [],
  timestamp: [500, 900, 100, 300][index] ?? 0,
}));
const producer = { producerId: 7, producerEpoch: 2, baseSequence: 40 };
const batch = encodeRecordBatch(records, { now: 0, baseOffset: 100, ...producer });

describe('retainRecords', () => {
  it('leaves out what is not kept, and nothing else', () => {
    const kept = retainRecords(batch, ({ offset }) => offset === 100 || offset === 102) as Uint8Array;
    const [first, , third] = decodeRecordBatch(batch);
    expect(decodeRecordBatch(kept)).toEqual([first, third]);
    const header = readRecordBatchHeader(kept);
    expect(header).toMatchObject({
      ...{ baseOffset: 100, lastOffset: 103, recordCount: 2, maxTimestamp: 500 },
      ...{ sizeBytes: kept.length, ...producer },
    });
    // The checksum fits: only that offsets are left out is held against it.
    expect(() => verifyRecordBatch(kept)).toThrow('one offset per record');
  });

  it('is the same where all are kept, and nothing where none is', () => {
    expect(retainRecords(batch, () => true)).toBe(batch);
    expect(retainRecords(batch, () => false)).toBe(undefined);
  });

  it('can leave out more of what it made', () => {
    const once = retainRecords(batch, ({ offset }) => offset > 100) as Uint8Array;
    const twice = retainRecords(once, ({ offset }) => offset !== 102) as Uint8Array;
    expect(decodeRecordBatch(twice).map(({ offset, timestamp }) => [offset, timestamp])).toEqual([
      [101, 900],
      [103, 300],
    ]);
  });

  it('leaves the time that the log gave', () => {
    const stamped = encodeRecordBatch(records, { now: 0, logAppendTime: 5_000 });
    const kept = retainRecords(stamped, ({ offset }) => offset === 3) as Uint8Array;
    expect(decodeRecordBatch(kept)).toMatchObject([{ offset: 3, timestamp: 5_000 }]);
  });

  it('refuses what is no record batch', () => {
    const torn = batch.slice();
    torn[61] = 0xff;
    expect(() => retainRecords(torn, () => true)).toThrow(KafkaError);
  });
});
