// RecordBatch v2 under random records and random damage.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from './errors.ts';
import {
  decodeRecordBatch,
  encodeRecordBatch,
  forEachRecord,
  setBaseOffset,
  verifyRecordBatch,
} from './record-batch.ts';
import type { ProducerRecord } from './record.ts';
import { utf8Length } from './utf8.ts';

const bytes = fc.option(fc.uint8Array({ maxLength: 300 }), { nil: null });
const headerKey = fc.oneof(
  fc.constantFrom('', 'trace', '\ufeff', 'ключ'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const timestamp = fc.option(
  fc.oneof(
    fc.integer({ min: 1_700_000_000_000, max: 1_700_000_900_000 }),
    fc.maxSafeInteger(),
    fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  ),
  { nil: undefined },
);
const record: fc.Arbitrary<ProducerRecord> = fc.record(
  {
    key: bytes,
    value: bytes,
    headers: fc.array(fc.record({ key: headerKey, value: bytes }), { maxLength: 5 }),
    timestamp,
  },
  { requiredKeys: ['key', 'value'] },
);
const records = fc.array(record, { minLength: 1, maxLength: 30 });
const options = fc.record(
  {
    now: fc.nat(),
    baseOffset: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 100 }),
    producerId: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
    producerEpoch: fc.integer({ min: -1, max: 32767 }),
    baseSequence: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
  },
  { requiredKeys: ['now'] },
);

describe('encode, then decode', () => {
  it('knows what keys, values and headers take', () => {
    fc.assert(
      fc.property(records, options, (given, chosen) => {
        const sizes: number[] = [];
        forEachRecord(encodeRecordBatch(given, chosen), ({ dataBytes }) => sizes.push(dataBytes));
        expect(sizes).toEqual(
          decodeRecordBatch(encodeRecordBatch(given, chosen)).map(
            ({ key, value, headers }) =>
              (key?.length ?? 0) +
              (value?.length ?? 0) +
              headers.reduce((sum, header) => sum + utf8Length(header.key) + (header.value?.length ?? 0), 0),
          ),
        );
      }),
    );
  });

  it('gives back the records', () => {
    fc.assert(
      fc.property(records, options, (given, chosen) => {
        const batch = encodeRecordBatch(given, chosen);
        const base = chosen.baseOffset ?? 0;
        expect(decodeRecordBatch(batch)).toEqual(
          given.map(({ key, value, headers, timestamp: at }, index) => ({
            offset: base + index,
            timestamp: at ?? chosen.now,
            key,
            value,
            headers: headers ?? [],
          })),
        );
        const times = given.map((one) => one.timestamp ?? chosen.now);
        expect(verifyRecordBatch(batch)).toMatchObject({
          baseOffset: base,
          lastOffset: base + given.length - 1,
          sizeBytes: batch.length,
          recordCount: given.length,
          baseTimestamp: times[0],
          maxTimestamp: Math.max(...times),
          producerId: chosen.producerId ?? -1,
          producerEpoch: chosen.producerEpoch ?? -1,
          baseSequence: chosen.baseSequence ?? -1,
        });
      }),
    );
  });

  it('gives every record the LogAppendTime', () => {
    fc.assert(
      fc.property(records, fc.nat(), (given, logAppendTime) => {
        const batch = encodeRecordBatch(given, { now: 1, logAppendTime });
        verifyRecordBatch(batch);
        expect(new Set(decodeRecordBatch(batch).map((one) => one.timestamp))).toEqual(
          new Set([logAppendTime]),
        );
      }),
    );
  });

  it('moves to any offset without becoming invalid', () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 100 }), (given, offset) => {
        const batch = encodeRecordBatch(given, { now: 1 });
        setBaseOffset(batch, offset);
        expect(verifyRecordBatch(batch).baseOffset).toBe(offset);
      }),
    );
  });
});

/** Runs every reader; they may succeed or throw a KafkaError. Anything else (RangeError, TypeError) fails the test. */
function readAll(damaged: Uint8Array): boolean {
  let verified = true;
  for (const read of [decodeRecordBatch, verifyRecordBatch, walk]) {
    try {
      read(damaged);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      if (read === verifyRecordBatch) verified = false;
    }
  }
  return verified;
}

function walk(batch: Uint8Array): void {
  forEachRecord(batch, (cursor) => {
    cursor.key();
    cursor.value();
    cursor.headers();
  });
}

/** Bytes before the checksum's reach that a change does not make invalid: base offset and partition leader epoch. */
const isUncovered = (position: number) => position < 8 || (position >= 12 && position < 16);

describe('damage', () => {
  const few = fc.array(record, { minLength: 1, maxLength: 4 });

  it('of one byte, any byte, any change, is found by verify, and no reader fails otherwise', () => {
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 255 }), (given, change) => {
        const batch = encodeRecordBatch(given, { now: 1_700_000_000_000 });
        for (let position = 0; position < batch.length; position++) {
          const damaged = batch.slice();
          damaged[position]! ^= change;
          if (readAll(damaged) && !isUncovered(position)) throw new Error(`byte ${position} changed unseen`);
        }
      }),
    );
  });

  it('by cutting off is found at every length', () => {
    fc.assert(
      fc.property(few, (given) => {
        const batch = encodeRecordBatch(given, { now: 1 });
        for (let length = 0; length < batch.length; length++) {
          expect(readAll(batch.slice(0, length))).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('by random bytes behind a plausible header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 40 }), (noise, count) => {
        const batch = new Uint8Array(61 + noise.length);
        const view = new DataView(batch.buffer);
        view.setInt32(8, batch.length - 12);
        view.setInt8(16, 2);
        view.setInt32(23, Math.max(count - 1, 0));
        view.setInt32(57, count);
        batch.set(noise, 61);
        readAll(batch);
      }),
      { numRuns: 5000 },
    );
  });
});
