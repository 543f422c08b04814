// What a process holds in memory, as Linux tells it: for tests with a bound on it, and for the benchmark.
import { readFileSync } from 'node:fs';

/** In bytes: now, or at most since the start (VmHWM). Undefined where there is no /proc. */
export function residentBytes(pid: number, field: 'VmRSS' | 'VmHWM' = 'VmRSS'): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
}
