// The examples of an OpenAPI document as requests, as its page would send them: in its order, with nothing filled in by hand.

export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly example?: string | number | boolean;
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly DocumentedParameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

export interface OpenApiDocument {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

export interface ExampleRequest {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** What the answer is when all goes well, and never ends where it is a stream. */
  readonly accept: string | undefined;
}

const streams = ['text/event-stream', 'application/x-ndjson'];

/** Whether a page can send it: no body on a GET, and none that is not text. */
export function canBeShown(method: string, bodies: object | undefined): boolean {
  if (bodies === undefined) return true;
  return method.toUpperCase() !== 'GET' && /\bjson$/.test(Object.keys(bodies)[0] ?? '');
}

/** All of those that a page can send. Throws where a path or a body has no example. */
export function exampleRequests({ tags, paths }: OpenApiDocument): ExampleRequest[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return tags
    .flatMap(({ name }) => all.filter(({ operation }) => operation.tags[0] === name))
    .filter(({ method, operation }) => canBeShown(method, operation.requestBody?.content))
    .map(({ path, method, operation }) => exampleRequest(path, method, operation));
}

export function isStream({ accept }: ExampleRequest): boolean {
  return accept !== undefined && streams.includes(accept);
}

function exampleRequest(path: string, method: string, operation: DocumentedOperation): ExampleRequest {
  const { operationId: id, requestBody, responses } = operation;
  const given = valuesOf(operation);
  const query = given
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, text }) => `${name}=${encodeURIComponent(text)}`);
  const filled = given
    .filter((parameter) => parameter.in === 'path')
    .reduce((at, { name, text }) => at.replace(`{${name}}`, encodeURIComponent(text)), path);
  // The first type is the one that the page chooses.
  const good = Object.keys(responses).find((status) => status.startsWith('2')) ?? '';
  const accept = Object.keys(responses[good]?.content ?? {})[0];
  const headers: Record<string, string> = accept === undefined ? {} : { accept };
  for (const parameter of given) if (parameter.in === 'header') headers[parameter.name] = parameter.text;
  let body: string | undefined;
  if (requestBody !== undefined) {
    const [mediaType = '', content = {}] = Object.entries(requestBody.content)[0] ?? [];
    if (content.example === undefined) throw new Error(`${id} has no example of a body of ${mediaType}`);
    body = typeof content.example === 'string' ? content.example : JSON.stringify(content.example);
    headers['content-type'] = mediaType;
  }
  return {
    id,
    method: method.toUpperCase(),
    path: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
    headers,
    body,
    accept,
  };
}

function valuesOf({ operationId, parameters }: DocumentedOperation) {
  return parameters.flatMap((parameter) => {
    const { name, required, example } = parameter;
    if (example !== undefined) return [{ name, in: parameter.in, text: String(example) }];
    if (required) throw new Error(`${operationId} has no example of ${name}`);
    return [];
  });
}
