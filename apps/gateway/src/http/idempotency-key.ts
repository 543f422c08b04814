// The Idempotency-Key header: a request that carries one can be repeated without doing its work twice.
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { plainError } from './rest-error.ts';

/** Visible ASCII. The draft writes it in quotes, most clients send it bare: both name the same key. */
const KEY = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

/** Throws 400 for one that is empty, too long or holds what is not visible ASCII. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const header = headers['idempotency-key'];
  if (header === undefined) return undefined;
  const match = typeof header === 'string' ? KEY.exec(header) : null;
  const key = match?.[1] ?? match?.[2];
  if (key !== undefined) return key;
  throw plainError(400, 'an Idempotency-Key has 1 to 255 visible ASCII characters and no quotes inside');
}

/** SHA-256 over parts that can't run into each other. */
export function fingerprintOf(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest();
}
