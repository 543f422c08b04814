// Zigzag varints of the record format: int32 (varint) and int64 (varlong) in one to five or ten bytes, small magnitudes
// first. Values are numbers; bigint appears only where an int64 leaves the range in which numbers are exact.
import { KafkaError } from './errors.ts';

/** Zigzag doubles a value, so numbers stay exact up to half of the safe integers. */
const EXACT = 2 ** 52;

/** Bytes that a varint takes; `value` is an int32. */
export function sizeOfVarint(value: number): number {
  const zigzag = (value << 1) ^ (value >> 31);
  if ((zigzag & ~0x7f) === 0) return 1;
  if ((zigzag & ~0x3fff) === 0) return 2;
  if ((zigzag & ~0x1fffff) === 0) return 3;
  return (zigzag & ~0xfffffff) === 0 ? 4 : 5;
}

/** Writes an int32 and returns the position after it. */
export function writeVarint(target: Uint8Array, position: number, value: number): number {
  let rest = (value << 1) ^ (value >> 31);
  while ((rest & ~0x7f) !== 0) {
    target[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[position++] = rest;
  return position;
}

/** `left − right` for two safe integers: a number where that is certain to be exact, else a bigint. */
export function exactDifference(left: number, right: number): number | bigint {
  const difference = left - right;
  return difference < EXACT && difference > -EXACT ? difference : BigInt(left) - BigInt(right);
}

/** Bytes that a varlong takes; `value` comes from exactDifference. */
export function sizeOfVarlong(value: number | bigint): number {
  if (typeof value === 'bigint') return sizeOfBigZigzag(zigzag64(value));
  if (value === (value | 0)) return sizeOfVarint(value);
  let high = Math.floor(zigzag(value) / 2 ** 28);
  let size = 4;
  for (; high > 0; high >>>= 7) size++;
  return size;
}

/** Writes an int64 that comes from exactDifference and returns the position after it. */
export function writeVarlong(target: Uint8Array, position: number, value: number | bigint): number {
  if (typeof value === 'bigint') return writeBigZigzag(target, position, zigzag64(value));
  if (value === (value | 0)) return writeVarint(target, position, value);
  // Not an int32, so there are bits above the lowest 28, and all four of these bytes announce another.
  const doubled = zigzag(value);
  let high = Math.floor(doubled / 2 ** 28);
  const low = doubled - high * 2 ** 28;
  for (let shift = 0; shift < 28; shift += 7) target[position++] = ((low >>> shift) & 0x7f) | 0x80;
  while (high > 0x7f) {
    target[position++] = (high & 0x7f) | 0x80;
    high >>>= 7;
  }
  target[position++] = high;
  return position;
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const zigzag64 = (value: bigint): bigint => BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));

function sizeOfBigZigzag(value: bigint): number {
  let size = 1;
  for (let rest = value >> 7n; rest > 0n; rest >>= 7n) size++;
  return size;
}

function writeBigZigzag(target: Uint8Array, position: number, value: bigint): number {
  let rest = value;
  while (rest > 0x7fn) {
    target[position++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  target[position++] = Number(rest);
  return position;
}

/**
 * Reads varints one after the other. A read past the end of `bytes` yields zeros and moves `position` past the end: the
 * caller compares `position` with its own limit afterwards, once for many reads.
 */
export class VarintReader {
  readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  /** An int32. Throws CORRUPT_MESSAGE where it has more bits than that. */
  varint(): number {
    let byte = this.bytes[this.position++]!;
    let bits = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = this.bytes[this.position++]!;
      if (shift === 28 && byte > 0x0f)
        throw new KafkaError('CORRUPT_MESSAGE', 'a varint has more than 32 bits');
      bits |= (byte & 0x7f) << shift;
    }
    return (bits >>> 1) ^ -(bits & 1);
  }

  /** `base` plus the int64 that comes next, a safe integer. Throws CORRUPT_MESSAGE where the sum is none. */
  addVarlong(base: number): number {
    let byte = this.bytes[this.position++]!;
    let bits = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift === 28) return this.#addLongVarlong(base, bits);
      byte = this.bytes[this.position++]!;
      bits |= (byte & 0x7f) << shift;
    }
    return checkedSum(base, (bits >>> 1) ^ -(bits & 1));
  }

  /** The rest of a varlong whose lowest 28 bits are known: up to 49 bits as a number, above that as a bigint. */
  #addLongVarlong(base: number, low: number): number {
    let byte = 0x80;
    let high = 0;
    for (let shift = 0; byte >= 0x80; shift += 7) {
      if (shift === 21) return this.#addBigVarlong(base, BigInt(low) + (BigInt(high) << 28n));
      byte = this.bytes[this.position++]!;
      high |= (byte & 0x7f) << shift;
    }
    const bits = high * 2 ** 28 + low;
    return checkedSum(base, bits % 2 === 0 ? bits / 2 : -(bits + 1) / 2);
  }

  #addBigVarlong(base: number, low: bigint): number {
    let byte = 0x80;
    let bits = low;
    for (let shift = 49n; byte >= 0x80; shift += 7n) {
      byte = this.bytes[this.position++]!;
      if (shift === 63n && byte > 1)
        throw new KafkaError('CORRUPT_MESSAGE', 'a varlong has more than 64 bits');
      bits |= BigInt(byte & 0x7f) << shift;
    }
    const delta = (bits >> 1n) ^ -(bits & 1n);
    return checkedSum(0, Number(BigInt(base) + delta));
  }
}

function checkedSum(base: number, delta: number): number {
  const sum = base + delta;
  if (!Number.isSafeInteger(sum))
    throw new KafkaError('CORRUPT_MESSAGE', 'a timestamp is beyond the safe integers');
  return sum;
}
