// A body as it arrives or is decoded: one buffer that grows, where every byte of it has been reserved before it is there.
import { freeBytes } from '@weir/protocol';
import { plainError } from './rest-error.ts';
import type { RestError } from './rest-error.ts';

export interface BodyLimits {
  readonly maxBytes: number;
  /** Throws 429 where there is no room. */
  readonly reserve: (bytes: number) => void;
  /** Where maxBytes is not requestBodyMaxBytes. */
  readonly tooLarge?: () => RestError;
}

const FIRST_BYTES = 16 * 1024;
const NOTHING = Buffer.alloc(0);

export class BodyBytes {
  readonly #limits: BodyLimits;
  #bytes: Buffer<ArrayBuffer> = NOTHING;
  #length = 0;
  #reserved: number;
  /** Nobody else has ever seen the buffer. */
  #isOurs = true;

  /** `expectedBytes` are reserved at once; a body of exactly that size is copied no further. */
  constructor(limits: BodyLimits, expectedBytes: number) {
    this.#limits = limits;
    if (expectedBytes > limits.maxBytes) throw tooLarge(limits);
    limits.reserve(expectedBytes);
    this.#reserved = expectedBytes;
  }

  /** Copies. Throws 413, 429. */
  append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#reserved) this.#reserveMore(needed);
    if (needed > this.#bytes.length) this.#grow();
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  /** As `append`, for chunks that nobody else writes to: what is expected and comes in one piece is not copied. */
  take(chunk: Buffer<ArrayBuffer>): void {
    if (this.#length > 0 || chunk.length > this.#reserved) {
      this.append(chunk);
      return;
    }
    this.#bytes = chunk;
    this.#length = chunk.length;
    this.#isOurs = false;
  }

  /** Of a body that nobody will read. */
  drop(): void {
    if (this.#isOurs) freeBytes(this.#bytes);
    this.#bytes = NOTHING;
    this.#length = 0;
  }

  finish(): Buffer {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  #reserveMore(needed: number): void {
    const { maxBytes, reserve } = this.#limits;
    if (needed > maxBytes) throw tooLarge(this.#limits);
    const size = Math.min(maxBytes, Math.max(needed, this.#reserved * 2, FIRST_BYTES));
    reserve(size - this.#reserved);
    this.#reserved = size;
  }

  #grow(): void {
    const larger = Buffer.allocUnsafe(this.#reserved);
    larger.set(this.#bytes.subarray(0, this.#length));
    if (this.#isOurs) freeBytes(this.#bytes);
    this.#bytes = larger;
    this.#isOurs = true;
  }
}

function tooLarge({ maxBytes, tooLarge: own }: BodyLimits): RestError {
  const limit = `requestBodyMaxBytes=${maxBytes} (WEIR_REQUEST_BODY_MAX_BYTES)`;
  return own?.() ?? plainError(413, `the body exceeds ${limit}`);
}
