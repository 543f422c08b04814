// The query of a request, checked by its schema.
import type { z } from 'zod';
import { inputFaults } from './input-faults.ts';
import { plainError } from './rest-error.ts';

/** Throws 400. */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  throw plainError(400, inputFaults(result.error, schema, query));
}
