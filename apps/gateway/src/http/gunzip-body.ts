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
/** Up to here nobody asks how much a body grew: what is short and all alike is no attack. */
const RATIO_FREE_BYTES = 1024 * 1024;
const TRAILER_BYTES = 4;
const GZIP_MAGIC = 0x1f8b;

export class GunzipQueue {
  /** Its unit is a decoding. */
  readonly #decodings = new ByteBudget({ limitBytes: DECODINGS_MAX });
  readonly #ratioMax: number;

  constructor(ratioMax: number) {
    this.#ratioMax = ratioMax;
  }

  /** Throws 400 for what is not gzip, 413, 429. */
  async decode(body: Buffer, limits: BodyLimits): Promise<Buffer> {
    await this.#decodings.reserve(1);
    try {
      return await gunzip(body, withRatio(body, limits, this.#ratioMax));
    } catch (error) {
      if (error instanceof RestError) throw error;
      throw plainError(400, 'the body is not gzip');
    } finally {
      this.#decodings.release(1);
    }
  }
}

function withRatio(body: Buffer, limits: BodyLimits, ratioMax: number): BodyLimits {
  const maxBytes = decodedMaxBytes(body.length, ratioMax);
  if (maxBytes >= limits.maxBytes) return limits;
  return { ...limits, maxBytes, tooLarge: () => growsTooMuch(ratioMax) };
}

/** What so many bytes of gzip may become. */
export function decodedMaxBytes(encodedBytes: number, ratioMax: number): number {
  return Math.max(RATIO_FREE_BYTES, encodedBytes * ratioMax);
}

export function growsTooMuch(ratioMax: number): RestError {
  const limit = `decompressionRatioMax=${ratioMax} (WEIR_DECOMPRESSION_RATIO_MAX)`;
  return plainError(413, `the body grows more than ${limit} times`);
}

async function gunzip(body: Buffer, limits: BodyLimits): Promise<Buffer> {
  const expected = expectedSize(body);
  const decoded = new BodyBytes(limits, expected);
  // One more than expected, so that all of it comes as one chunk and zlib does not begin another.
  const stream = createGunzip({ chunkSize: Math.max(CHUNK_MIN_BYTES, expected + 1) });
  stream.end(body);
  for await (const chunk of stream) decoded.take(chunk as Buffer<ArrayBuffer>);
  return decoded.finish();
}

/** gzip ends with the size of what it holds, so that what is too large costs nothing. Where it says less the bytes grow. */
function expectedSize(body: Buffer): number {
  const isGzip = body.length > TRAILER_BYTES && body.readUInt16BE() === GZIP_MAGIC;
  return isGzip ? body.readUInt32LE(body.length - TRAILER_BYTES) : 0;
}
