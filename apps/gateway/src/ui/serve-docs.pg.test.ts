// The API's page under /docs: behind the same gate as everything else, and out of the way of what requests hold.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';

const bodyBytes = 1024 * 1024;

let gateway: TestGateway;
let call: ApiCall;

beforeAll(async () => {
  const config = { requestBodyMaxBytes: bodyBytes, requestBytesInFlightMax: 3 * bodyBytes };
  gateway = await startGateway({ config });
  call = apiCalls(gateway.url);
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

test('is found with and without the slash', async () => {
  const bare = await call('GET', '/docs?x=1');
  expect([bare.status, bare.headers['location']]).toEqual([308, './docs/']);
  const page = await call('GET', '/docs/');
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.text).toContain('<title>Weir: REST API</title>');
  expect((await call('HEAD', '/docs/')).status).toBe(200);
});

test('runs scripts of this server only, in nobody’s frame', async () => {
  const { headers } = await call('GET', '/docs/');
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
  expect(headers).not.toHaveProperty('x-powered-by');
});

test.each(['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js', 'favicon-32x32.png'])(
  'has its own %s',
  async (file) => expect((await call('GET', `/docs/${file}`)).status).toBe(200),
);

test('shows this server’s document, whatever the address says', async () => {
  const { text } = await call('GET', '/docs/swagger-ui-init.js?url=https://evil.example/openapi.json');
  expect(text).toContain('"swaggerUrl": "../openapi.json"');
  expect(text).not.toContain('evil');
});

test.each(['/docs/nothing', '/docs/package.json', '/docs/..%2f..%2fpackage.json', '/docs/%00'])(
  '%s is not there',
  async (path) => expect((await call('GET', path)).status).toBe(404),
);

test('is refused to other hosts, and takes no other method', async () => {
  expect((await call('GET', '/docs/', { headers: { host: 'evil.example' } })).status).toBe(421);
  const { status, headers } = await call('POST', '/docs/', { body: 'x' });
  expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
});

test('asks for a token where one is needed', async () => {
  const guarded = await startGateway({ config: { tokens: ['ann:a-secret-of-some-length'] } });
  const open = (headers: Record<string, string>) => apiCalls(guarded.url)('GET', '/docs/', { headers });
  const refused = await open({});
  expect([refused.status, refused.headers['www-authenticate']]).toEqual([
    401,
    expect.stringContaining('Basic'),
  ]);
  const credentials = Buffer.from('ann:a-secret-of-some-length').toString('base64');
  expect((await open({ authorization: `Basic ${credentials}` })).status).toBe(200);
  await guarded.close();
});

test('a body that comes with a GET takes no room from others', async () => {
  const body = Buffer.alloc(bodyBytes, 'x');
  for (let i = 0; i < 5; i++) expect((await call('GET', '/docs/', { body })).status).toBe(200);
  // The budget holds one such body at a time: here it is read, and refused for what it says.
  const headers = { 'content-type': 'application/vnd.kafka.json.v2+json' };
  await gateway.broker.createTopic({ name: 'room' }, { principal: 'User:test', clientId: 'test' });
  expect((await call('POST', '/topics/room', { body, headers })).status).toBe(400);
});
