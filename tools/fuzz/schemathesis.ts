// Schemathesis, in a virtual environment of its own that is made when it is first needed.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VERSION = '4.32.5';
const PYTHON_MIN = [3, 11] as const;
const repository = join(import.meta.dirname, '..', '..');
const ownFolder = join(repository, 'node_modules', '.cache', 'weir', `schemathesis-${VERSION}`);

/** It can't be run on this machine; the message says what it lacks. */
export class NotAvailable extends Error {
  override readonly name = 'NotAvailable';
}

/** Brings it where it is missing. Throws NotAvailable. */
export async function installSchemathesis(folder = ownFolder): Promise<void> {
  // Written last: an environment without it is half made.
  const stamp = join(folder, 'complete');
  if (existsSync(stamp)) return;
  await requirePython();
  console.log(`Installing schemathesis ${VERSION} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(join(folder, 'bin', 'python3'), [...pip, `schemathesis==${VERSION}`]);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const said = `${stdout}${stderr}`.trim() || (error as Error).message;
    throw new NotAvailable(`schemathesis ${VERSION} can't be installed: ${said}`, { cause: error });
  }
  writeFileSync(stamp, '');
}

async function requirePython(): Promise<void> {
  const needed = `the fuzzer needs Python ${PYTHON_MIN.join('.')} or newer as python3 in PATH`;
  const print = 'import sys; print(*sys.version_info[:2])';
  const { stdout } = await run('python3', ['-c', print]).catch((error: unknown) => {
    throw new NotAvailable(`${needed}, with its venv module; there is none`, { cause: error });
  });
  const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
  const isOld = major < PYTHON_MIN[0] || (major === PYTHON_MIN[0] && minor < PYTHON_MIN[1]);
  if (isOld) throw new NotAvailable(`${needed}; this one is ${major}.${minor}`);
}

export interface RunOptions {
  readonly cwd: string;
  /** That requests leave in place. */
  readonly topics: readonly string[];
  /** Stops it. */
  readonly signal: AbortSignal;
}

/** Runs it with our output as its own; resolves with its exit code. */
export function runSchemathesis(
  args: readonly string[],
  { cwd, topics, signal }: RunOptions,
): Promise<number> {
  const hooks = {
    SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'hooks.py'),
    FUZZ_TOPICS: topics.join(','),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const child = spawn(join(ownFolder, 'bin', 'schemathesis'), args, {
    cwd,
    env: { ...process.env, ...hooks },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 1);
    });
  });
}
