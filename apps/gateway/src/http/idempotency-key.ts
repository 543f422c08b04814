// The Idempotency-Key header: a request that carries one can be repeated without doing its work twice.
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { plainError } from './rest-error.ts';

/** On the answer to a repeat. */
export const REPLAYED_HEADER = 'idempotency-replayed';

/** As the headers of an operation that can be repeated. */
export const idempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^("[\x21\x23-\x7e]{1,255}"|[\x21\x23-\x7e]{1,255})$/)
    .optional()
    .describe(
      'Makes the request safe to repeat: whoever sends it again with the same key gets the first answer and stores nothing. 1 to 255 visible ASCII characters, bare or in quotes; every new request needs a key of its own',
    ),
});

/** As the headers of its answer. */
export const replayedHeaders = {
  'Idempotency-Replayed': '`true` where the answer is that of an earlier request with this Idempotency-Key',
};

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
