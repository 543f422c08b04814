// Text that grows in one buffer: answers with many records are written here byte by byte, since building them as strings
// would decode and encode every stored value once more.
import { freeBytes } from '@weir/protocol';

const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PAD = 0x3d;
const ZERO = 0x30;
/** Above this many bytes a native copy is faster than a loop. */
const LOOP_COPY_MAX = 32;
const BILLION = 1_000_000_000;
const NUMBER_DIGITS_MAX = 20;

export class ByteWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(sizeBytes = 16 * 1024) {
    this.#bytes = Buffer.allocUnsafeSlow(sizeBytes);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written, as a view that holds until more is written. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Forgets what was written from `length` on. */
  cutTo(length: number): void {
    this.#length = length;
  }

  bytes(source: Uint8Array): void {
    const size = source.length;
    this.#reserve(size);
    const target = this.#bytes;
    const at = this.#length;
    if (size > LOOP_COPY_MAX) target.set(source, at);
    else for (let i = 0; i < size; i++) target[at + i] = source[i] as number;
    this.#length = at + size;
  }

  /** For what is written rarely. */
  text(source: string): void {
    this.bytes(Buffer.from(source));
  }

  /** A safe integer in decimal digits. */
  integer(value: number): void {
    this.#reserve(NUMBER_DIGITS_MAX);
    let rest = value;
    if (rest < 0) {
      this.#bytes[this.#length++] = 0x2d;
      rest = -rest;
    }
    if (rest < BILLION) {
      this.#digits(rest, digitCount(rest));
      return;
    }
    const high = Math.floor(rest / BILLION);
    this.#digits(high, digitCount(high));
    this.#digits(rest - high * BILLION, 9);
  }

  base64(source: Uint8Array): void {
    const size = source.length;
    this.#reserve(Math.ceil(size / 3) * 4);
    const target = this.#bytes;
    let to = this.#length;
    let i = 0;
    for (; i + 2 < size; i += 3) {
      const group =
        ((source[i] as number) << 16) | ((source[i + 1] as number) << 8) | (source[i + 2] as number);
      target[to] = alphabet[group >> 18] as number;
      target[to + 1] = alphabet[(group >> 12) & 63] as number;
      target[to + 2] = alphabet[(group >> 6) & 63] as number;
      target[to + 3] = alphabet[group & 63] as number;
      to += 4;
    }
    if (i < size) {
      const isPair = i + 1 < size;
      const group = ((source[i] as number) << 16) | (isPair ? (source[i + 1] as number) << 8 : 0);
      target[to] = alphabet[group >> 18] as number;
      target[to + 1] = alphabet[(group >> 12) & 63] as number;
      target[to + 2] = isPair ? (alphabet[(group >> 6) & 63] as number) : PAD;
      target[to + 3] = PAD;
      to += 4;
    }
    this.#length = to;
  }

  /** `value` below 2^31, in `count` digits, with zeros in front where it is shorter. */
  #digits(value: number, count: number): void {
    const target = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length + count - 1; at >= this.#length; at--) {
      const next = (rest / 10) | 0;
      target[at] = ZERO + (rest - next * 10);
      rest = next;
    }
    this.#length += count;
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    freeBytes(this.#bytes);
    this.#bytes = larger;
  }
}

function digitCount(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count++;
  return count;
}
