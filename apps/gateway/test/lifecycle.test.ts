// The life of the whole process, through `npm start`: ready soon, stopped in order whoever asks, taken over after a kill, and
// one line that says what to do where it can't start.
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../src/embedded-postgres/index.ts';
import { findProgram } from '../../../tools/testing/servers.ts';
import { isGone, Place, until } from './npm-start.ts';

const run = promisify(execFile);
const json = { 'Content-Type': 'application/json' };
const records = { 'Content-Type': 'application/vnd.kafka.json.v2+json' };
const curl = await findProgram({ commands: ['curl'], debianPackage: 'curl', file: 'usr/bin/curl' });

let place: Place;

beforeEach(async () => {
  place = await Place.make();
});

afterEach(() => place.remove());

async function statusOf(path: string): Promise<number> {
  return fetch(`${place.url}${path}`).then(
    async (answer) => (await answer.text(), answer.status),
    () => 0,
  );
}

async function createTopic(name: string): Promise<void> {
  const { kafka_cluster_id: id } = (await (await fetch(place.url)).json()) as { kafka_cluster_id: string };
  const body = JSON.stringify({ topic_name: name });
  const answer = await fetch(`${place.url}/v3/clusters/${id}/topics`, {
    method: 'POST',
    headers: json,
    body,
  });
  expect(answer.status).toBe(201);
}

async function produce(topic: string, value: unknown): Promise<number> {
  const body = JSON.stringify({ records: [{ value }] });
  const answer = await fetch(`${place.url}/topics/${topic}`, { method: 'POST', headers: records, body });
  const { offsets } = (await answer.json()) as { offsets: { offset: number }[] };
  return offsets[0]?.offset ?? -1;
}

async function read(topic: string): Promise<unknown[]> {
  const path = `/topics/${topic}/partitions/0/records?offset=0`;
  const answer = await fetch(`${place.url}${path}`, { headers: { Accept: records['Content-Type'] } });
  return ((await answer.json()) as { value: unknown }[]).map(({ value }) => value);
}

test.skipIf(curl === undefined)('the curl lines that npm start prints create, produce and read', async () => {
  const weir = place.start();
  await weir.ready;
  expect(weir.output).toContain(`Dashboard   ${place.url}/ui/`);
  expect(weir.output).toMatch(/Records {5}PostgreSQL 18\.\d+ in /);
  const lines = weir.output.split('\n').filter((line) => line.startsWith('  curl '));
  const answers: string[] = [];
  for (const line of lines) {
    const command = line.replace('  curl', `"${curl}" --silent --show-error --fail`);
    answers.push((await run('sh', ['-c', command])).stdout);
  }
  expect(answers.map((text) => JSON.parse(text) as unknown)).toMatchObject([
    { topic_name: 'hello' },
    { offsets: [{ partition: 0, offset: 0 }] },
    [{ topic: 'hello', offset: 0, value: { name: 'Weir' } }],
  ]);
});

test('SIGTERM to npm answers what waits, stops PostgreSQL and ends with 0 within ten seconds', async () => {
  const weir = place.start();
  await weir.ready;
  await createTopic('t');
  const { gatewayPid, postgresPid } = place;
  // An idle connection and a long poll that would take half a minute must not hold up the stop.
  const idle = connect(place.port, '127.0.0.1');
  idle.on('error', () => undefined);
  const path = '/topics/t/partitions/0/records?offset=0&timeout=30000';
  const poll = new Promise<number>((resolve, reject) => {
    const sent = request(
      `${place.url}${path}`,
      { headers: { Accept: records['Content-Type'] } },
      (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.once('error', reject).end();
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  process.kill(weir.npmPid, 'SIGTERM');
  const { code, seconds } = await weir.ended();
  expect(code).toBe(0);
  expect(seconds).toBeLessThan(10);
  expect(await poll).toBe(200);
  expect([gatewayPid, postgresPid].filter(isAlive)).toEqual([]);
  idle.destroy();
});

test('Ctrl-C, twice, ends everything with 0; the next start is ready within seconds and has the records', async () => {
  const first = place.start();
  await first.ready;
  await createTopic('t');
  expect(await produce('t', 'kept')).toBe(0);
  const { gatewayPid, postgresPid } = place;
  first.signalGroup('SIGINT');
  first.signalGroup('SIGINT');
  const { code, seconds } = await first.ended();
  expect(code).toBe(0);
  expect(seconds).toBeLessThan(10);
  expect([gatewayPid, postgresPid].filter(isAlive)).toEqual([]);

  const second = place.start();
  // Three seconds on a quiet machine; one that runs tests beside it gets slack.
  expect(await second.ready).toBeLessThan(6);
  expect(second.output).not.toMatch(/Installing|Building/);
  expect(await read('t')).toEqual(['kept']);
});

test('a stop in the middle of the start ends it with 0 and leaves nothing', async () => {
  const weir = place.start();
  await until(() => weir.output.includes('starting'));
  process.kill(weir.npmPid, 'SIGTERM');
  const { code } = await weir.ended();
  expect(code).toBe(0);
  expect(() => isAlive(place.postgresPid)).toThrow('ENOENT');
});

test('SIGKILL of the gateway: the next start takes over its PostgreSQL and loses nothing', async () => {
  const first = place.start();
  await first.ready;
  await createTopic('t');
  expect(await produce('t', 'acknowledged')).toBe(0);
  const { postgresPid } = place;
  process.kill(place.gatewayPid, 'SIGKILL');
  expect((await first.ended()).code).not.toBe(0);
  expect(isAlive(postgresPid)).toBe(true);

  const second = place.start();
  await second.ready;
  expect(second.output).toContain('stopped the PostgreSQL that a killed gateway left behind');
  expect(isAlive(postgresPid)).toBe(false);
  expect(await read('t')).toEqual(['acknowledged']);
  expect(await produce('t', 'next')).toBe(1);
});

test.each(['npm', 'launcher'] as const)('when the %s is killed everything ends in order', async (which) => {
  const weir = place.start();
  await weir.ready;
  const { gatewayPid, postgresPid } = place;
  const { stdout } = await run('ps', ['-o', 'ppid=', '-p', String(gatewayPid)]);
  process.kill(which === 'npm' ? weir.npmPid : Number(stdout), 'SIGKILL');
  await until(() => isGone(gatewayPid), 10_000);
  expect(isAlive(postgresPid)).toBe(false);
});

test('a PostgreSQL that dies is restarted; the gateway stays, answers 503 meanwhile and appends again', async () => {
  const weir = place.start();
  await weir.ready;
  await createTopic('t');
  expect(await produce('t', 1)).toBe(0);
  const { gatewayPid, postgresPid } = place;
  process.kill(postgresPid, 'SIGKILL');
  const seen = new Set<number>();
  await until(async () => {
    seen.add(await statusOf('/health/ready'));
    return weir.output.split('PostgreSQL is ready').length === 3;
  });
  await until(async () => (await statusOf('/health/ready')) === 200);
  expect([...seen].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(await statusOf('/health/live')).toBe(200);
  expect(place.gatewayPid).toBe(gatewayPid);
  expect(place.postgresPid).not.toBe(postgresPid);
  expect(await produce('t', 2)).toBe(1);
  expect(await read('t')).toEqual([1, 2]);
});

test('a port in use and a data folder in use are refused with one line each, before anything is started', async () => {
  const weir = place.start();
  await weir.ready;
  const other = await Place.make();
  try {
    const samePort = other.start({ WEIR_PORT: String(place.port) });
    expect((await samePort.ended()).code).toBe(1);
    expect(samePort.complaints).toEqual([
      `weir: port ${place.port} on 127.0.0.1 is in use: stop what listens there, or choose another with WEIR_PORT`,
    ]);
    expect(() => other.postgresPid).toThrow('ENOENT');
    const sameFolder = other.start({ WEIR_DATA_DIR: place.dataDir });
    expect((await sameFolder.ended()).code).toBe(1);
    expect(sameFolder.complaints).toEqual([
      `weir: the data folder ${place.dataDir} is in use by another gateway (pid ${place.gatewayPid}): stop that one, or choose another folder with WEIR_DATA_DIR`,
    ]);
    expect(await statusOf('/health/ready')).toBe(200);
  } finally {
    await other.remove();
  }
});

test.each([
  [{ WEIR_PROT: '1' }, /^weir: the environment variable WEIR_PROT is not known: did you mean WEIR_PORT\?/],
  [
    { WEIR_HOST: '0.0.0.0' },
    /^weir: WEIR_HOST=0.0.0.0 would open Weir to the network .* WEIR_ALLOW_ANONYMOUS=true/,
  ],
  [{ DATABASE_URL: 'postgresql://weir:hunter2@127.0.0.1:9/weir' }, /^weir: ((?!hunter2).)*$/],
])('%j is refused with one line and exit code 1', async (environment: Record<string, string>, complaint) => {
  const weir = place.start(environment);
  const { code, seconds } = await weir.ended();
  expect(code).toBe(1);
  expect(seconds).toBeLessThan(30);
  expect(weir.complaints).toEqual([expect.stringMatching(complaint)]);
  // The reason is what is read: nothing about the stop comes before it.
  expect(weir.output).not.toMatch(/stopping|stopped/);
  expect(weir.output).not.toMatch(/hunter2|^ {4}at /m);
});
