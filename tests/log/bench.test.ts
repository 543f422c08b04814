// The benchmark itself, with a moment per row: every row runs, is verified and reported, and nothing is left behind.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const program = join(import.meta.dirname, '..', '..', 'tools', 'bench', 'main.ts');
let folder: string;

interface BenchReport {
  readonly rows: readonly { name: string; title: string; value: number; p50Ms: number; p99Ms: number }[];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-bench-test-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function bench(args: readonly string[]) {
  // Its own temporary folder lies in ours, to see that it is gone.
  const env = { PATH: process.env['PATH'], TMPDIR: folder };
  return run(process.execPath, ['--conditions=source', program, ...args], { env });
}

/** As the help lists them. */
async function rowNames(): Promise<string[]> {
  return /only these rows: (.*)/.exec((await bench(['--help'])).stdout)?.[1]?.split(', ') ?? [];
}

test('every row is measured, and the report holds them all', async () => {
  const file = join(folder, 'report.json');
  const { stdout } = await bench(['--seconds', '0.3', '--fetch-records', '20000', '--json', file]);
  const report = JSON.parse(await readFile(file, 'utf8')) as BenchReport;
  expect(report.rows.map(({ name }) => name)).toEqual(await rowNames());
  for (const { name, title, value, p50Ms, p99Ms } of report.rows) {
    expect(value, name).toBeGreaterThan(0);
    expect(p99Ms, name).toBeGreaterThanOrEqual(p50Ms);
    expect(stdout).toContain(`| ${title} |`);
  }
  expect(stdout).toMatch(/gateway after the run: \d+ MB resident \(goal at most 300 MB\)/);
  expect(await readdir(folder)).toEqual(['report.json']);
}, 60_000);

test('help and mistakes need no servers', async () => {
  expect(await rowNames()).toContain('500x16');
  await expect(bench(['--rows', 'nothing'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no row nothing'),
  });
});
