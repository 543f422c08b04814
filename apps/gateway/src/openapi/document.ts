// The OpenAPI 3.1 document, made from the operations that the routes are made from. It needs neither a database nor the
// application, so that tools can write it down.
import { version } from '../build-info.ts';
import { DELETION } from '../http/operation.ts';
import type { Operation } from '../http/operation.ts';
import { v2Operations } from '../rest-v2/operations.ts';
import { v3Operations } from '../rest-v3/operations.ts';
import { serviceOperations } from '../service-operations.ts';
import { linksOf } from './links.ts';
import { operationObject } from './operation-object.ts';
import { SchemaCollection } from './schema-collection.ts';
import type { Json } from './schema-collection.ts';

/** In the order of the page: v3 first, since it creates the topic that all examples speak of. */
export const operations: readonly Operation[] = [...v3Operations, ...v2Operations, ...serviceOperations];

const description = `Kafka's REST APIs over PostgreSQL: REST Proxy v2 and v3 in their ecosystem's own paths and shapes. Every error has an \`error_code\` and a \`message\`.

**Try it:** open _Create a topic_, press _Try it out_ and _Execute_. Every other operation has an example that works on that topic, down the page to _${DELETION}_, which removes it.`;

const securitySchemes = {
  bearerAuth: { type: 'http', scheme: 'bearer', description: 'A token, where the server asks for one' },
  basicAuth: { type: 'http', scheme: 'basic', description: 'A token as the password, with its name' },
};

export interface DocumentOptions {
  /** What examples name as the cluster's id. */
  readonly clusterId?: string;
}

/** The whole document, made anew at each call. */
export function openApiDocument({ clusterId = '{cluster_id}' }: DocumentOptions = {}): Json {
  const schemas = new SchemaCollection(operations);
  const paths: { [path: string]: Json } = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    const surroundings = { schemas, clusterId, links: linksOf(operation, operations) };
    path[operation.method.toLowerCase()] = operationObject(operation, surroundings);
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Weir', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: tagNames().map((name) => ({ name })),
    // Whether a token is needed is a setting: the first alternative is none.
    security: [{}, { bearerAuth: [] }, { basicAuth: [] }],
    paths,
    components: { schemas: schemas.components, securitySchemes },
  };
}

/** As the page shows them: what deletes the topic of the examples comes last. */
function tagNames(): string[] {
  const names = new Set(operations.map(({ tag }) => tag));
  names.delete(DELETION);
  return [...names, DELETION];
}
