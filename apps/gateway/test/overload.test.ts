// A thousand connections at once, at the default settings: large bodies from all sides, senders that dawdle and readers that
// do not read. Every answer is 200 or says to come later, the memory stays near what a busy gateway needs anyway, and afterwards
// all is as before.
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startFreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { FreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { GatewayProcess } from '../../../tools/testing/gateway-process.ts';
import { residentBytes } from '../../../tools/testing/resident-memory.ts';
import { openRaw } from '../../../tools/testing/raw-connection.ts';

const MiB = 1024 * 1024;
const CONNECTIONS = 1000;
const WARM_PRODUCERS = 16;
const WARM_READERS = 4;
const WARM_MS = 6_000;
/** What a gateway lets go of when nobody asks for anything. */
const IDLE_MS = 3_000;
const OVERLOAD_MS = 15_000;
/** For answers that are on their way when it ends. */
const CUT_AFTER_MS = 2_000;
/** What the overload may take beyond a gateway that has served as many clients: bodies and answers of its budgets. */
const OVER_WARM_MAX_BYTES = 64 * MiB;
const records = 'application/vnd.kafka.json.v2+json';
const readPath = '/topics/large/partitions/0/records?offset=0';
const hasProc = process.platform === 'linux';

let fresh: FreshGateway;
let gateway: GatewayProcess;
const sockets = new Set<Socket>();

beforeAll(async () => {
  fresh = await startFreshGateway({ topics: { large: 1 } });
  gateway = fresh.process;
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

afterAll(() => fresh.remove());

function forgetPeak(): void {
  if (hasProc) writeFileSync(`/proc/${gateway.pid}/clear_refs`, '5');
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Records that are each nearly as large as one may be. */
function bodyOf(records: number, bytes: number): Buffer {
  const value = JSON.stringify('a'.repeat(MiB - 1024));
  return Buffer.from(
    `{"records":[${Array.from({ length: records }, () => `{"value":${value}}`).join()}]}`.padEnd(bytes),
  );
}

const body = bodyOf(3, 4 * MiB);
const ordinaryBody = bodyOf(1, MiB);
const smallBody = Buffer.from('{"records":[{"value":"small"}]}');
const headOf = ({ length }: Buffer) =>
  `POST /topics/large HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${records}\r\nContent-Length: ${length}\r\n\r\n`;
const head = headOf(body);
const readHead = `GET ${readPath} HTTP/1.1\r\nHost: localhost\r\nAccept: ${records}\r\n\r\n`;

type Tally = Map<string, number>;

function count(tally: Tally, what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/** Set when what is still open is ended from this side. */
let isCut = false;

/** One answer of a connection of its own; `closed` where the gateway ended it without one. */
async function ask(bytes: string, then: (socket: Socket) => void): Promise<string> {
  const connection = await openRaw(gateway.url, bytes).catch(() => undefined);
  if (connection === undefined) return 'not connected';
  sockets.add(connection.socket);
  then(connection.socket);
  const status = await connection.answered();
  connection.socket.destroy();
  sockets.delete(connection.socket);
  if (!Number.isNaN(status)) return String(status);
  return isCut ? 'cut' : 'closed';
}

/** Sends whole bodies, again and again; who is told to come later does. */
async function produceUntil(end: number, tally: Tally, sent = body): Promise<void> {
  while (performance.now() < end) {
    const answer = await ask(headOf(sent), (socket) => void socket.write(sent));
    count(tally, answer);
    if (answer !== '200') await pause(1000);
  }
}

/** A little at once, then next to nothing. */
async function dawdleUntil(end: number, tally: Tally): Promise<void> {
  while (performance.now() < end) {
    const answer = await ask(head, (socket) => {
      socket.write(body.subarray(0, 64 * 1024));
      const timer = setInterval(() => socket.write(' '), 500);
      socket.once('close', () => clearInterval(timer));
    });
    count(tally, answer);
    await pause(1000);
  }
}

async function readUntil(end: number): Promise<void> {
  while (performance.now() < end) {
    await (await fetch(gateway.url + readPath, { headers: { accept: records } })).arrayBuffer();
    await pause(300);
  }
}

/** Asks for many megabytes and takes none of them. */
async function askAndIgnore(): Promise<void> {
  const { socket } = await openRaw(gateway.url, readHead);
  sockets.add(socket);
  socket.pause();
}

function report(text: string): void {
  process.stdout.write(`${text}\n`);
}

const inMiB = (bytes: number) => `${Math.round(bytes / MiB)} MiB`;

const told = (tally: Tally) => [...tally].map(([answer, times]) => `${times} × ${answer}`).join(', ');

async function isServing(): Promise<void> {
  const small = () =>
    fetch(`${gateway.url}/topics/large`, {
      method: 'POST',
      headers: { 'content-type': records },
      body: '{"records":[{"value":"small"}]}',
    });
  await expect.poll(async () => (await small()).status, { timeout: 15_000 }).toBe(200);
  await expect.poll(() => ask(head, (socket) => void socket.write(body)), { timeout: 15_000 }).toBe('200');
  const page = await fetch(gateway.url + readPath, { headers: { accept: records } });
  expect([page.status, ((await page.json()) as unknown[]).length > 0]).toEqual([200, true]);
  expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
}

/** The gateway's most memory in that time; what is still open afterwards is ended. */
async function peakWhile(ms: number, work: (end: number) => Promise<void>[]): Promise<number> {
  forgetPeak();
  isCut = false;
  const endAll = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const cut = setTimeout(endAll, ms + CUT_AFTER_MS);
  await Promise.all(work(performance.now() + ms));
  clearTimeout(cut);
  const peak = residentBytes(gateway.pid, 'VmHWM') ?? 0;
  endAll();
  return peak;
}

test('overload ends in answers', { timeout: 120_000 }, async () => {
  // As many clients as come later, each with what is small; and some with what is large.
  await peakWhile(WARM_MS, (end) => [
    ...Array.from({ length: CONNECTIONS }, () => produceUntil(end, new Map(), smallBody)),
    ...Array.from({ length: WARM_PRODUCERS }, () => produceUntil(end, new Map(), ordinaryBody)),
    ...Array.from({ length: WARM_READERS }, () => readUntil(end)),
  ]);
  await pause(IDLE_MS);
  const warm = residentBytes(gateway.pid) ?? 0;
  const fast: Tally = new Map();
  const slow: Tally = new Map();
  const peak = await peakWhile(OVERLOAD_MS, (end) => [
    ...Array.from({ length: CONNECTIONS / 2 }, () => produceUntil(end, fast)),
    ...Array.from({ length: CONNECTIONS / 4 }, () => dawdleUntil(end, slow)),
    ...Array.from({ length: CONNECTIONS / 4 }, askAndIgnore),
  ]);
  report(
    `overload: ${told(fast)}; dawdlers ${told(slow)}; resident ${inMiB(warm)} warm, ${inMiB(peak)} at most`,
  );

  expect([...fast.keys()].filter((answer) => !['200', '429', 'cut'].includes(answer))).toEqual([]);
  expect([...slow.keys()].filter((answer) => !['408', '429', 'closed', 'cut'].includes(answer))).toEqual([]);
  expect([fast.get('200') ?? 0, fast.get('429') ?? 0].every((times) => times > 0)).toBe(true);
  expect(gateway.isRunning).toBe(true);
  expect(peak - warm).toBeLessThan(OVER_WARM_MAX_BYTES);
  await isServing();
  expect(gateway.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a thousand idle connections cost little and are in nobody’s way', { timeout: 60_000 }, async () => {
  const before = residentBytes(gateway.pid) ?? 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const connection = await openRaw(gateway.url, 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
      sockets.add(connection.socket);
      expect(await connection.answered()).toBe(200);
    }),
  );
  await isServing();
  const after = residentBytes(gateway.pid) ?? 0;
  report(`idle: ${CONNECTIONS} connections, resident ${inMiB(before)} before, ${inMiB(after)} with them`);
  expect([...sockets].filter(({ closed }) => closed)).toEqual([]);
  expect(after - before).toBeLessThan(OVER_WARM_MAX_BYTES);
});
