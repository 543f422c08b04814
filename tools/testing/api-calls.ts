// Calls of the HTTP API whose answers are held against the OpenAPI document: status, content type and body of every answer
// must be described there, in every test that calls.
import { openApiDocument } from '@weir/gateway/documents';
import { Ajv2020 } from 'ajv/dist/2020.js';
import supertest from 'supertest';
import type { Response } from 'supertest';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Parsed, where it is JSON; plain text as it is. */
  readonly body: ReturnType<typeof JSON.parse>;
}

export interface ApiRequest {
  readonly body?: string | Buffer | object;
  readonly headers?: Readonly<Record<string, string>>;
}

export type ApiCall = (method: string, path: string, request?: ApiRequest) => Promise<ApiAnswer>;

interface DocumentedAnswer {
  readonly content?: Readonly<Record<string, unknown>>;
}

interface DocumentedOperation {
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

const document = openApiDocument() as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
};
const formats = {
  uri: (text: string) => URL.canParse(text),
  'date-time': (text: string) => new Date(text).toISOString() === text,
  base64: (text: string) => Buffer.from(text, 'base64').toString('base64') === text,
};
const ajv = new Ajv2020({ strict: false, allErrors: true, formats });
ajv.addSchema(document, 'openapi.json');

/** Calls of the gateway at `url`. Bodies that are objects go out as JSON. */
export function apiCalls(url: string): ApiCall {
  return async (method, path, { body, headers = {} } = {}) => {
    const isObject = typeof body === 'object' && !Buffer.isBuffer(body);
    const type = isObject ? { 'content-type': 'application/json' } : {};
    const agent = supertest(url);
    const request = agent[method.toLowerCase() as 'get'](path).set({ ...type, ...headers });
    void request.redirects(0).buffer(true).parse(readText);
    // Bytes go out as they are, whatever the content type says.
    void request.serialize((sent: unknown) => sent as string);
    if (body !== undefined) void request.send(isObject ? JSON.stringify(body) : body);
    const response: Response = await request.ok(() => true);
    const text = response.body as string;
    const answer = {
      status: response.status,
      headers: response.headers as Record<string, string>,
      text,
      body: bodyOf(text, response.headers['content-type'] ?? ''),
    };
    requireDocumented(method, path, answer);
    return answer;
  };
}

function bodyOf(text: string, contentType: string): unknown {
  if (/\bjson\b/.test(contentType)) return JSON.parse(text);
  return contentType.startsWith('text/plain') ? text : undefined;
}

function readText(response: Response, done: (error: Error | null, text: string) => void): void {
  let text = '';
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => (text += chunk));
  stream.on('end', () => done(null, text));
}

/** Throws where the document does not describe the answer. Paths that it does not hold are nobody's. */
function requireDocumented(method: string, path: string, answer: ApiAnswer): void {
  const template = templateOf(path.split('?')[0] ?? '');
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (template === undefined || operation === undefined) return;
  const place = `${method} ${template} → ${answer.status}`;
  const described = operation.responses[answer.status];
  if (described === undefined) throw new Error(`${place} is not in the OpenAPI document: ${answer.text}`);
  if (described.content === undefined) {
    if (answer.text !== '')
      throw new Error(`${place} has a body that is not in the OpenAPI document: ${answer.text}`);
    return;
  }
  const type = answer.headers['content-type']?.split(';')[0] ?? 'none';
  // An error's type follows Accept; the document names the usual one.
  const mediaType = type in described.content ? type : Object.keys(described.content)[0];
  if (answer.status < 400 && mediaType !== type)
    throw new Error(`${place} as ${type} is not in the OpenAPI document`);
  const pointer = [
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    String(answer.status),
    'content',
    mediaType ?? '',
    'schema',
  ];
  const validate = ajv.getSchema(`openapi.json#/${pointer.map(escapePointer).join('/')}`);
  if (validate === undefined) throw new Error(`${place} as ${type} has no schema in the OpenAPI document`);
  // What is not JSON is described as text.
  if (validate(answer.body ?? answer.text) !== true)
    throw new Error(`${place}: ${ajv.errorsText(validate.errors)}: ${answer.text}`);
}

function templateOf(path: string): string | undefined {
  const templates = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length);
  return templates.find((template) => {
    const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}/?$`).test(path);
  });
}

function escapePointer(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
