// One operation in the OpenAPI document: its parameters, body and answers, with the example that the page fills in.
import type { z } from 'zod';
import type { AnswerDescription, Content, Operation } from '../http/operation.ts';
import { errorSchema } from '../http/schemas.ts';
import { V2_JSON } from '../rest-v2/media-types.ts';
import type { Json, SchemaCollection } from './schema-collection.ts';

type Place = 'path' | 'query' | 'header';

/** What is shown beside an operation's own description. */
export interface OperationSurroundings {
  readonly schemas: SchemaCollection;
  readonly clusterId: string;
  /** Of its answer 201. */
  readonly links: Json;
}

export function operationObject(operation: Operation, { schemas, clusterId, links }: OperationSurroundings) {
  const { id, tag, summary, body, description } = operation;
  const { params, query, headers, body: bodyExample } = filledExample(operation, clusterId);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...parameters('path', { object: operation.params, examples: params, schemas }),
      ...parameters('query', { object: operation.query, examples: query, schemas }),
      ...parameters('header', { object: operation.headers, examples: headers, schemas }),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.required,
            content: contentObject(body.content, schemas, bodyExample),
          },
        }),
    responses: responses(operation, schemas, links),
  } satisfies Json;
}

type FilledExample = NonNullable<Operation['example']>;

function filledExample({ example }: Operation, clusterId: string): FilledExample {
  const text = JSON.stringify(example ?? {});
  return JSON.parse(text.replaceAll('{cluster_id}', clusterId)) as FilledExample;
}

interface Parameters {
  readonly object: z.ZodObject | undefined;
  readonly examples: Readonly<Record<string, unknown>> | undefined;
  readonly schemas: SchemaCollection;
}

function parameters(place: Place, { object, examples = {}, schemas }: Parameters): Json[] {
  return Object.entries(object?.shape ?? {}).map(([name, schema]) => {
    const { description: text, ...shape } = schemas.of(schema as z.ZodType);
    const isRequired = !(schema as z.ZodType).safeParse(undefined).success;
    const example = name in examples ? { example: examples[name] } : {};
    return { name, in: place, required: isRequired, description: text, schema: shape, ...example };
  });
}

function contentObject(content: Content, schemas: SchemaCollection, example?: FilledExample['body']): Json {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, schema]) => [
      mediaType,
      {
        schema: schemas.of(schema),
        ...(example?.mediaType === mediaType ? { example: example.value } : {}),
      },
    ]),
  );
}

/** Before a request reaches its operation. */
const errorsOfAll: Operation['errors'] = {
  401: '40101: a token is needed (WEIR_TOKENS), or the one given is not known',
  414: 'The path is longer than WEIR_REQUEST_URL_MAX_BYTES',
  431: 'The headers are larger or more than WEIR_REQUEST_HEADER_MAX_BYTES and WEIR_REQUEST_HEADERS_MAX allow',
};
/** Before the router knows which one is meant. */
const errorsOfPaths: Operation['errors'] = {
  400: 'The path is no UTF-8, or a part of it is longer than any name',
};
/** While its body comes in. */
const errorsOfBodies: Operation['errors'] = {
  408: 'The body came more slowly than WEIR_REQUEST_BODY_BYTES_PER_SECOND_MIN',
};

function responses(operation: Operation, schemas: SchemaCollection, links: Json): Json {
  const { answers, path, body } = operation;
  const errors = {
    ...errorsOfAll,
    ...(operation.params === undefined ? {} : errorsOfPaths),
    ...(body === undefined ? {} : errorsOfBodies),
    ...operation.errors,
  };
  const object: Json = {};
  for (const [status, answer] of Object.entries(answers)) {
    const isLinked = status === '201' && Object.keys(links).length > 0;
    object[status] = { ...responseObject(answer, schemas), ...(isLinked ? { links } : {}) };
  }
  const errorType = path.startsWith('/topics') || path.startsWith('/brokers') ? V2_JSON : 'application/json';
  for (const [status, text] of Object.entries(errors)) {
    const headers: Readonly<Record<string, string>> =
      status === '503' || status === '429' ? { 'Retry-After': 'Seconds' } : {};
    const error = { description: text, content: { [errorType]: errorSchema }, headers };
    object[status] = responseObject(error, schemas);
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
