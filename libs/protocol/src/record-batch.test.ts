// RecordBatch v2 byte by byte: a batch written out by hand from Kafka's layout, and each way in which bytes can be wrong.
import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';
import { KafkaError } from './errors.ts';
import type { ErrorName } from './errors.ts';
import {
  decodeRecordBatch,
  encodeRecordBatch,
  forEachRecord,
  readRecordBatchHeader,
  setBaseOffset,
  verifyRecordBatch,
} from './record-batch.ts';
import type { ProducerRecord } from './record.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const fromHex = (...lines: string[]) =>
  Uint8Array.from(Buffer.from(lines.join('').replaceAll(' ', ''), 'hex'));

// Three records; the checksum comes from another implementation of CRC-32C.
const knownBytes = fromHex(
  '00 00 00 00 00 00 00 2a', // base offset 42
  '00 00 00 5b', // length: 91 bytes follow
  'ff ff ff ff', // partition leader epoch −1
  '02', // magic
  '7b 25 3f b4', // CRC-32C of everything after it
  '00 00', // attributes
  '00 00 00 02', // last offset delta
  '00 00 01 8b cf e5 68 00', // base timestamp 1700000000000
  '00 00 01 8b cf e5 6b e8', // max timestamp, a second later
  '00 00 00 00 00 00 00 07', // producer id
  '00 03', // producer epoch
  '00 00 00 0b', // base sequence
  '00 00 00 03', // number of records
  '1c 00 00 00 06 6b6579 0a 76616c7565 00', // key "key", value "value", no header
  '24 00 01 02 01 00 06', // one millisecond earlier, null key, empty value, three headers:
  '02 68 04 0102', // h = 01 02
  '02 68 01', // h again, null
  '04 c3a9 00', // é, empty
  '0e 00 d00f 04 00 01 00', // a second later, empty key, null value
);

const knownRecords: readonly ProducerRecord[] = [
  { key: utf8('key'), value: utf8('value'), timestamp: 1700000000000 },
  {
    key: null,
    value: new Uint8Array(0),
    timestamp: 1699999999999,
    headers: [
      { key: 'h', value: Uint8Array.of(1, 2) },
      { key: 'h', value: null },
      { key: 'é', value: new Uint8Array(0) },
    ],
  },
  { key: new Uint8Array(0), value: null, timestamp: 1700000001000, headers: [] },
];

const knownOptions = { now: 0, baseOffset: 42, producerId: 7, producerEpoch: 3, baseSequence: 11 };

/** A copy with some bytes replaced and, unless `keepCrc`, the checksum made right again. */
function patched(at: number, bytes: readonly number[], keepCrc = false): Uint8Array {
  const copy = knownBytes.slice();
  copy.set(bytes, at);
  if (!keepCrc) new DataView(copy.buffer).setUint32(17, crc32c(copy.subarray(21)));
  return copy;
}

function errorOf(action: () => unknown): ErrorName | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof KafkaError) return error.errorName;
    throw error;
  }
}

describe('the known batch', () => {
  it('is what encoding gives, byte for byte', () => {
    const bytes = encodeRecordBatch(knownRecords, knownOptions);
    expect(Buffer.from(bytes).toString('hex')).toBe(Buffer.from(knownBytes).toString('hex'));
  });

  it('has this header', () => {
    expect(readRecordBatchHeader(knownBytes)).toEqual({
      baseOffset: 42,
      lastOffset: 44,
      sizeBytes: 103,
      partitionLeaderEpoch: -1,
      crc: 0x7b253fb4,
      attributes: 0,
      compression: 'none',
      timestampType: 'CreateTime',
      isTransactional: false,
      isControl: false,
      lastOffsetDelta: 2,
      baseTimestamp: 1700000000000,
      maxTimestamp: 1700000001000,
      producerId: 7,
      producerEpoch: 3,
      baseSequence: 11,
      recordCount: 3,
    });
    expect(verifyRecordBatch(knownBytes)).toEqual(readRecordBatchHeader(knownBytes));
  });

  it('decodes to its records, keys and values being views of its bytes', () => {
    const records = decodeRecordBatch(knownBytes);
    expect(records).toEqual(
      knownRecords.map((record, index) => ({ headers: [], ...record, offset: 42 + index })),
    );
    expect(records[0]?.value?.buffer).toBe(knownBytes.buffer);
    expect(records[1]?.headers[0]?.value?.buffer).toBe(knownBytes.buffer);
  });

  it('reads the same where it lies inside other bytes', () => {
    const around = new Uint8Array(knownBytes.length + 20).fill(0xff);
    around.set(knownBytes, 10);
    expect(decodeRecordBatch(around.subarray(10))).toEqual(decodeRecordBatch(knownBytes));
    expect(errorOf(() => verifyRecordBatch(around.subarray(10)))).toBe('CORRUPT_MESSAGE');
    expect(verifyRecordBatch(around.subarray(10, 113)).recordCount).toBe(3);
  });

  it('moves to another offset in place and stays valid', () => {
    const bytes = knownBytes.slice();
    setBaseOffset(bytes, 2 ** 40 + 1);
    expect(verifyRecordBatch(bytes).lastOffset).toBe(2 ** 40 + 3);
    expect(decodeRecordBatch(bytes).map(({ offset }) => offset - 2 ** 40)).toEqual([1, 2, 3]);
  });
});

describe('encoding', () => {
  it('writes LogAppendTime into the batch, and decoding gives it to each record', () => {
    const bytes = encodeRecordBatch([{ key: null, value: utf8('v'), timestamp: 5 }], {
      now: 0,
      logAppendTime: 1700000009999,
    });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '000000000000000000000039ffffffff02dfe128800008000000000000018bcfe58f0f' +
        '0000018bcfe58f0fffffffffffffffffffffffffffff000000010e00000001027600',
    );
    expect(verifyRecordBatch(bytes).timestampType).toBe('LogAppendTime');
    expect(decodeRecordBatch(bytes)[0]?.timestamp).toBe(1700000009999);
  });

  it('under LogAppendTime believes the header and not the deltas, as a broker leaves those of the producer', () => {
    const bytes = patched(21, [0, 0x08]);
    expect(decodeRecordBatch(bytes).map(({ timestamp }) => timestamp)).toEqual(Array(3).fill(1700000001000));
  });

  it('gives `now` to records without a timestamp', () => {
    const bytes = encodeRecordBatch(
      [
        { key: null, value: null, timestamp: 9 },
        { key: null, value: null },
      ],
      { now: 77 },
    );
    expect(decodeRecordBatch(bytes).map(({ timestamp }) => timestamp)).toEqual([9, 77]);
    expect(readRecordBatchHeader(bytes)).toMatchObject({
      baseTimestamp: 9,
      maxTimestamp: 77,
      producerId: -1,
    });
  });

  it('keeps the zeros of a producer’s first batch', () => {
    const options = { now: 0, producerId: 0, producerEpoch: 0, baseSequence: 0 };
    const bytes = encodeRecordBatch([{ key: null, value: null }], options);
    expect(readRecordBatchHeader(bytes)).toMatchObject({ producerId: 0, producerEpoch: 0, baseSequence: 0 });
  });

  it('refuses timestamps that are no whole numbers, and an empty batch as our own mistake', () => {
    for (const timestamp of [1.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
      expect(errorOf(() => encodeRecordBatch([{ key: null, value: null, timestamp }], { now: 0 }))).toBe(
        'INVALID_TIMESTAMP',
      );
    }
    expect(() => encodeRecordBatch([], { now: 0 })).toThrow('at least one record');
  });

  it('writes the replacement character for half a surrogate pair in a header key', () => {
    const record = { key: null, value: null, headers: [{ key: 'a\ud800', value: null }] };
    const bytes = encodeRecordBatch([record], { now: 0 });
    expect(decodeRecordBatch(bytes)[0]?.headers[0]?.key).toBe('a\ufffd');
    verifyRecordBatch(bytes);
  });
});

describe('refused bytes', () => {
  it.each<[string, Uint8Array, ErrorName]>([
    ['no byte', new Uint8Array(0), 'CORRUPT_MESSAGE'],
    ['half a header', knownBytes.subarray(0, 60), 'CORRUPT_MESSAGE'],
    ['a header without its records', knownBytes.subarray(0, 61), 'CORRUPT_MESSAGE'],
    ['magic 1', patched(16, [1]), 'UNSUPPORTED_FOR_MESSAGE_FORMAT'],
    ['magic 3', patched(16, [3]), 'CORRUPT_MESSAGE'],
    ['a length beyond the bytes', patched(8, [0, 0, 0, 0x5c]), 'CORRUPT_MESSAGE'],
    ['a negative length', patched(8, [0xff, 0xff, 0xff, 0xff]), 'CORRUPT_MESSAGE'],
    ['another byte in a value', patched(70, [0x00], true), 'CORRUPT_MESSAGE'],
    ['gzip', patched(21, [0, 1]), 'UNSUPPORTED_COMPRESSION_TYPE'],
    ['compression 7, which does not exist', patched(21, [0, 7]), 'UNSUPPORTED_COMPRESSION_TYPE'],
    ['a record too few', patched(57, [0, 0, 0, 2]), 'CORRUPT_MESSAGE'],
    ['a negative number of records', patched(57, [0x80, 0, 0, 0]), 'CORRUPT_MESSAGE'],
    ['two thousand million records', patched(57, [0x7f, 0xff, 0xff, 0xff]), 'CORRUPT_MESSAGE'],
    ['as many records as offsets, far more than bytes', hugeCounts(), 'CORRUPT_MESSAGE'],
    ['a last offset that no record has', patched(23, [0, 0, 0, 3]), 'CORRUPT_MESSAGE'],
    ['a base offset beyond 2^53', patched(0, [0x7f]), 'CORRUPT_MESSAGE'],
    ['a negative base offset', patched(0, Array<number>(8).fill(0xff)), 'CORRUPT_MESSAGE'],
    ['a base timestamp beyond 2^53', patched(27, [0x7f]), 'CORRUPT_MESSAGE'],
    ['a record longer than the batch', patched(61, [0x7e]), 'CORRUPT_MESSAGE'],
    ['a record whose length is not that of its fields', patched(61, [0x1e]), 'CORRUPT_MESSAGE'],
    ['a record of negative length', patched(61, [0x01]), 'CORRUPT_MESSAGE'],
    ['the same offset twice', patched(79, [0x00]), 'CORRUPT_MESSAGE'],
    ['a key longer than its record', patched(65, [0x7e]), 'CORRUPT_MESSAGE'],
    ['a key of length −2', patched(65, [0x03]), 'CORRUPT_MESSAGE'],
    ['a negative number of headers', patched(75, [0x01]), 'CORRUPT_MESSAGE'],
    ['more headers than bytes', patched(75, [0x7e]), 'CORRUPT_MESSAGE'],
    ['a header with a null key', patched(83, [0x01]), 'CORRUPT_MESSAGE'],
    ['a header value longer than its record', patched(85, [0x7e]), 'CORRUPT_MESSAGE'],
  ])('%s', (_, bytes, expected) => {
    expect(errorOf(() => verifyRecordBatch(bytes))).toBe(expected);
  });

  function hugeCounts(): Uint8Array {
    const bytes = patched(57, [0x7f, 0xff, 0xff, 0xff]);
    bytes.set([0x7f, 0xff, 0xff, 0xfe], 23);
    return bytes;
  }

  it.each<[string, Uint8Array]>([
    ['a length beyond the bytes', knownBytes.subarray(0, 102)],
    ['more records than bytes', hugeCounts()],
    ['more records than offsets', patched(57, [0, 0, 0, 4])],
    ['a producer id beyond 2^53', patched(43, [0x7f])],
  ])('the header alone shows %s', (_, bytes) => {
    expect(errorOf(() => readRecordBatchHeader(bytes))).toBe('CORRUPT_MESSAGE');
  });

  it('the header alone shows a length that ends inside it, also where the records are compressed', () => {
    const compressed = patched(21, [0, 1]);
    compressed.set([0, 0, 0, 20], 8);
    expect(errorOf(() => readRecordBatchHeader(compressed))).toBe('CORRUPT_MESSAGE');
  });

  it('a record that goes on in the bytes behind its batch', () => {
    // The length of the batch ends within the last record, whose bytes are all there.
    const bytes = patched(8, [0, 0, 0, 0x5a]);
    expect(errorOf(() => decodeRecordBatch(bytes))).toBe('CORRUPT_MESSAGE');
  });

  it('an offset above the last offset of the batch', () => {
    const bytes = patched(99, [0x06]);
    expect(errorOf(() => decodeRecordBatch(bytes))).toBe('CORRUPT_MESSAGE');
  });

  it('decoding and walking refuse broken records, too, checksum aside', () => {
    for (const bytes of [
      patched(61, [0x7e], true),
      patched(65, [0x7e], true),
      patched(57, [0, 0, 0, 2], true),
    ]) {
      expect(errorOf(() => decodeRecordBatch(bytes))).toBe('CORRUPT_MESSAGE');
      expect(errorOf(() => forEachRecord(bytes, () => undefined))).toBe('CORRUPT_MESSAGE');
    }
  });
});

it('a compacted batch, fewer records than offsets, decodes and is no batch of a producer', () => {
  const bytes = patched(23, [0, 0, 0, 9]);
  expect(decodeRecordBatch(bytes)).toHaveLength(3);
  expect(readRecordBatchHeader(bytes).lastOffset).toBe(51);
  expect(errorOf(() => verifyRecordBatch(bytes))).toBe('CORRUPT_MESSAGE');
});

it('transactional and control bits are read', () => {
  expect(readRecordBatchHeader(patched(21, [0, 0x30]))).toMatchObject({
    isTransactional: true,
    isControl: true,
  });
});
