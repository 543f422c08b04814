// The OpenAPI 3.1 document, made from the operations that the routes are made from. It needs neither a database nor the
// application, so that tools can write it down.
import { z } from 'zod';
import { version } from '../build-info.ts';
import type { AnswerDescription, Content, Operation } from '../http/operation.ts';
import { errorSchema } from '../http/schemas.ts';
import { V2_JSON } from '../rest-v2/media-types.ts';
import { v2Operations } from '../rest-v2/operations.ts';
import { v3Operations } from '../rest-v3/operations.ts';
import { serviceOperations } from '../service-operations.ts';

type Json = { [name: string]: unknown };

export const operations: readonly Operation[] = [...v2Operations, ...v3Operations, ...serviceOperations];

const description =
  "Kafka's REST APIs over PostgreSQL: REST Proxy v2 and v3 in their ecosystem's own paths and shapes. Every error has an `error_code` and a `message`.";

/** The whole document, made anew at each call. */
export function openApiDocument(): Json {
  const schemas = new SchemaCollection(operations);
  const paths: { [path: string]: Json } = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = operationObject(operation, schemas);
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Weir', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: schemas.components },
  };
}

function operationObject(operation: Operation, schemas: SchemaCollection): Json {
  const { id, tag, summary, body } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    parameters: [
      ...parameters(operation.params, 'path', schemas),
      ...parameters(operation.query, 'query', schemas),
      ...parameters(operation.headers, 'header', schemas),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.required, content: contentObject(body.content, schemas) } }),
    responses: responses(operation, schemas),
  };
}

function parameters(
  object: z.ZodObject | undefined,
  place: 'path' | 'query' | 'header',
  schemas: SchemaCollection,
): Json[] {
  return Object.entries(object?.shape ?? {}).map(([name, schema]) => {
    const { description: text, ...shape } = schemas.of(schema as z.ZodType);
    const isRequired = !(schema as z.ZodType).safeParse(undefined).success;
    return { name, in: place, required: isRequired, description: text, schema: shape };
  });
}

function contentObject(content: Content, schemas: SchemaCollection): Json {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, schema]) => [mediaType, { schema: schemas.of(schema) }]),
  );
}

function responses({ answers, errors, path }: Operation, schemas: SchemaCollection): Json {
  const object: Json = {};
  for (const [status, answer] of Object.entries(answers)) object[status] = responseObject(answer, schemas);
  const errorType = path.startsWith('/topics') || path.startsWith('/brokers') ? V2_JSON : 'application/json';
  for (const [status, text] of Object.entries(errors)) {
    const headers: Readonly<Record<string, string>> =
      status === '503' || status === '429' ? { 'Retry-After': 'Seconds' } : {};
    object[status] = responseObject(
      { description: text, content: { [errorType]: errorSchema }, headers },
      schemas,
    );
  }
  return object;
}

function responseObject(
  { description: text, content, headers = {} }: AnswerDescription,
  schemas: SchemaCollection,
): Json {
  const headerObjects = Object.entries(headers).map(([name, meaning]) => [
    name,
    { description: meaning, schema: { type: 'string' } },
  ]);
  return {
    description: text,
    ...(headerObjects.length === 0 ? {} : { headers: Object.fromEntries(headerObjects) as Json }),
    ...(content === undefined ? {} : { content: contentObject(content, schemas) }),
  };
}

/** JSON Schemas of all zod schemas in use, converted together, so that named ones become components once. */
class SchemaCollection {
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
    params?.shape ?? {},
    query?.shape ?? {},
    headers?.shape ?? {},
    ...contents.map((content) => content ?? {}),
  ];
  return [...parts.flatMap((part) => Object.values(part) as z.ZodType[]), errorSchema];
}

/** That an integer is a safe one goes without saying, and crowds the document. */
function dropSafeIntegerBounds(schema: Json): void {
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
}

function withoutId({ id: _id, ...schema }: Json): Json {
  return schema;
}
