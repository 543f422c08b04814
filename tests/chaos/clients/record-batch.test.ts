// The harness's own RecordBatch codec, against itself and against the library that it must not be built on.
import { Batch, crc32c, readRecordBatchHeader } from '@weir/protocol';
import { expect, test } from 'vitest';
import { encodeBatch } from './encode-batch.ts';
import { decodeBatch } from './record-batch.ts';
import { makeValue, readValue, SeenRuns } from './values.ts';

const values = Array.from({ length: 40 }, (_, index) => `{"n":${index},"pad":"${'é'.repeat(index * 5)}"}`);
const batch = encodeBatch({ producerId: 7, producerEpoch: 1, baseSequence: 12, values });

test('what is encoded is what the library reads, checksum included', () => {
  const records = Batch.fromBytes(batch).records();
  expect(records.map(({ value }) => Buffer.from(value ?? []).toString())).toEqual(values);
  expect(records.map(({ key }) => key)).toEqual(values.map(() => null));
  const named = { producerId: 7, producerEpoch: 1, baseSequence: 12, crc: crc32c(batch.subarray(21)) };
  expect(readRecordBatchHeader(batch)).toMatchObject(named);
});

test('what the library encodes is what is decoded', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const given = Batch.fromRecords([
    { key: bytes('"k"'), value: bytes('1'), headers: [{ key: 'h', value: bytes('x') }] },
    { key: null, value: null },
  ]).bytes;
  expect(decodeBatch(Buffer.from(given))).toEqual([
    { offset: 0, key: '"k"', value: '1' },
    { offset: 1, key: null, value: null },
  ]);
  expect(decodeBatch(batch).map(({ value }) => value)).toEqual(values);
});

test('a value that was changed is torn, and so is one under another key', () => {
  const text = makeValue({ client: 'a', seq: 3, key: 'k' }, 50);
  expect(readValue(JSON.parse(text), 'k')).toMatchObject({ client: 'a', seq: 3 });
  expect(readValue(JSON.parse(text), 'x')).toBeUndefined();
  expect(readValue(JSON.parse(text.replace('quick', 'quack')), 'k')).toBeUndefined();
  const seen = new SeenRuns();
  for (const [offset, seq] of [4, 5, 7].entries()) {
    const value = JSON.parse(makeValue({ client: 'a', seq, key: null }, 0)) as unknown;
    seen.add({ partition: 0, offset }, value, null);
  }
  seen.add({ partition: 0, offset: 3 }, 'gibberish', null);
  expect(seen.fields).toEqual({
    runs: [
      [0, 0, 'a', 4, 2],
      [0, 2, 'a', 7, 1],
    ],
    torn: [[0, 3, '{"key":null,"value":"gibberish"}']],
  });
});
