// An operation of the HTTP API, as data: the route that Nest serves, the checks on what comes in and the description in
// the OpenAPI document are all made from it. No decorators here, so that tools can read it without the application.
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Content {
  readonly [mediaType: string]: z.ZodType;
}

export interface AnswerDescription {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: Readonly<{ [name: string]: string }>;
}

export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** With OpenAPI's braces: `/topics/{topic}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Of parameters in the path; strings that the handler turns into what they name. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: { readonly required: boolean; readonly content: Content };
  readonly answers: Readonly<{ [status: string]: AnswerDescription }>;
  /** Errors by status: what each means here. All have the dialect's one shape. */
  readonly errors: Readonly<{ [status: string]: string }>;
}

/** The path in Fastify's form: `{topic}` becomes `:topic`, and a colon of the path's own is doubled. */
export function routePath(path: string): string {
  return path.replaceAll(':', '::').replaceAll(/\{(\w+)\}/g, ':$1');
}
