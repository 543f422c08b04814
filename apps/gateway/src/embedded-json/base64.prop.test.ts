// Our base64 against Node's, both ways.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from '../http/byte-writer.ts';
import { decodeBase64, decodedSize } from './base64.ts';

function decode(text: string): Buffer | undefined {
  const target = new Uint8Array(decodedSize(text.length));
  const length = decodeBase64({ text: Buffer.from(text), start: 0, end: Buffer.byteLength(text) }, target);
  return length < 0 ? undefined : Buffer.from(target.subarray(0, length));
}

test('decodes what Node encodes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(decode(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('encodes as Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const writer = new ByteWriter(1);
      writer.base64(bytes);
      expect(writer.finish().toString()).toBe(Buffer.from(bytes).toString('base64'));
    }),
  );
});

test('refuses what the alphabet, the padding or the length forbids', () => {
  const valid = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  const almost = fc.string({ unit: fc.constantFrom(...'AZaz09+/=-_ \né'), maxLength: 9 });
  fc.assert(
    fc.property(almost, (text) => {
      expect(decode(text) !== undefined).toBe(valid.test(text));
    }),
    { numRuns: 20_000 },
  );
});

test('writes any safe integer as its digits', () => {
  const edges = fc.constantFrom(
    0,
    9,
    10,
    999_999_999,
    1_000_000_000,
    2 ** 31,
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
  );
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), edges), (value) => {
      const writer = new ByteWriter(1);
      writer.integer(value);
      expect(writer.finish().toString()).toBe(String(value));
    }),
    { numRuns: 5000 },
  );
});
