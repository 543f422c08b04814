// JSON bodies of calls that are not hot: media type, UTF-8, grammar, then the zod schema. Each fault has its own status.
import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { JsonFault } from '../embedded-json/json-fault.ts';
import { JsonScanner } from '../embedded-json/scanner.ts';
import { parseMediaType } from './media-type.ts';
import { faultsOf } from './parse-query.ts';
import { plainError, RestError } from './rest-error.ts';

/** Dialects answer an empty body in their own way. */
export interface BodyFaults {
  readonly empty: () => RestError;
}

/** Throws 415, what `faults.empty` says, 400 for what is not JSON or not as described, 422 for what is missing. */
export function jsonBody<T>(request: FastifyRequest, schema: z.ZodType<T>, faults: BodyFaults): T {
  const body = request.body as Buffer | undefined;
  if (body === undefined || body.length === 0) throw faults.empty();
  const type = parseMediaType(request.headers['content-type']);
  if (type?.name !== 'application/json' || !['utf-8', 'utf8', undefined].includes(type.charset)) {
    throw plainError(415, 'send the body with Content-Type: application/json, in UTF-8');
  }
  const value = parseJson(body);
  if (value === null) throw faults.empty();
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const isMissing = result.error.issues.every((issue) => valueAt(value, issue.path) === undefined);
  throw isMissing ? new RestError(422, faultsOf(result.error)) : plainError(400, faultsOf(result.error));
}

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw plainError(400, 'the body is not UTF-8');
  const scanner = new JsonScanner(body);
  try {
    scanner.skipSpace();
    scanner.skipValue();
    if (scanner.skipSpace() !== undefined) scanner.fault('something follows the JSON document');
  } catch (error) {
    if (error instanceof JsonFault) throw plainError(400, error.message);
    throw error;
  }
  return JSON.parse(body.toString());
}

/** null counts as missing, as it does for this API's other servers. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) at = (at as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[step];
  return at ?? undefined;
}
