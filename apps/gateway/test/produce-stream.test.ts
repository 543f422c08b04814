// A hundred thousand records in one request: all stored and reported, in memory that does not grow with them.
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { FreshGateway } from '../../../tools/testing/fresh-gateway.ts';
import type { GatewayProcess } from '../../../tools/testing/gateway-process.ts';
import { residentBytes } from '../../../tools/testing/resident-memory.ts';

const MiB = 1024 * 1024;
const RECORDS = 100_000;
const GROWTH_MAX_BYTES = 64 * MiB;
const hasProc = process.platform === 'linux';
const text = 'x'.repeat(80);

let fresh: FreshGateway;
let gateway: GatewayProcess;
let path: string;

beforeAll(async () => {
  fresh = await startFreshGateway({ topics: { many: 4 } });
  gateway = fresh.process;
  path = `${fresh.cluster}/topics/many/records`;
});

afterAll(() => fresh.remove());

interface Result {
  readonly reports: number;
  readonly faults: readonly string[];
  readonly peakBytes: number;
}

/** Sends as fast as it may, and reads the reports meanwhile. */
async function produce(records: number): Promise<Result> {
  const call = request(gateway.url + path, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
  });
  const faults: string[] = [];
  let reports = 0;
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(gateway.pid) ?? 0);
  }, 10);
  const answered = new Promise<void>((resolve, reject) => {
    call.on('error', reject).on('response', (answer) => {
      createInterface({ input: answer })
        .on('line', (line) => {
          reports++;
          if (!line.startsWith('{"error_code":200,')) faults.push(line);
        })
        .on('close', resolve);
    });
  });
  for (let i = 0; i < records; i += 100) {
    const piece = Array.from({ length: 100 }, (_, j) => `{"value":{"data":{"n":${i + j},"text":"${text}"}}}`);
    if (!call.write(piece.join(''))) await new Promise((resolve) => call.once('drain', resolve));
  }
  call.end();
  await answered.finally(() => clearInterval(timer));
  return { reports, faults, peakBytes };
}

test('a hundred thousand records in one request', { timeout: 120_000 }, async () => {
  // What the process takes once and keeps: its tail cache, its young generation, its connections.
  for (let round = 0; round < 8; round++) await produce(RECORDS);
  const warmBytes = residentBytes(gateway.pid) ?? 0;
  const startMs = performance.now();
  const { reports, faults, peakBytes } = await produce(RECORDS);
  const seconds = (performance.now() - startMs) / 1000;
  console.log(
    `${Math.round(RECORDS / seconds)} records/s; resident ${Math.round(warmBytes / MiB)} MiB warm, at most ${Math.round((peakBytes - warmBytes) / MiB)} MiB more`,
  );
  expect(faults).toEqual([]);
  expect(reports).toBe(RECORDS);
  if (hasProc) expect(peakBytes - warmBytes).toBeLessThan(GROWTH_MAX_BYTES);
});
