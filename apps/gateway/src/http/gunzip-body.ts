// Decoding of gzip bodies: few at a time, and never more of one at once than has been reserved for it.
import { createGunzip } from 'node:zlib';
import { BodyBytes } from './body-bytes.ts';
import type { BodyLimits } from './body-bytes.ts';
import { ByteBudget } from './byte-budget.ts';
import { plainError, RestError } from './rest-error.ts';

/** More would only share the same processor cores. */
const DECODINGS_MAX = 2;
/** Of pieces that are decoded at once, where the end of the body tells less. */
const CHUNK_MIN_BYTES = 16 * 1024;
/** What deflate can make of one byte, at best. */
const RATIO_MAX = 1032;
const TRAILER_BYTES = 4;

export class GunzipQueue {
  /** Its unit is a decoding. */
  readonly #decodings = new ByteBudget({ limitBytes: DECODINGS_MAX });

  /** Throws 400 for what is not gzip, 413, 429. */
  async decode(body: Buffer, limits: BodyLimits): Promise<Buffer> {
    await this.#decodings.reserve(1);
    try {
      return await gunzip(body, limits);
    } catch (error) {
      if (error instanceof RestError) throw error;
      throw plainError(400, 'the body is not gzip');
    } finally {
      this.#decodings.release(1);
    }
  }
}

async function gunzip(body: Buffer, limits: BodyLimits): Promise<Buffer> {
  const expected = expectedSize(body, limits.maxBytes);
  const decoded = new BodyBytes(limits, expected);
  // One more than expected, so that all of it comes as one chunk and zlib does not begin another.
  const stream = createGunzip({ chunkSize: Math.max(CHUNK_MIN_BYTES, expected + 1) });
  stream.end(body);
  for await (const chunk of stream) decoded.take(chunk as Buffer<ArrayBuffer>);
  return decoded.finish();
}

/** gzip ends with the size of what it holds. It may lie: then the bytes grow, or some stay unused. */
function expectedSize(body: Buffer, maxBytes: number): number {
  if (body.length < TRAILER_BYTES) return 0;
  const declared = body.readUInt32LE(body.length - TRAILER_BYTES);
  return Math.min(declared, maxBytes, body.length * RATIO_MAX);
}
