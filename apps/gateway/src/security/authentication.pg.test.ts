// Tokens over HTTP: what is open, what is refused and how, and that whoever was recognised is who the Broker hears of.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresBroker } from '@weir/broker';
import type { RequestContext } from '@weir/protocol';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall, ApiRequest } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import type { Operation } from '../http/operation.ts';
import { operations } from '../openapi/document.ts';

const context = { principal: 'User:test', clientId: 'test' };
const alice = { authorization: 'Bearer secret1' };
const openPaths = new Set(['/health/live', '/health/ready']);
/** Of PostgresBroker, but not of Broker. */
const ownMethods = new Set(['constructor', 'start', 'ping', 'stats', 'logEnds', 'close']);

interface BrokerCall {
  readonly method: string;
  readonly context: RequestContext | undefined;
}

let gateway: TestGateway;
let call: ApiCall;
const brokerCalls: BrokerCall[] = [];

/** Writes down each call, and lets the real Broker answer it. */
function recording(broker: PostgresBroker): PostgresBroker {
  return new Proxy(broker, {
    get: (target, name: keyof PostgresBroker) => {
      const member: unknown = target[name];
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const caller = given.find((one) => one !== null && typeof one === 'object' && 'principal' in one);
        if (!ownMethods.has(name))
          brokerCalls.push({ method: name, context: caller as RequestContext | undefined });
        return Reflect.apply(member, target, given);
      };
    },
  });
}

beforeAll(async () => {
  const tokens = ['alice:secret1', 'bob:secret2'];
  gateway = await startGateway({ config: { tokens }, wrapBroker: recording });
  call = apiCalls(gateway.url);
  await gateway.broker.createTopic({ name: 'example', partitionCount: 1 }, context);
});

afterAll(() => gateway.close());

/** An operation's path and body, about the topic `example`. */
async function requestOf({ path, query, example, id }: Operation): Promise<[string, ApiRequest]> {
  const { clusterId } = await gateway.broker.describeCluster(context);
  const names: Record<string, string> = {
    cluster_id: clusterId,
    topic: 'example',
    topic_name: 'example',
    partition: '0',
    partition_id: '0',
    broker_id: '1',
  };
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => names[name] ?? example?.params?.[name] ?? 'x',
  );
  const asked = Object.entries(example?.query ?? (query?.shape['offset'] ? { offset: 0 } : {}));
  const search = asked.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const own = ownBodies[id] ?? example?.body;
  const body = own === undefined ? {} : { body: JSON.stringify(own.value) };
  const type: Record<string, string> = own === undefined ? {} : { 'content-type': own.mediaType };
  return [`${filled}${search && `?${search}`}`, { ...body, headers: { ...type, ...example?.headers } }];
}

const ownBodies: Readonly<Record<string, { mediaType: string; value: unknown }>> = {
  createTopicV3: { mediaType: 'application/json', value: { topic_name: 'another' } },
  updateTopicV3: { mediaType: 'application/json', value: { partitions_count: 2 } },
  produceToTopicV2: { mediaType: 'application/vnd.kafka.json.v2+json', value: { records: [{ value: 1 }] } },
};

/** Deletions last: the others speak of what they delete. */
const inOrder = [...operations].sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));

test('every path but the probes needs a token', async () => {
  for (const operation of operations) {
    const [path, request] = await requestOf(operation);
    const { status, headers, body } = await call(operation.method, path, request);
    if (openPaths.has(operation.path)) expect(status, path).toBe(200);
    else {
      expect([status, body.error_code], `${operation.method} ${path}`).toEqual([401, 40101]);
      expect(headers['www-authenticate']).toBe('Basic realm="Weir", charset="UTF-8", Bearer realm="Weir"');
    }
  }
  for (const path of ['/nothing', '/ui/', '/ui/nothing', '/health/nothing', '/metrics', '/docs']) {
    expect((await call('GET', path)).status, path).toBe(401);
  }
  expect((await call('PATCH', '/topics')).status).toBe(401);
  expect(brokerCalls).toEqual([]);
});

test('every call of the Broker carries the principal', async () => {
  brokerCalls.length = 0;
  for (const operation of inOrder) {
    const { method } = operation;
    const [path, request] = await requestOf(operation);
    const headers = { ...request.headers, ...alice };
    const { body } = request;
    const answer = await fetch(gateway.url + path, {
      method,
      headers,
      ...(typeof body === 'string' ? { body } : {}),
    });
    expect(answer.status, `${method} ${path}`).not.toBe(401);
    // A tail has no end of its own.
    await answer.body?.cancel();
  }
  expect([...new Set(brokerCalls.map(({ context: seen }) => seen?.principal))]).toEqual(['User:alice']);
  const seen = new Set(brokerCalls.map(({ method }) => method));
  const known = Object.getOwnPropertyNames(PostgresBroker.prototype).filter((name) => !ownMethods.has(name));
  expect(known.filter((name) => !seen.has(name))).toEqual([]);
});

test('preflights carry no token and need none; a page of another site is refused before it is asked for one', async () => {
  const other = await startGateway({
    config: { tokens: ['alice:secret1'], allowedOrigins: ['https://a.example'] },
  });
  const headers = { 'access-control-request-method': 'POST' };
  const ask = (origin: string) =>
    fetch(`${other.url}/topics/x`, { method: 'OPTIONS', headers: { ...headers, origin } });
  expect([(await ask('https://a.example')).status, (await ask('https://b.example')).status]).toEqual([
    204, 403,
  ]);
  expect((await fetch(`${other.url}/topics`, { method: 'OPTIONS' })).status).toBe(401);
  await other.close();
});

test('anonymous callers are served where that is allowed, wrong credentials never', async () => {
  const lax = await startGateway({ config: { tokens: ['alice:secret1'], allowAnonymous: true } });
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${lax.url}/topics`, { headers })).status;
  expect(await status({})).toBe(200);
  expect(await status(alice)).toBe(200);
  expect(await status({ authorization: 'Bearer wrong' })).toBe(401);
  const needsToken = async (url: string) =>
    (await apiCalls(url)('GET', '/', { headers: alice })).body.needs_token;
  expect([await needsToken(lax.url), await needsToken(gateway.url)]).toEqual([false, true]);
  await lax.close();
});

test('wrong credentials are logged, not every time, and never repeated', async () => {
  const before = gateway.complaints.length;
  for (let attempt = 0; attempt < 20; attempt++) {
    const headers = { authorization: `Bearer guess${attempt}` };
    expect((await call('GET', '/topics?a=guess', { headers })).status).toBe(401);
  }
  const said = gateway.complaints.slice(before);
  expect(said).toEqual([expect.stringContaining('credentials were refused')]);
  expect(said[0]).toMatch(/"path":"\/topics".*"remoteAddress":"127\.0\.0\.1".*"failures":1/);
  expect(gateway.complaints.join()).not.toMatch(/guess|secret/);
});
