// JSON bodies of calls that are not hot: media type, UTF-8, grammar, then the zod schema. Each fault has its own status.
import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { JsonFault } from '../embedded-json/json-fault.ts';
import { JsonScanner } from '../embedded-json/scanner.ts';
import { inputFaults, isMissing } from './input-faults.ts';
import { parseMediaType } from './media-type.ts';
import { plainError, RestError } from './rest-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The setting: bodies are read in many places. */
    jsonDepthMax: number;
  }
}

/** Dialects answer an empty body in their own way. */
export interface BodyFaults {
  readonly empty: () => RestError;
}

/** Throws 415, what `empty` says, 400 for what is not JSON or not as described, 422 for what is missing. */
export function jsonBody<T>(request: FastifyRequest, schema: z.ZodType<T>, { empty }: BodyFaults): T {
  const body = request.body as Buffer | undefined;
  if (body === undefined || body.length === 0) throw empty();
  const type = parseMediaType(request.headers['content-type']);
  if (type?.name !== 'application/json' || !['utf-8', 'utf8', undefined].includes(type.charset)) {
    throw plainError(415, 'send the body with Content-Type: application/json, in UTF-8');
  }
  const value = parseJson(body, request.jsonDepthMax);
  if (value === null) throw empty();
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = inputFaults(result.error, schema, value);
  const isIncomplete = result.error.issues.every((issue) => isMissing(issue, value));
  throw isIncomplete ? new RestError(422, faults) : plainError(400, faults);
}

function parseJson(body: Buffer, depthMax: number): unknown {
  if (!isUtf8(body)) throw plainError(400, 'the body is not UTF-8');
  const scanner = new JsonScanner(body, { depthMax });
  try {
    scanner.skipSpace();
    scanner.skipValue();
    if (scanner.skipSpace() !== undefined) scanner.fault('something follows the JSON document');
  } catch (error) {
    if (error instanceof JsonFault) throw plainError(400, error.message);
    throw error;
  }
  return JSON.parse(body.toString(), (name, member: unknown) => {
    // The one name that schemas and objects would drop without a word.
    if (name === '__proto__') throw plainError(400, 'unknown field "__proto__"');
    return member;
  });
}
