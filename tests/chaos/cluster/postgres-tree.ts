// The processes of a PostgreSQL server: the postmaster, a direct child of ours, and its own children.
import { readFileSync } from 'node:fs';

/** The postmaster first. */
export function postgresTree(postmaster: number): number[] {
  try {
    const text = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim();
    return [postmaster, ...(text === '' ? [] : text.split(' ').map(Number))];
  } catch {
    // It has gone.
    return [];
  }
}

/** The children that serve connections: the server names them so for ps. */
export function backendsOf(postmaster: number): number[] {
  return postgresTree(postmaster)
    .slice(1)
    .filter((pid) => /^postgres: weir /.test(commandLine(pid)));
}

/** Harmless where a process has gone. True where it was there. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
