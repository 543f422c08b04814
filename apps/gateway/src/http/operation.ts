// An operation of the HTTP API, as data: the route that Nest serves, the checks on what comes in and the description in
// the OpenAPI document are all made from it. No decorators here, so that tools can read it without the application.
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The tag that comes last on the page: of what takes away the topic that the examples speak of. */
export const DELETION = 'Deletion';

export interface Content {
  readonly [mediaType: string]: z.ZodType;
}

export interface AnswerDescription {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: Readonly<{ [name: string]: string }>;
}

/** A request that works: what the API's page fills in, and what a test sends. `{cluster_id}` is filled in by whoever shows it. */
export interface Example {
  readonly params?: Readonly<{ [name: string]: string }>;
  readonly query?: Readonly<{ [name: string]: string | number | boolean }>;
  readonly headers?: Readonly<{ [name: string]: string }>;
  readonly body?: { readonly mediaType: string; readonly value: unknown };
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
  readonly headers?: z.ZodObject;
  readonly body?: { readonly required: boolean; readonly content: Content };
  /** The handler reads the body while it arrives (StreamedBody); else it gets it whole, as bytes. */
  readonly streamsBody?: boolean;
  /** Of names in paths it speaks of the topic `example`, its partition 0 and broker 1. */
  readonly example?: Example;
  readonly answers: Readonly<{ [status: string]: AnswerDescription }>;
  /** Errors by status: what each means here. All have the dialect's one shape. */
  readonly errors: Readonly<{ [status: string]: string }>;
}

/** The path in Fastify's form: `{topic}` becomes `:topic`, and a colon of the path's own is doubled. */
export function routePath(path: string): string {
  return path.replaceAll(':', '::').replaceAll(/\{(\w+)\}/g, ':$1');
}
