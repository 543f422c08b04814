// Many tails at once: readers who do not read cost a bounded memory, disturb nobody and are cut off; readers to whom nothing
// happens cost next to nothing, and all of them hear of the next record at once.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EventStream } from '../../../tools/testing/event-stream.ts';
import { startFreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { FreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { GatewayProcess } from '../../../tools/testing/gateway-process.ts';
import { residentBytes } from '../../../tools/testing/resident-memory.ts';

const MiB = 1024 * 1024;
const STALLED = 150;
const IDLE = 200;
/** Long enough for a heartbeat. */
const IDLE_MS = 17_000;
const REQUESTS = 150;
const RECORDS_PER_REQUEST = 20;
const hasProc = process.platform === 'linux';

let fresh: FreshGateway;
let gateway: GatewayProcess;
let topics: string;

beforeAll(async () => {
  fresh = await startFreshGateway({ topics: { large: 4, quiet: 4 } });
  gateway = fresh.process;
  topics = `${fresh.cluster}/topics`;
});

afterAll(() => fresh.remove());

async function produce(topic: string, values: readonly string[]): Promise<void> {
  const response = await fetch(`${gateway.url}/topics/${topic}`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
    body: JSON.stringify({ records: values.map((value) => ({ value })) }),
  });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}

/** Of one core, since it started; a tick is a hundredth of a second. */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${gateway.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Until the gateway has filled what lies between it and those who do not read. */
async function quiet(): Promise<void> {
  for (let quietSeconds = 0; quietSeconds < 3; quietSeconds++) {
    const before = hasProc ? cpuSeconds() : 0;
    await sleep(hasProc ? 1_000 : 3_000);
    if (hasProc && cpuSeconds() - before > 0.1) quietSeconds = -1;
  }
}

/** Reads the topic from its beginning; answers how long it took. */
async function readAll(topic: string, count: number): Promise<number> {
  const began = performance.now();
  const url = `${gateway.url}${topics}/${topic}/records?from=earliest&max_records=${count}`;
  let seen = 0;
  for await (const { data } of new EventStream(url).events()) seen += (JSON.parse(data) as unknown[]).length;
  expect(seen).toBe(count);
  return performance.now() - began;
}

/** Asks for a tail and never reads. */
async function stall(topic: string): Promise<Socket> {
  const socket = connect(gateway.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    `GET ${topics}/${topic}/records?from=earliest HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n`,
  );
  return socket;
}

test(
  'readers who do not read are bounded, disturb nobody and are cut off',
  { timeout: 180_000 },
  async () => {
    const value = 'x'.repeat(10_000);
    const values = Array.from({ length: RECORDS_PER_REQUEST }, () => value);
    for (let request = 0; request < REQUESTS; request++) await produce('large', values);
    const count = REQUESTS * RECORDS_PER_REQUEST;
    const aloneMs = await readAll('large', count);
    const warm = residentBytes(gateway.pid) ?? 0;
    const sockets = await Promise.all(Array.from({ length: STALLED }, () => stall('large')));
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, residentBytes(gateway.pid) ?? 0)), 100);
    await quiet();
    const besidesMs = await readAll('large', count);
    const page = await fetch(`${gateway.url}${topics}/large/partitions/0/records?max_records=100`);
    expect(page.status).toBe(200);
    await page.arrayBuffer();
    clearInterval(watch);
    console.log(
      `${STALLED} stalled: +${Math.round((peak - warm) / MiB)} MiB; a reader beside them ${Math.round(besidesMs)} ms, alone ${Math.round(aloneMs)} ms`,
    );
    if (hasProc) expect(peak - warm).toBeLessThan(128 * MiB);
    expect(besidesMs).toBeLessThan(3 * aloneMs + 5_000);
    // The gateway's side is gone: a write is answered with a reset.
    await vi.waitFor(
      () => {
        for (const socket of sockets) if (!socket.destroyed) socket.write('\r\n');
        expect(sockets.filter(({ destroyed }) => !destroyed)).toEqual([]);
      },
      { timeout: 60_000, interval: 1_000 },
    );
  },
);

test('tails to which nothing happens cost next to nothing', { timeout: 120_000 }, async () => {
  const stop = new AbortController();
  const url = `${gateway.url}${topics}/quiet/records`;
  const streams = Array.from({ length: IDLE }, () => new EventStream(url, { signal: stop.signal }));
  const heardMs: number[] = [];
  const before = residentBytes(gateway.pid) ?? 0;
  const reading = streams.map(async (stream) => {
    for await (const _event of stream.events()) heardMs.push(performance.now());
  });
  await vi.waitFor(() => expect(streams.every(({ parser }) => parser.lastEventId !== '')).toBe(true), {
    timeout: 20_000,
  });
  const lines = await fetch(url, { headers: { accept: 'application/x-ndjson' }, signal: stop.signal });
  let heartbeats = '';
  const hearing = (async () => {
    for await (const chunk of lines.body ?? []) heartbeats += new TextDecoder().decode(chunk);
  })();
  const cpuBefore = hasProc ? cpuSeconds() : 0;
  await sleep(IDLE_MS);
  const share = hasProc ? ((cpuSeconds() - cpuBefore) * 1000) / IDLE_MS : 0;
  const grown = (residentBytes(gateway.pid) ?? 0) - before;
  // One at the connect, one in the silence.
  expect(heartbeats).toBe('\n\n');
  const sentMs = performance.now();
  await produce('quiet', ['one']);
  await vi.waitFor(() => expect(heardMs).toHaveLength(IDLE), { timeout: 10_000, interval: 5 });
  const latest = Math.max(...heardMs) - sentMs;
  console.log(
    `${IDLE} idle: ${(share * 100).toFixed(1)} % of a core, +${Math.round(grown / MiB)} MiB; all heard of a record within ${Math.round(latest)} ms`,
  );
  expect(share).toBeLessThan(0.25);
  stop.abort();
  await Promise.allSettled([...reading, hearing]);
});
