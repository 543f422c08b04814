// Zigzag varints: known encodings, sizes, and identity over the whole range, where numbers end and bigint begins included.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from './errors.ts';
import {
  VarintReader,
  exactDifference,
  sizeOfVarint,
  sizeOfVarlong,
  writeVarint,
  writeVarlong,
} from './varint.ts';

function encoded(value: number): string {
  const target = new Uint8Array(5);
  return Buffer.from(target.subarray(0, writeVarint(target, 0, value))).toString('hex');
}

describe('varint', () => {
  it.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [63, '7e'],
    [-64, '7f'],
    [64, '8001'],
    [-65, '8101'],
    [8191, 'fe7f'],
    [8192, '808001'],
    [2 ** 31 - 1, 'feffffff0f'],
    [-(2 ** 31), 'ffffffff0f'],
  ])('%i is %s', (value, hex) => {
    expect(encoded(value)).toBe(hex);
    expect(sizeOfVarint(value)).toBe(hex.length / 2);
    expect(new VarintReader(Buffer.from(hex, 'hex'), 0).varint()).toBe(value);
  });

  it('reads what it writes, for every int32', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const target = new Uint8Array(8);
        const end = writeVarint(target, 3, value);
        expect(end - 3).toBe(sizeOfVarint(value));
        const reader = new VarintReader(target, 3);
        expect(reader.varint()).toBe(value);
        expect(reader.position).toBe(end);
      }),
    );
  });

  it('refuses a varint of more than 32 bits', () => {
    const reader = new VarintReader(Buffer.from('ffffffff1f', 'hex'), 0);
    expect(() => reader.varint()).toThrow(KafkaError);
    expect(() => new VarintReader(Buffer.from('ffffffffff01', 'hex'), 0).varint()).toThrow(KafkaError);
  });

  it('moves past the end of bytes that stop in the middle', () => {
    const reader = new VarintReader(Buffer.from('8080', 'hex'), 0);
    expect(reader.varint()).toBe(0);
    expect(reader.position).toBeGreaterThan(2);
  });
});

const edge = fc.constantFrom(
  ...[27, 28, 31, 32, 48, 49, 51, 52, 53].flatMap((bits) => [2 ** bits - 1, -(2 ** bits) + 1]),
  0,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  2 ** 27,
  -(2 ** 27) - 1,
  2 ** 48,
  2 ** 52,
  -(2 ** 52),
);
const safeInteger = fc.oneof(edge, fc.maxSafeInteger());

describe('varlong', () => {
  it('carries the difference of any two safe integers exactly', () => {
    fc.assert(
      fc.property(safeInteger, safeInteger, (left, right) => {
        const difference = exactDifference(left, right);
        expect(BigInt(difference)).toBe(BigInt(left) - BigInt(right));
        const target = new Uint8Array(12);
        const end = writeVarlong(target, 1, difference);
        expect(end - 1).toBe(sizeOfVarlong(difference));
        const reader = new VarintReader(target, 1);
        expect(reader.addVarlong(right)).toBe(left);
        expect(reader.position).toBe(end);
      }),
      { numRuns: 2000 },
    );
  });

  it('has the bytes of Kafka’s zigzag on either side of the exact numbers', () => {
    const target = new Uint8Array(10);
    const hexOf = (value: number | bigint) =>
      Buffer.from(target.subarray(0, writeVarlong(target, 0, value))).toString('hex');
    expect(hexOf(2 ** 31)).toBe('8080808010');
    expect(hexOf(-(2 ** 31) - 1)).toBe('8180808010');
    expect(hexOf(2n ** 63n - 1n)).toBe('feffffffffffffffff01');
    expect(hexOf(-(2n ** 63n))).toBe('ffffffffffffffffff01');
  });

  it('refuses what is no safe integer or has more than 64 bits', () => {
    for (const hex of [
      'feffffffffffffffff01',
      'ffffffffffffffffff01',
      'ffffffffffffffffff02',
      '80808080808080808080',
    ]) {
      expect(() => new VarintReader(Buffer.from(hex, 'hex'), 0).addVarlong(0)).toThrow(KafkaError);
    }
  });
});
