// Brings a clone into the state that start and tests need: packages installed, what changed built. Shows a line per step; the
// noise of npm and Nx goes to a log that is shown where a step fails. Uses nothing but Node 20.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockPreparation } from './preparation-lock.mjs';
import { StepFailed, StepStopped, runStep } from './step.mjs';

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

/**
 * Installs what is missing and builds the projects named, where anything changed since. Ends the process with exit code 1 and
 * the step's output where one fails, and with 128 and the signal's number where a signal stops one.
 * @param {{ build: readonly string[] }} options
 */
export async function prepare({ build: projects }) {
  try {
    if (isInstalled() && isBuilt(projects)) return;
    const lock = join(repository, '.nx', 'weir-prepare.lock');
    const unlock = await lockPreparation(lock, () =>
      console.log(`Another process prepares this checkout: waiting for it (${lock}) …`),
    );
    try {
      // The one that was waited for may have done it all.
      if (!isInstalled()) await install();
      if (!isBuilt(projects)) await build(projects);
    } finally {
      unlock();
    }
  } catch (error) {
    if (error instanceof StepFailed) console.error(excerpt(error.output));
    console.error(`weir: ${error.message}`);
    process.exit(error instanceof StepStopped ? 128 + constants.signals[error.signal] : 1);
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

const installStamp = join(cache, 'installed');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(repository, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  if (!existsSync(pinnedNode)) return false;
  const hash = lockHash();
  if (readIfThere(installStamp) === hash) return true;
  // npm writes this file last. One that is newer than the lock is of somebody's own `npm install` or `npm ci`.
  const installed = statSync(join(modules, '.package-lock.json'), { throwIfNoEntry: false });
  const lock = statSync(join(repository, 'package-lock.json'));
  if (installed === undefined || installed.mtimeMs < lock.mtimeMs) return false;
  writeStamp(installStamp, hash);
  return true;
}

async function install() {
  const hash = lockHash();
  try {
    await installOnce();
  } catch (error) {
    const isHalfMade = error instanceof StepFailed && /\b(ENOTEMPTY|ENOENT|EEXIST)\b/.test(error.output);
    if (!isHalfMade) throw error;
    error.discardLog();
    console.log('What an interrupted installation left is in the way: removing it and installing once more');
    removeModules();
    await installOnce();
  }
  if (!existsSync(pinnedNode)) {
    throw new Error(
      'npm ran no install scripts, so the pinned Node is missing: run "npm ci --ignore-scripts=false"',
    );
  }
  writeStamp(installStamp, hash);
}

async function installOnce() {
  const npm = process.env.npm_execpath;
  const [file, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // Build tools are development dependencies: a NODE_ENV of production must not leave them out.
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=warn'];
  const program = { file, args: [...args, 'ci', ...options], cwd: repository, env: toolEnvironment() };
  await runStep('Installing packages (npm ci)', program);
}

/** Every workspace's too. `npm ci` begins with the same, so nothing is lost that it would keep. */
function removeModules() {
  const workspaces = sourceRoots.flatMap((root) =>
    existsSync(join(repository, root))
      ? readdirSync(join(repository, root)).map((name) => join(repository, root, name, 'node_modules'))
      : [],
  );
  for (const folder of [modules, ...workspaces]) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function buildStamp(projects) {
  return join(cache, `built-${projects.map((name) => name.split('/').pop()).join('-')}`);
}

function isBuilt(projects) {
  if (projects.length === 0) return true;
  const isThere = projects.every((name) => existsSync(join(repository, outputs[name])));
  return isThere && readIfThere(buildStamp(projects)) === fingerprint();
}

async function build(projects) {
  const print = fingerprint();
  const nx = join(
    modules,
    'nx',
    JSON.parse(readFileSync(join(modules, 'nx', 'package.json'), 'utf8')).bin.nx,
  );
  const args = [nx, 'run-many', '-t', 'build', '-p', projects.join(','), '--outputStyle=static'];
  const title = `Building ${projects.map((name) => name.split('/').pop()).join(' and ')}`;
  await runStep(title, { file: pinnedNode, args, cwd: repository, env: toolEnvironment() });
  writeStamp(buildStamp(projects), print);
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

/** npm says what is wrong first, compilers last. What npm thinks of the Node that starts us is never the reason. */
function excerpt(output) {
  const lines = output.split('\n').filter((line) => !/^npm warn EBADENGINE/i.test(line));
  if (lines.length <= 80) return lines.join('\n');
  return [...lines.slice(0, 40), `… ${lines.length - 80} more lines …`, ...lines.slice(-40)].join('\n');
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function writeStamp(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
