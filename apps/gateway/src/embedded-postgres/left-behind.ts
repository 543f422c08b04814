// A gateway that was killed leaves its PostgreSQL running. The next start recognises it by postmaster.pid and its command
// line, and stops it in order, so that one way of starting and watching the server is enough.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process with this number runs (also one that we may not signal). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** In a container whose first process collects no children, an orphan that ended keeps its number for ever. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, '').trim().startsWith('Z');
  } catch {
    // Gone between the two looks.
    return true;
  }
}

/**
 * Stops a PostgreSQL that still runs on this cluster; gives its pid, or undefined where none ran. After a reboot the number in
 * postmaster.pid may belong to any other process: that one is left alone and the file is given a number that is free.
 */
export async function stopLeftBehind(cluster: string): Promise<number | undefined> {
  const file = join(cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const pid = Number.parseInt(text, 10);
  if (!(pid > 1) || !isAlive(pid)) return undefined;
  if (!commandLine(pid).includes(cluster)) {
    // PostgreSQL would refuse to start beside a living pid. The rest of the file stays: by its shared memory key the server
    // still finds out whether an old one is at work here.
    await writeFile(file, text.replace(/^\d+/, String(freePid())));
    return undefined;
  }
  await stopProcess(pid, { fastMs: 8_000, immediateMs: 5_000 });
  return pid;
}

/** Fast shutdown, then immediate, then SIGKILL. Resolves when the process is gone. */
export async function stopProcess(
  pid: number,
  limits: { fastMs: number; immediateMs: number },
): Promise<void> {
  const steps = [
    { signal: 'SIGINT', limitMs: limits.fastMs },
    { signal: 'SIGQUIT', limitMs: limits.immediateMs },
    { signal: 'SIGKILL', limitMs: 2_000 },
  ] as const;
  for (const { signal, limitMs } of steps) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    const end = performance.now() + limitMs;
    while (performance.now() < end) {
      if (!isAlive(pid)) return;
      await sleep(15);
    }
  }
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    // It ended between the two looks, so it is not ours any more.
    return '';
  }
}

/** A process that has just ended: its number is not given out again soon. */
function freePid(): number {
  return spawnSync(process.execPath, ['--version'], { stdio: 'ignore' }).pid;
}
