// PostgreSQL hangs (all its processes are stopped, as by a dying disk or a paused machine): every kind of request is answered
// with 503 within its limit, and all works again by itself when PostgreSQL goes on.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { FreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { GatewayProcess } from '../../../tools/testing/gateway-process.ts';

const run = promisify(execFile);
const REQUEST_TIMEOUT_MS = 2000;
/** For a machine that does other things, too. */
const MARGIN_MS = 3000;
const records = 'application/vnd.kafka.json.v2+json';

let fresh: FreshGateway;
let gateway: GatewayProcess;
let cluster: string;

beforeAll(async () => {
  // Without the cache, which would answer reads from memory.
  const environment = { WEIR_REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS), WEIR_TAIL_CACHE_BYTES: '0' };
  fresh = await startFreshGateway({ environment });
  gateway = fresh.process;
  cluster = fresh.cluster;
});

afterAll(async () => {
  await signalPostgres('SIGCONT').catch(() => undefined);
  await fresh.remove();
});

/** The server and the processes of its connections. */
async function signalPostgres(signal: NodeJS.Signals): Promise<void> {
  const postmaster = Number.parseInt(
    readFileSync(join(fresh.dataDir, 'postgres', 'postmaster.pid'), 'utf8'),
    10,
  );
  const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(postmaster)]);
  const backends = stdout.trim().split(/\s+/).map(Number);
  for (const pid of [postmaster, ...backends]) process.kill(pid, signal);
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly errorCode: unknown;
  readonly ms: number;
}

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const start = performance.now();
  const isV2 = path.startsWith('/topics/');
  const answer = await fetch(gateway.url + path, {
    method,
    headers: { 'content-type': isV2 ? records : 'application/json', accept: isV2 ? records : '*/*' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const { error_code: errorCode } = text.startsWith('{')
    ? (JSON.parse(text) as { error_code?: unknown })
    : {};
  const ms = performance.now() - start;
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), errorCode, ms };
}

const produce = () => call('POST', '/topics/orders', { records: [{ value: 'a'.repeat(1000) }] });
const read = () => call('GET', '/topics/orders/partitions/0/records?offset=0&timeout=0');
const create = (name: string) => call('POST', `${cluster}/topics`, { topic_name: name });

test(
  'requests to a database that hangs get 503 in time; when it goes on, so do they',
  { timeout: 60_000 },
  async () => {
    expect((await create('orders')).status).toBe(201);
    expect((await produce()).status).toBe(200);
    const { pid } = gateway;
    await signalPostgres('SIGSTOP');
    // Twice: the second finds the connections already taken by the first.
    for (let round = 0; round < 2; round++) {
      const named: Record<string, Promise<Answer>> = {
        produce: produce(),
        read: read(),
        offsets: call('GET', '/topics/orders/partitions/0/offsets'),
        describe: call('GET', '/topics/orders'),
        list: call('GET', `${cluster}/topics`),
        create: create(`late-${round}`),
        delete: call('DELETE', `${cluster}/topics/absent`),
        ready: call('GET', '/health/ready'),
      };
      for (const [name, pending] of Object.entries(named)) {
        const { status, retryAfter, errorCode, ms } = await pending;
        expect([status, retryAfter], name).toEqual([503, '1']);
        expect(errorCode, name).toBeOneOf([503, 50302]);
        expect(ms, name).toBeLessThan(REQUEST_TIMEOUT_MS + MARGIN_MS);
      }
      expect((await call('GET', '/health/live')).status).toBe(200);
    }
    await signalPostgres('SIGCONT');
    await expect.poll(async () => (await produce()).status, { timeout: 15_000 }).toBe(200);
    const statuses = [await read(), await create('after'), await call('GET', '/health/ready')];
    expect(statuses.map(({ status }) => status)).toEqual([200, 201, 200]);
    expect([gateway.isRunning, gateway.pid]).toEqual([true, pid]);
  },
);
