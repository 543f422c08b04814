// Every example of the served document, sent as it is there and in its order: each works, and its answer is as described.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import { canBeShown, exampleRequests, isStream } from '../../../../tools/testing/example-requests.ts';
import type { ExampleRequest, OpenApiDocument } from '../../../../tools/testing/example-requests.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { openApiDocument, operations } from './document.ts';

let gateway: TestGateway;
let served: ExampleRequest[];

beforeAll(async () => {
  gateway = await startGateway();
  const answer = await fetch(`${gateway.url}/openapi.json`);
  served = exampleRequests((await answer.json()) as OpenApiDocument);
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

/** A stream never ends: its head and first bytes, where some come, must do. */
async function requireStream({ method, path, headers }: ExampleRequest): Promise<void> {
  const leave = new AbortController();
  const answer = await fetch(gateway.url + path, { method, headers, signal: leave.signal });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain(headers['accept']);
  leave.abort();
}

/** Of what every Kafka can have and this one never has. */
const neverThere = ['getReassignmentV3'];

async function requireNotFound({ method, path }: ExampleRequest): Promise<void> {
  expect((await apiCalls(gateway.url)(method, path)).status).toBe(404);
}

describe('the example of', () => {
  // The names are known before there is a gateway; the requests are those of the document that it serves.
  const names = exampleRequests(openApiDocument() as unknown as OpenApiDocument).map(({ id }) => id);

  test.each(names)('%s works', async (name) => {
    const request = served.find(({ id }) => id === name);
    if (request === undefined) throw new Error(`${name} has no example in the served document`);
    expect(JSON.stringify(request)).not.toContain('{cluster_id}');
    if (isStream(request)) return requireStream(request);
    if (neverThere.includes(name)) return requireNotFound(request);
    const { method, path, headers, body } = request;
    const answer = await apiCalls(gateway.url)(
      method,
      path,
      body === undefined ? { headers } : { headers, body },
    );
    expect({ status: answer.status, text: answer.text }).toMatchObject({
      status: expect.toSatisfy((status: number) => status >= 200 && status < 300),
    });
  });
});

test('only what a page can not send is left out', () => {
  const left = operations.filter(({ id }) => !served.some((request) => request.id === id));
  expect(left.filter(({ method, body }) => canBeShown(method, body?.content))).toEqual([]);
});

test('the topic of the examples is gone at the end of the page', async () => {
  expect(await (await fetch(`${gateway.url}/topics`)).json()).toEqual([]);
});
