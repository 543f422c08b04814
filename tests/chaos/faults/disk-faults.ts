// Faults of the disk, which need root: F8 full, F10 slow or failing. The database lies on a file system of its own.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresTree } from '../cluster/postgres-tree.ts';
import type { Fault, FaultContext } from './fault.ts';

const run = promisify(execFile);
const RESTART_LIMIT_MS = 60_000;

async function untilItAnswers({ cluster, surprise }: FaultContext): Promise<void> {
  if (!(await cluster.untilPostgresAnswers(RESTART_LIMIT_MS)))
    surprise(`PostgreSQL did not come back within ${RESTART_LIMIT_MS} ms`);
}

/** Takes what is free with a file beside the database. */
export const diskFull: Fault = {
  plan: (random) => ({ target: 'postgres', variant: '', durationMs: random.integer(2_000, 6_000) }),
  run: async (context) => {
    const { cluster, plan, wait } = context;
    const ballast = join(cluster.diskFolder, 'ballast');
    try {
      await fill(ballast);
      await wait(plan.durationMs);
    } finally {
      await rm(ballast, { force: true });
    }
    await untilItAnswers(context);
    return { 'disks full': 1 };
  },
};

/** What is freed meanwhile is taken in further turns. */
async function fill(file: string): Promise<void> {
  for (let turn = 0, offset = 0; turn < 3; turn++) {
    const { stdout } = await run('stat', ['-f', '-c', '%a %S', join(file, '..')]);
    const [blocks = 0, blockBytes = 0] = stdout.trim().split(' ').map(Number);
    const free = blocks * blockBytes;
    if (free === 0) return;
    // The file system keeps a little for its own tables: what can't be had is left.
    const taken = await run('fallocate', ['-o', String(offset), '-l', String(free), file]).then(
      () => free,
      () => 0,
    );
    offset += taken;
    if (taken === 0)
      await run('dd', ['if=/dev/zero', `of=${file}.rest`, 'bs=64k', 'conv=fsync']).catch(() => undefined);
  }
  await rm(`${file}.rest`, { force: true });
}

const injections: Readonly<Record<string, string>> = {
  slow: 'inject=fdatasync,fsync:delay_enter=30000',
  fails: 'inject=fdatasync:error=EIO',
};

export const diskFailing: Fault = {
  plan: (random) => ({
    target: 'postgres',
    variant: random.pick(Object.keys(injections)),
    durationMs: random.integer(1_000, 4_000),
  }),
  run: async (context) => {
    const { cluster, plan, wait } = context;
    const pids = postgresTree(cluster.postgres.pid ?? 0).flatMap((pid) => ['-p', String(pid)]);
    const expressions = ['-e', 'trace=fdatasync,fsync', '-e', injections[plan.variant] ?? ''];
    const tracer = spawn('strace', ['-f', '-qq', '-o', '/dev/null', ...expressions, ...pids], {
      stdio: 'ignore',
    });
    const ended = once(tracer, 'exit');
    try {
      await wait(plan.durationMs);
    } finally {
      tracer.kill('SIGTERM');
      await ended;
    }
    await untilItAnswers(context);
    return { [plan.variant === 'slow' ? 'slow disks' : 'failing disks']: 1 };
  },
};
