// The words for faults of input, by a table over the schemas that are in use.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readQuery } from '../rest-v2/operations.ts';
import { createTopic, updatePartitions } from '../rest-v3/schemas.ts';
import { inputFaults } from './input-faults.ts';

const KNOWN =
  'known: topic_name, partitions_count, replication_factor, replicas_assignments, configs, validate_only';
const topic = { topic_name: 'orders' };

test.each<[z.ZodType, unknown, string]>([
  [readQuery, {}, 'offset is required: a whole number of 0 or more'],
  [readQuery, { offset: 'x' }, 'offset must be a whole number of 0 or more'],
  [readQuery, { offset: '-1' }, 'offset must be a whole number of 0 or more'],
  [
    readQuery,
    { offset: '0', timeout: '-1', max_bytes: '1.5' },
    'timeout must be a whole number of 0 or more; max_bytes must be a whole number of -1 or more',
  ],
  [createTopic, {}, 'topic_name is required: a string that is not empty'],
  [createTopic, { topic_name: null }, 'topic_name is required: a string that is not empty'],
  [createTopic, { ...topic, name: 'a' }, `unknown field "name"; ${KNOWN}`],
  [createTopic, { ...topic, a: 1, b: 2 }, `unknown fields "a", "b"; ${KNOWN}`],
  [
    createTopic,
    { name: 'a' },
    `topic_name is required: a string that is not empty; unknown field "name"; ${KNOWN}`,
  ],
  [createTopic, [], 'the body must be a JSON object'],
  [createTopic, { ...topic, validate_only: 'yes' }, 'validate_only must be true or false'],
  [
    createTopic,
    { ...topic, partitions_count: 1.5 },
    'partitions_count must be a whole number from -1 to 2147483647',
  ],
  [createTopic, { ...topic, configs: {} }, 'configs must be a list'],
  [createTopic, { ...topic, configs: [{}] }, 'configs[0].name is required: a string'],
  [
    createTopic,
    { ...topic, configs: [{ name: 'a', value: {} }] },
    'configs[0].value must be a string or a number or true or false',
  ],
  [
    createTopic,
    { ...topic, configs: [{ name: 'a', x: 1 }] },
    'unknown field "x" in configs[0]; known: name, value',
  ],
  [createTopic, { ...topic, replicas_assignments: { 0: 1 } }, 'replicas_assignments.0 must be a list'],
  [
    createTopic,
    { ...topic, replicas_assignments: { 0: ['a'] } },
    'replicas_assignments.0[0] must be a whole number from 0 to 2147483647',
  ],
  [updatePartitions, {}, 'partitions_count is required: a whole number from -1 to 2147483647'],
  [z.object({ data: z.array(z.int()).min(1) }), { data: [] }, 'data must be a list that is not empty'],
  [z.object({ id: z.string().min(1) }), { id: '' }, 'id must be a string that is not empty'],
  [z.object({ mode: z.enum(['a', 'b']) }), { mode: 'c' }, 'mode must be one of "a", "b"'],
  [z.object({ a: z.string().refine(() => false, 'no such letter') }), { a: 'c' }, 'a: no such letter'],
])('%#: %o', (schema, input, text) => {
  const { error } = schema.safeParse(input);
  expect(error && inputFaults(error, schema, input)).toBe(text);
});
