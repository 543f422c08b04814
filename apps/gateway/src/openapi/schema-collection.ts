// JSON Schemas of all zod schemas in use, converted together, so that named ones become components once.
import { z } from 'zod';
import type { Operation } from '../http/operation.ts';
import { errorSchema } from '../http/schemas.ts';

export type Json = { [name: string]: unknown };

export class SchemaCollection {
  readonly components: Json;
  readonly #converted = new Map<z.ZodType, Json>();

  constructor(all: readonly Operation[]) {
    const used = [...new Set(all.flatMap(schemasOf))];
    const together = z.object(Object.fromEntries(used.map((schema, index) => [`s${index}`, schema])));
    const converted = z.toJSONSchema(together, {
      io: 'input',
      override: ({ jsonSchema }) => dropSafeIntegerBounds(jsonSchema as Json),
    }) as Json;
    const text = JSON.stringify(converted).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { properties, $defs } = JSON.parse(text) as { properties: { [name: string]: Json }; $defs: Json };
    used.forEach((schema, index) => this.#converted.set(schema, properties[`s${index}`] ?? {}));
    this.components = Object.fromEntries(
      Object.entries($defs)
        .map(([name, schema]): [string, unknown] => [name, withoutId(schema as Json)])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  of(schema: z.ZodType): Json {
    return this.#converted.get(schema) ?? {};
  }
}

function schemasOf({ params, query, headers, body, answers }: Operation): z.ZodType[] {
  const contents = [body?.content, ...Object.values(answers).map((answer) => answer.content)];
  const parts: readonly object[] = [
    ...[params, query, headers].map((object) => object?.shape ?? {}),
    ...contents.map((content) => content ?? {}),
  ];
  return [...parts.flatMap((part) => Object.values(part) as z.ZodType[]), errorSchema];
}

/** That an answer's integer is a safe one goes without saying; what is sent has other bounds, too, and is refused beyond them. */
function dropSafeIntegerBounds(schema: Json): void {
  const { minimum, maximum } = schema;
  if (minimum !== Number.MIN_SAFE_INTEGER || maximum !== Number.MAX_SAFE_INTEGER) return;
  delete schema['minimum'];
  delete schema['maximum'];
}

function withoutId({ id: _id, ...schema }: Json): Json {
  return schema;
}
