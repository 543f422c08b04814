// The samples in docs/: each shell block and each browser program does what a reader would see it do, on a real gateway that has
// a topic `orders` and knows one token.
import { execFile } from 'node:child_process';
import type { ExecFileException } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway } from '../../tools/testing/gateway.ts';
import type { TestGateway } from '../../tools/testing/gateway.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs');
const ADDRESS = /(?:http:\/\/)?(?:localhost|127\.0\.0\.1):8080/g;
const TOKEN = 'open-sesame';
/** What follows a topic has no end: so long it is listened to. */
const LISTENED_SECONDS = 2;
const CURL_TIMED_OUT = 28;
const asAlice = { principal: 'User:alice', clientId: 'test' };

interface Sample {
  readonly page: string;
  readonly language: 'sh' | 'js';
  readonly code: string;
}

const samples = readdirSync(folder)
  .filter((page) => page.endsWith('.md'))
  .flatMap((page): Sample[] => {
    const blocks = readFileSync(join(folder, page), 'utf8').matchAll(/^```(sh|js)\n([\s\S]*?)^```$/gm);
    return [...blocks].map(([, language, code = '']) => ({ page, language: language as 'sh' | 'js', code }));
  });

let gateway: TestGateway;
let clusterId: string;

beforeAll(async () => {
  gateway = await startGateway({ config: { tokens: [`alice:${TOKEN}`], allowAnonymous: true } });
  await gateway.broker.createTopic({ name: 'orders' }, asAlice);
  ({ clusterId } = await gateway.broker.describeCluster(asAlice));
  await produce('first');
});
afterAll(() => gateway.close());

async function produce(item: string): Promise<void> {
  const answer = await fetch(`${gateway.url}/topics/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
    body: JSON.stringify({ records: [{ value: { item } }] }),
  });
  expect(answer.status).toBe(200);
}

interface Run {
  readonly status: number;
  readonly output: string;
}

function run(program: string, args: readonly string[]): Promise<Run> {
  const env = { ...process.env, CLUSTER: clusterId, TOKEN };
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: 20_000 }, (error: ExecFileException | null, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, output: stdout + stderr });
    });
  });
}

test.each(samples.filter(({ language }) => language === 'sh'))('$page: $code', async ({ code }) => {
  const strict = `curl() { command curl -sS --fail-with-body --max-time ${LISTENED_SECONDS} "$@"; }`;
  const script = `set -eu\n${strict}\n${code.replaceAll(ADDRESS, gateway.url)}`;
  const { status, output } = await run('bash', ['-c', script]);
  const isEndless = code.includes('curl -N');
  if (isEndless) expect(output).toContain('"offset":0');
  // Its own complaint that it was cut off is no answer of ours.
  expect({ output, status }).toEqual({ output, status: isEndless ? CURL_TIMED_OUT : 0 });
});

test.each(samples.filter(({ language }) => language === 'js'))('$page: $code', async ({ code }) => {
  // As a page of the gateway, whose own addresses need no host.
  const page = code.replaceAll('`/v3/', `\`${gateway.url}/v3/`);
  const end = `setTimeout(() => process.exit(0), ${1000 * LISTENED_SECONDS});`;
  const program = `const cluster = ${JSON.stringify(clusterId)};\n${page}\n${end}`;
  const ended = run(process.execPath, ['--experimental-eventsource', '--input-type=module', '-e', program]);
  for (let i = 0; i < 10; i++) {
    await produce(`seen ${i}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const { status, output } = await ended;
  expect(output).toMatch(/0 \d+ \{ item: 'seen \d' \}/);
  expect(status).toBe(0);
});
