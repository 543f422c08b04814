// Both variants of the checksum against published vectors and against each other.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c as forNode } from './crc32c.node.ts';
import { crc32c as portable } from './crc32c.ts';
import { crc32c as chosen } from './index.ts';

const vectors: readonly (readonly [string, Uint8Array, number])[] = [
  ['nothing', new Uint8Array(0), 0],
  ['the digits 1 to 9', new TextEncoder().encode('123456789'), 0xe3069283],
  ['32 zeros (RFC 3720)', new Uint8Array(32), 0x8a9136aa],
  ['32 times 0xff (RFC 3720)', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['0 to 31 (RFC 3720)', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
];

describe.each([
  ['portable', portable],
  ['for Node', forNode],
])('crc32c, %s', (_, crc32c) => {
  it.each(vectors)('%s', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

it('Node gets the variant with the native library', () => {
  expect(chosen).toBe(forNode);
});

it('both variants agree on every length and alignment, native part included', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000, size: 'max' }), fc.nat(7), (bytes, skip) => {
      const view = bytes.subarray(skip);
      expect(forNode(view)).toBe(portable(view));
    }),
  );
});
