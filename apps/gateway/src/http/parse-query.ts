// What a zod schema has to say against input, as one line for the caller.
import type { z } from 'zod';
import { plainError } from './rest-error.ts';

/** `offset: Invalid input: expected number, received undefined` */
export function faultsOf(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`))
    .join('; ');
}

/** Throws 400. */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  throw plainError(400, faultsOf(result.error));
}
