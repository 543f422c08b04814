// What processes take of processor and memory, from /proc; undefined where there is none (macOS).
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** The kernel counts processor time in ticks of this length on every architecture that Node runs on. */
const tickMs = 10;

const hasProc = existsSync('/proc/self/stat');

interface Status {
  readonly parent: number;
  readonly cpuMs: number;
  /** Of children that have ended and were waited for. */
  readonly endedChildrenMs: number;
}

/** Undefined for a process that has gone. */
function statusOf(pid: number | string): Status | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name stands in parentheses and may hold anything; the numbers follow the last one.
  const fields = text
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
  return {
    parent: fields[1] ?? 0,
    cpuMs: (user + system) * tickMs,
    endedChildrenMs: (childrenUser + childrenSystem) * tickMs,
  };
}

function cpuMsOf(pid: number): number {
  return statusOf(pid)?.cpuMs ?? 0;
}

/** Of a process and its children, those that have ended among them. */
function cpuMsOfFamily(pid: number): number {
  const endedMs = statusOf(pid)?.endedChildrenMs ?? 0;
  return familyOf(pid).reduce((sum, member) => sum + cpuMsOf(member), endedMs);
}

export interface ProcessIds {
  readonly gateway: number;
  readonly postgres: number;
  readonly load: number;
}

/**
 * Of one core: 1 is a core that did nothing else. Undefined where the system does not tell. `others` is what the machine
 * did besides: where it is much, the run says little.
 */
export type ProcessorUse = { readonly [Name in keyof ProcessIds | 'others']: number } | undefined;

/** Processor use from the moment that it is made. */
export class ProcessorClock {
  readonly #ids: ProcessIds;
  readonly #startMs = performance.now();
  readonly #before: ProcessorUse;

  constructor(ids: ProcessIds) {
    this.#ids = ids;
    this.#before = this.#now();
  }

  read(): ProcessorUse {
    const now = this.#now();
    const before = this.#before;
    if (now === undefined || before === undefined) return undefined;
    const wallMs = performance.now() - this.#startMs;
    const share = (name: keyof NonNullable<ProcessorUse>) => (now[name] - before[name]) / wallMs;
    return {
      gateway: share('gateway'),
      postgres: share('postgres'),
      load: share('load'),
      // The two clocks tick apart: nothing must not come out as less than nothing.
      others: Math.max(share('others'), 0),
    };
  }

  /** Milliseconds so far. */
  #now(): ProcessorUse {
    if (!hasProc) return undefined;
    const gateway = cpuMsOf(this.#ids.gateway);
    const postgres = cpuMsOfFamily(this.#ids.postgres);
    const load = cpuMsOf(this.#ids.load);
    return { gateway, postgres, load, others: busyMs() - gateway - postgres - load };
  }
}

/** Of all processors together: everything but idling and waiting for disks, what other guests took of the host included. */
function busyMs(): number {
  const [all = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = all
    .trim()
    .split(/ +/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softIrq + steal) * tickMs;
}

/** Memory of a process and its children, each shared page counted once (PSS), in bytes. */
export function proportionalBytes(pid: number): number | undefined {
  if (!hasProc) return undefined;
  return familyOf(pid).reduce(
    (sum, member) => sum + kilobytes(`/proc/${member}/smaps_rollup`, /^Pss:\s+(\d+) kB/m),
    0,
  );
}

/** Nothing of a process that has gone. */
function kilobytes(path: string, pattern: RegExp): number {
  return Number(pattern.exec(readIfThere(path) ?? '')?.[1] ?? 0) * 1024;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function familyOf(pid: number): number[] {
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statusOf(name)?.parent === pid,
  );
  return [pid, ...children.map(Number)];
}
