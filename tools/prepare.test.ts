// Preparing a checkout: what a stop, a half-made installation and a second start do to it. The real programs of tools/ run in a
// folder of their own; in npm's place runs a script that behaves as the case needs.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '@weir/gateway/embedded-postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** What an installation leaves, as far as the preparation looks at it. */
const installs = `
  const { appendFileSync, mkdirSync, writeFileSync } = await import('node:fs');
  appendFileSync('calls', process.argv[2] + '\\n');
  const install = () => {
    mkdirSync('node_modules/node/bin', { recursive: true });
    writeFileSync('node_modules/node/bin/node', '');
  };
`;

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'weir-prepare-'));
  mkdirSync(join(checkout, 'tmp'));
  mkdirSync(join(checkout, 'apps', 'one', 'node_modules'), { recursive: true });
  for (const name of readdirSync(import.meta.dirname).filter((file) => file.endsWith('.mjs'))) {
    cpSync(join(import.meta.dirname, name), join(checkout, 'tools', name));
  }
  writeFileSync(join(checkout, 'package-lock.json'), '{}');
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

interface Preparation {
  readonly pid: number;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function prepare(): Preparation {
  const script = `const { prepare } = await import('./tools/prepare.mjs');
    await prepare({ build: [] });
    console.log('prepared');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: checkout,
    env: { ...process.env, npm_execpath: join(checkout, 'npm.js'), TMPDIR: join(checkout, 'tmp') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { pid: child.pid ?? 0, output: () => output, ended };
}

const npmIs = (program: string) => writeFileSync(join(checkout, 'npm.js'), `${installs}${program}`);
const read = (name: string) => readFileSync(join(checkout, name), 'utf8');
const logs = () => readdirSync(join(checkout, 'tmp'));
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends npm and all that npm started, and leaves no log', async (signal, code) => {
  // Its child, like a script of a package, does not hear of a signal to npm alone.
  npmIs(`process.on('SIGINT', () => undefined);
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 20_000)']);
    writeFileSync('pids.new', process.pid + ' ' + child.pid);
    (await import('node:fs')).renameSync('pids.new', 'pids');
    setTimeout(() => undefined, 20_000);`);
  const preparation = prepare();
  await until(() => existsSync(join(checkout, 'pids')));
  process.kill(preparation.pid, signal);
  // npm passes on what it was sent: the same Ctrl-C once more.
  process.kill(preparation.pid, signal);
  expect(await preparation.ended).toBe(code);
  expect(read('pids').split(' ').map(Number).filter(isAlive)).toEqual([]);
  expect(preparation.output()).toBe('Installing packages (npm ci) …\nweir: stopped\n');
  expect([logs(), readdirSync(join(checkout, '.nx'))]).toEqual([[], []]);
});

test('a second Ctrl-C ends at once what does not listen to the first', async () => {
  npmIs(`process.on('SIGTERM', () => writeFileSync('asked', ''));
    writeFileSync('running', '');
    setTimeout(() => undefined, 20_000);`);
  const preparation = prepare();
  await until(() => existsSync(join(checkout, 'running')));
  process.kill(preparation.pid, 'SIGINT');
  await until(() => existsSync(join(checkout, 'asked')));
  await new Promise((resolve) => setTimeout(resolve, 600));
  const start = performance.now();
  process.kill(preparation.pid, 'SIGINT');
  expect(await preparation.ended).toBe(130);
  expect(performance.now() - start).toBeLessThan(2_500);
});

test('a half-made installation is removed and made once more', async () => {
  mkdirSync(join(checkout, 'node_modules', 'left', 'behind'), { recursive: true });
  npmIs(`const { existsSync } = await import('node:fs');
    if (existsSync('node_modules/left') || existsSync('apps/one/node_modules')) {
      console.error('npm error code ENOTEMPTY');
      process.exit(1);
    }
    install();`);
  const preparation = prepare();
  expect(await preparation.ended).toBe(0);
  expect(preparation.output()).toMatch(/removing it and installing once more\n[^]*prepared\n$/);
  expect([read('calls'), logs()]).toEqual(['ci\nci\n', []]);
});

test('a failure shows why, without what npm thinks of the Node outside, and keeps the log that it names', async () => {
  npmIs(`console.error('npm warn EBADENGINE   package: some@1.0.0');
    console.error('npm error code E404');
    process.exit(1);`);
  const preparation = prepare();
  expect(await preparation.ended).toBe(1);
  expect(read('calls')).toBe('ci\n');
  const [, ...lines] = preparation.output().trimEnd().split('\n');
  const log = join(checkout, 'tmp', logs()[0] ?? '', 'output.log');
  expect(lines).toEqual([
    'npm error code E404',
    `weir: Installing packages (npm ci) failed (1); all of its output is in ${log}`,
  ]);
  expect(readFileSync(log, 'utf8')).toContain('EBADENGINE');
});

test('a second start waits for the first one, and finds its work done', async () => {
  npmIs(`setTimeout(install, 1000);`);
  const first = prepare();
  await until(() => existsSync(join(checkout, 'calls')));
  const second = prepare();
  await until(() => second.output().includes('waiting for it'));
  expect([await first.ended, await second.ended]).toEqual([0, 0]);
  expect(second.output()).toMatch(/^Another process prepares this checkout: waiting for it .*\nprepared\n$/);
  expect(read('calls')).toBe('ci\n');
});

test('a start that was killed in the middle does not hold up the next one', async () => {
  npmIs(`writeFileSync('npm.pid', String(process.pid)); setTimeout(() => undefined, 20_000);`);
  const first = prepare();
  await until(() => existsSync(join(checkout, 'npm.pid')) && read('npm.pid') !== '');
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  process.kill(Number(read('npm.pid')), 'SIGKILL');
  npmIs('install();');
  const second = prepare();
  expect(await second.ended).toBe(0);
  expect(second.output()).not.toContain('waiting');
});
