// The OpenAPI document: valid, complete, and the same list of routes that the application serves.
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { canBeShown } from '../../../../tools/testing/example-requests.ts';
import { z } from 'zod';
import { RequestMethod } from '@nestjs/common';
import 'reflect-metadata';
import { routePath } from '../http/operation.ts';
import { v2Errors } from '../rest-v2/errors.ts';
import { v3Errors } from '../rest-v3/errors.ts';
import { GatewayModule } from '../gateway.module.ts';
import { openApiDocument, operations } from './document.ts';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: object };
}

interface DescribedOperation {
  readonly summary: string;
  readonly responses: Readonly<Record<string, { readonly description: string; readonly links?: object }>>;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as OpenApi;

test('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(JSON.stringify(document)));
  expect(result.errors).toBeUndefined();
  expect([result.valid, validator.version]).toEqual([true, '3.1']);
});

test('refers to nothing that it does not hold', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  for (const [, name] of references) expect(document.components.schemas).toHaveProperty([name ?? '']);
  expect(JSON.stringify(document)).not.toContain('$defs');
});

test('describes the routes of the controllers, all of them and no other', () => {
  // Nest keeps a route as metadata of the method that serves it.
  const module = GatewayModule.of({} as Parameters<typeof GatewayModule.of>[0]);
  const served = (module.controllers ?? []).flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype)
      .map((name) => controller.prototype[name] as object)
      .filter((method) => Reflect.hasMetadata('method', method))
      .map((method) => {
        const verb = RequestMethod[Reflect.getMetadata('method', method) as number];
        return `${verb} ${Reflect.getMetadata('path', method) as string}`;
      }),
  );
  expect(served.sort()).toEqual(operations.map(({ method, path }) => `${method} ${routePath(path)}`).sort());
});

test('names every parameter of every path', () => {
  for (const { path, params, id } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {}), id).toEqual(inPath);
  }
});

describe('has for each operation', () => {
  const ids = operations.map(({ id }) => id);

  test('an id of its own', () => expect(new Set(ids).size).toBe(ids.length));

  test.each(operations.filter(({ method, body }) => canBeShown(method, body?.content)))(
    '$id: an example that its own schemas take, with the body of the type that comes first',
    ({ example, params, query, headers, body }) => {
      expect(example).toBeDefined();
      const { body: sent, ...parts } = example ?? {};
      for (const [name, object] of Object.entries({ params, query, headers })) {
        const values = parts[name as keyof typeof parts] ?? {};
        expect(z.strictObject(object?.shape ?? {}).safeParse(values).error, name).toBeUndefined();
      }
      expect(sent?.mediaType).toBe(Object.keys(body?.content ?? {})[0]);
      expect(body?.content[sent?.mediaType ?? '']?.safeParse(sent?.value).error).toBeUndefined();
    },
  );

  const described: [string, DescribedOperation][] = Object.entries(document.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, DescribedOperation] => [
        `${method} ${path}`,
        operation,
      ]),
  );

  test.each(described)('%s: a summary, described answers, no default and no 5xx but 503', (_, operation) => {
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
    const statuses = Object.keys(operation.responses);
    expect(statuses).not.toContain('default');
    expect(statuses.filter((status) => status.startsWith('5') && status !== '503')).toEqual([]);
    expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
    for (const { description } of Object.values(operation.responses)) expect(description).not.toBe('');
  });
});

describe('errors of a dialect', () => {
  test.each([
    ['v2', v2Errors],
    ['v3', v3Errors],
  ])('%s have codes that begin with their status', (_, errors) => {
    for (const [name, { status, errorCode }] of Object.entries(errors)) {
      expect(String(errorCode).slice(0, 3), name).toBe(String(status));
    }
  });
});

test('what creates a topic links to everything that can be done with it', () => {
  const { paths } = document;
  const created = paths['/v3/clusters/{cluster_id}/topics']?.['post']?.responses[201];
  expect(created?.links).toMatchObject({
    deleteTopicV3: {
      operationId: 'deleteTopicV3',
      parameters: { cluster_id: '$request.path.cluster_id', topic_name: '$response.body#/topic_name' },
    },
    readRecordsV2: {
      operationId: 'readRecordsV2',
      parameters: { topic: '$response.body#/topic_name', partition: '0' },
    },
  });
  expect(Object.keys(created?.links ?? {})).not.toContain('listTopicsV3');
  const linked = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ responses }) => Object.values(responses).filter(({ links }) => links)),
  );
  expect(linked).toEqual([created]);
});

test('a colon of the path is doubled in the route', () => {
  expect(routePath('/v3/{cluster_id}/records:batch')).toBe('/v3/:cluster_id/records::batch');
});
