// Schemas that all dialects share: errors, and numbers as they come in paths and queries.
import { z } from 'zod';

export const errorSchema = z
  .object({
    error_code: z.int().describe('The HTTP status, or five digits that begin with it'),
    message: z.string(),
  })
  .meta({ id: 'Error', description: 'What went wrong' });

/** Of a query: only digits are a number there, so that `1e3`, ` 1` and nothing at all are refused. */
export function queryInteger(minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  const fromText = (value: unknown) =>
    typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return z.preprocess(fromText, z.int().min(minimum).max(maximum));
}

/** Of a query. */
export function queryBoolean() {
  const fromText = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value);
  return z.preprocess(fromText, z.boolean());
}

/** A partition in a path; the handler decides whether there is one of that number. */
export const partitionParam = z.string().describe('Number of the partition, from 0');
