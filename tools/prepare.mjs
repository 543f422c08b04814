// Brings a clone into the state that start and tests need: packages installed, what changed built. Shows a line per step; the
// noise of npm and Nx goes to a log that is shown where a step fails. Uses nothing but Node 20.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(repository, 'node_modules');
const cache = join(modules, '.cache', 'weir');
export const pinnedNode = join(modules, 'node', 'bin', 'node');

/** What each project's build writes, to notice where it was removed. */
const outputs = {
  '@weir/gateway': 'apps/gateway/dist/main.js',
  '@weir/dashboard': 'apps/dashboard/out/index.html',
};
const sourceRoots = ['libs', 'apps'];
const sourceFiles = ['package.json', 'package-lock.json', 'tsconfig.json', 'nx.json'];
const notSources = new Set(['node_modules', 'dist', 'out', '.next', 'test', 'next-env.d.ts']);

/** A step failed and its log was shown: there is nothing to add. */
class StepFailed extends Error {}

/**
 * Installs what is missing and builds the projects named, where anything changed since. Ends the process with exit code 1 and
 * the step's output where one fails.
 * @param {{ build: readonly string[] }} options
 */
export async function prepare({ build: projects }) {
  try {
    await install();
    if (projects.length > 0) await build(projects);
  } catch (error) {
    if (!(error instanceof StepFailed)) console.error(`weir: ${error.message}`);
    process.exit(1);
  }
}

/** The environment in which the pinned tools run: the pinned Node is the first that is found. */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

async function install() {
  const lock = join(repository, 'package-lock.json');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const stamp = join(cache, 'installed');
  if (existsSync(pinnedNode)) {
    if (readIfThere(stamp) === hash) return;
    // npm writes this file last. One that is newer than the lock is of somebody's own `npm install` or `npm ci`.
    const installed = statSync(join(modules, '.package-lock.json'), { throwIfNoEntry: false });
    if (installed !== undefined && installed.mtimeMs >= statSync(lock).mtimeMs)
      return writeStamp(stamp, hash);
  }
  const npm = process.env.npm_execpath;
  const [file, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // Build tools are development dependencies: a NODE_ENV of production must not leave them out.
  await runStep('Installing packages (npm ci)', file, [
    ...args,
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=warn',
  ]);
  if (!existsSync(pinnedNode)) {
    throw new Error(
      'npm ran no install scripts, so the pinned Node is missing: run "npm ci --ignore-scripts=false"',
    );
  }
  writeStamp(stamp, hash);
}

async function build(projects) {
  const stamp = join(cache, `built-${projects.map((name) => name.split('/').pop()).join('-')}`);
  const print = fingerprint();
  const isThere = projects.every((name) => existsSync(join(repository, outputs[name])));
  if (isThere && readIfThere(stamp) === print) return;
  const nx = join(
    modules,
    'nx',
    JSON.parse(readFileSync(join(modules, 'nx', 'package.json'), 'utf8')).bin.nx,
  );
  const args = [nx, 'run-many', '-t', 'build', '-p', projects.join(','), '--outputStyle=static'];
  await runStep(`Building ${projects.map((name) => name.split('/').pop()).join(' and ')}`, pinnedNode, args);
  writeStamp(stamp, print);
}

/** Changes when any source's path, size or time does: cheaper than reading them, and Nx looks closely afterwards. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(repository, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(join(repository, folder), { withFileTypes: true })) {
      if (notSources.has(entry.name)) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && !entry.name.endsWith('.test.ts')) add(path);
    }
  };
  sourceFiles.forEach(add);
  sourceRoots.forEach(walk);
  return hash.digest('hex');
}

/** Rejects with StepFailed after showing the end of the step's output; a signal ends the step and this process. */
async function runStep(title, file, args) {
  // Not in node_modules, which `npm ci` empties.
  const folder = mkdtempSync(join(tmpdir(), 'weir-step-'));
  const logFile = join(folder, 'output.log');
  const log = openSync(logFile, 'w');
  const progress = showProgress(title);
  // A process group of its own, so that one signal reaches all that the tool started.
  const child = spawn(file, args, {
    cwd: repository,
    env: toolEnvironment(),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const stop = (signal) => {
    if (child.pid) process.kill(-child.pid, signal);
    console.error('\nweir: stopped');
    process.exit(130);
  };
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  for (const signal of signals) process.removeListener(signal, stop);
  progress.end();
  if (end === 0) return rmSync(folder, { recursive: true });
  console.error(excerpt(readFileSync(logFile, 'utf8').trimEnd().split('\n')));
  console.error(`weir: ${title} failed (${end}); all of its output is in ${logFile}`);
  throw new StepFailed(title);
}

/** npm says what is wrong first, compilers last. */
function excerpt(lines) {
  if (lines.length <= 80) return lines.join('\n');
  return [...lines.slice(0, 40), `… ${lines.length - 80} more lines …`, ...lines.slice(-40)].join('\n');
}

/** A line with running seconds on a terminal, one line at the start and one at the end elsewhere. */
function showProgress(title) {
  const start = performance.now();
  const line = () => `${title} … ${((performance.now() - start) / 1000).toFixed(1)} s`;
  if (!process.stdout.isTTY) {
    console.log(`${title} …`);
    return { end: () => console.log(line()) };
  }
  const ticker = setInterval(() => process.stdout.write(`\r${line()}`), 200);
  return {
    end: () => {
      clearInterval(ticker);
      process.stdout.write(`\r${line()}\n`);
    },
  };
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function writeStamp(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
