// A hundred thousand records in one request: all stored and reported, in memory that does not grow with them.
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGatewayProcess } from '../../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../../tools/testing/gateway-process.ts';
import { residentBytes } from '../../../tools/testing/resident-memory.ts';

const MiB = 1024 * 1024;
const RECORDS = 100_000;
const GROWTH_MAX_BYTES = 64 * MiB;
const hasProc = process.platform === 'linux';
const text = 'x'.repeat(80);

let dataDir: string;
let gateway: GatewayProcess;
let path: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'weir-produce-'));
  gateway = await startGatewayProcess({ dataDir });
  const { kafka_cluster_id: id } = (await (await fetch(gateway.url)).json()) as { kafka_cluster_id: string };
  const created = await fetch(`${gateway.url}/v3/clusters/${id}/topics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ topic_name: 'many', partitions_count: 4 }),
  });
  expect(created.status).toBe(201);
  path = `/v3/clusters/${id}/topics/many/records`;
});

afterAll(async () => {
  await gateway.stop();
  await rm(dataDir, { recursive: true, force: true });
});

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
