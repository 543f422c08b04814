// The application as a whole: routes that are not there, hosts and origins, the dashboard's files, health, closing.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCalls } from '../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../tools/testing/gateway.ts';

const context = { principal: 'User:test', clientId: 'test' };
const friend = 'https://friend.example';

let gateway: TestGateway;
let call: ApiCall;
let dashboardDir: string;

beforeAll(async () => {
  dashboardDir = mkdtempSync(join(tmpdir(), 'weir-dashboard-'));
  mkdirSync(join(dashboardDir, 'topics'));
  mkdirSync(join(dashboardDir, '_next/static'), { recursive: true });
  writeFileSync(join(dashboardDir, 'index.html'), '<script>start()</script><script src="/ui/x.js"></script>');
  writeFileSync(join(dashboardDir, 'topics/index.html'), '<p>topics</p>');
  writeFileSync(join(dashboardDir, '404.html'), '<p>nothing here</p>');
  writeFileSync(join(dashboardDir, '_next/static/a.js'), 'console.log(1)'.repeat(100));
  gateway = await startGateway({ config: { allowedOrigins: [friend] }, dashboardDir });
  call = apiCalls(gateway.url);
  await gateway.broker.createTopic({ name: 'orders', partitionCount: 1 }, context);
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
  rmSync(dashboardDir, { recursive: true });
});

describe('routes', () => {
  test.each([
    ['GET', '/nothing'],
    ['POST', '/v3/nothing'],
    ['GET', '/topics/orders/nothing'],
    ['GET', '/topicsx'],
    ['GET', '/v3x'],
  ])('%s %s is not there', async (method, path) => {
    const { status, body } = await call(method, path, method === 'POST' ? { body: 'x' } : {});
    expect([status, body]).toEqual([
      404,
      { error_code: 404, message: expect.stringMatching(/^HTTP 404 Not Found: .*\/docs\//) as string },
    ]);
  });

  test.each([
    ['DELETE', '/topics/orders', 'GET, HEAD, POST'],
    ['PUT', '/topics', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['PUT', '/v3/clusters/x/topics/y', 'DELETE, GET, HEAD, PATCH'],
    ['POST', '/topics/orders/partitions/0/records', 'GET, HEAD'],
    ['OPTIONS', '/topics', 'GET, HEAD'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const { status, headers, body } = await call(method, path);
    expect([status, headers['allow']]).toEqual([405, allow]);
    expect(body).toEqual({ error_code: 405, message: 'HTTP 405 Method Not Allowed' });
  });

  test('answer with or without a slash at the end, and HEAD without a body', async () => {
    expect((await call('GET', '/topics/orders/partitions/0/offsets/')).status).toBe(200);
    const head = await fetch(`${gateway.url}/topics`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('name a failed request by the caller’s own id', async () => {
    const own = await call('GET', '/nothing', { headers: { 'x-request-id': 'my-request.1' } });
    expect(own.headers['x-request-id']).toBe('my-request.1');
    const odd = await call('GET', '/nothing', { headers: { 'x-request-id': 'a b"' } });
    expect(odd.headers['x-request-id']).toMatch(/^[\w-]+$/);
  });
});

describe('hosts', () => {
  test.each([
    ['localhost', 200],
    ['LOCALHOST:8080', 200],
    ['localhost.', 200],
    ['127.0.0.1:1', 200],
    ['[::1]:8080', 200],
    ['evil.example', 421],
    ['localhost.evil.example', 421],
    ['127.0.0.1.evil.example:8080', 421],
    ['evil.example:localhost', 421],
  ])('%s gets %d', async (host, status) => {
    for (const path of ['/topics', '/v3/clusters', '/openapi.json']) {
      expect((await call('GET', path, { headers: { host } })).status, path).toBe(status);
    }
  });

  test('that are refused are told what to set, for paths that are not there as well', async () => {
    const { status, body } = await call('GET', '/nothing', { headers: { host: 'evil.example' } });
    expect([status, body.error_code]).toEqual([421, 421]);
    expect(body.message).toContain('WEIR_ALLOWED_HOSTS');
  });

  test('of probes may be addresses', async () => {
    expect((await call('GET', '/health/live', { headers: { host: '10.1.2.3:8080' } })).status).toBe(200);
  });
});

describe('origins', () => {
  const produce = (headers: Record<string, string>) =>
    call('POST', '/topics/orders', {
      body: '{"records":[{"value":1}]}',
      headers: { 'content-type': 'application/vnd.kafka.json.v2+json', ...headers },
    });
  const end = async () =>
    (await call('GET', '/topics/orders/partitions/0/offsets')).body.end_offset as number;

  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['our own', { host: 'localhost:8080', origin: 'http://localhost:8080' }],
    ['our own behind TLS', { host: 'localhost', origin: 'https://localhost' }],
    ['one of the list', { origin: friend, 'sec-fetch-site': 'cross-site' }],
    ['none, typed by the user', { 'sec-fetch-site': 'none' }],
  ])('%s may write', async (_, headers) => {
    expect((await produce(headers)).status).toBe(200);
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { host: 'localhost:8080', origin: 'http://localhost:3000' }],
    ['a sandboxed page', { origin: 'null' }],
    ['the name with more before it', { host: 'localhost', origin: 'http://evil.localhost' }],
    ['a friend over plain HTTP', { origin: 'http://friend.example' }],
    ['a browser that only says that it is another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s may not write', async (_, headers) => {
    const before = await end();
    const { status, body, headers: answered } = await produce(headers);
    expect([status, body.error_code]).toEqual([403, 403]);
    expect(body.message).toContain('WEIR_ALLOWED_ORIGINS');
    expect(answered['access-control-allow-origin']).toBeUndefined();
    expect(await end()).toBe(before);
  });

  test('reads are answered, but only pages of the list may see the answer', async () => {
    const evil = await call('GET', '/topics', { headers: { origin: 'https://evil.example' } });
    expect([evil.status, evil.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    const known = await call('GET', '/topics', { headers: { origin: friend } });
    expect(known.headers).toMatchObject({ 'access-control-allow-origin': friend, vary: 'Origin' });
    const error = await call('GET', '/topics/absent', { headers: { origin: friend } });
    expect([error.status, error.headers['access-control-allow-origin']]).toEqual([404, friend]);
  });

  test('preflights are answered from the same list', async () => {
    const ask = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const known = await call('OPTIONS', '/topics/orders', { headers: { ...ask, origin: friend } });
    expect(known.status).toBe(204);
    expect(known.headers).toMatchObject({
      'access-control-allow-origin': friend,
      'access-control-allow-headers': 'content-type',
      'access-control-allow-methods': expect.stringContaining('POST'),
    });
    const evil = await call('OPTIONS', '/topics/orders', {
      headers: { ...ask, origin: 'https://evil.example' },
    });
    expect([evil.status, evil.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

describe('the service itself', () => {
  test('says what it is; a browser is sent to the dashboard', async () => {
    const { body } = await call('GET', '/');
    expect(body).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      commit: existsSync('.git') ? expect.stringMatching(/^[0-9a-f]{40}$/) : null,
      kafka_cluster_id: (await gateway.broker.describeCluster(context)).clusterId,
      needs_token: false,
    });
    const browser = await call('GET', '/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([browser.status, browser.headers['location']]).toEqual([303, '/ui/']);
  });

  test('is live and ready', async () => {
    expect((await call('GET', '/health/live')).body).toEqual({ status: 'live' });
    expect((await call('GET', '/health/ready')).body).toEqual({ status: 'ready' });
  });
});

describe('the dashboard', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(gateway.url + path, { headers, redirect: 'manual' });

  test('is served by folder, its pages with a policy of their own', async () => {
    for (const path of ['/ui', '/ui/', '/ui/index.html']) {
      const page = await get(path);
      expect(page.status, path).toBe(200);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('cache-control')).toBe('no-cache');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='; /);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    }
    for (const path of ['/ui/topics', '/ui/topics/', '/ui/topics/?q=a']) {
      expect(await (await get(path)).text(), path).toBe('<p>topics</p>');
    }
  });

  test('lets browsers keep what its build has named by content', async () => {
    const script = await get('/ui/_next/static/a.js', { 'accept-encoding': 'gzip' });
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect(await script.text()).toBe('console.log(1)'.repeat(100));
  });

  test('is not sent again to who has it', async () => {
    const etag = (await get('/ui/')).headers.get('etag') ?? '';
    const again = await get('/ui/', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test.each([
    '/ui/nothing',
    '/ui/../package.json',
    '/ui/..%2f..%2fpackage.json',
    '/ui/%2e%2e/%2e%2e/etc/passwd',
  ])('%s is not in it', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
  });

  test('has a page for what it does not have', async () => {
    expect(await (await get('/ui/nothing')).text()).toBe('<p>nothing here</p>');
  });
});

describe('closing', () => {
  test('answers what waits, then ends its connections', async () => {
    const closing = await startGateway({ dashboardDir: join(dashboardDir, 'missing') });
    await closing.broker.createTopic({ name: 'orders', partitionCount: 1 }, context);
    const page = await fetch(`${closing.url}/ui/`);
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('npm run build')]);
    const waiting = fetch(`${closing.url}/topics/orders/partitions/0/records?offset=0&timeout=25000`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const start = performance.now();
    await closing.close();
    expect(performance.now() - start).toBeLessThan(3000);
    const answer = await waiting;
    expect([answer.status, await answer.text()]).toEqual([200, '[]']);
    expect(closing.complaints).toEqual([]);
  });
});
