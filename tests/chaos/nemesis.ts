// The nemesis: makes the faults of a schedule when their time has come, some at the same time, and undoes them all at the end.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Surroundings } from './clients/surroundings.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { FaultContext } from './faults/fault.ts';
import { faults } from './faults/table.ts';
import { randomOf } from './random.ts';
import type { ScheduledFault } from './schedule.ts';

/** For what another fault still has in hand; then it is left out. */
const TARGET_WAIT_MS = 8_000;

export interface NemesisOptions {
  readonly cluster: Cluster;
  readonly surroundings: Surroundings;
  readonly schedule: readonly ScheduledFault[];
  readonly durationMs: number;
  readonly signal: AbortSignal;
}

/** Resolves when all faults are over and every process is up again. */
export async function runNemesis(options: NemesisOptions): Promise<void> {
  const { cluster, schedule, durationMs, signal } = options;
  const over = AbortSignal.any([signal, AbortSignal.timeout(durationMs)]);
  const start = performance.now();
  const running: Promise<void>[] = [];
  for (const fault of schedule) {
    const leftMs = fault.atMs - (performance.now() - start);
    if (leftMs > 0) await sleep(leftMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) break;
    running.push(makeFault(fault, options, over));
  }
  if (!over.aborted)
    await sleep(durationMs - (performance.now() - start), undefined, { signal: over }).catch(() => undefined);
  await Promise.all(running);
  await heal(cluster);
}

async function makeFault(fault: ScheduledFault, options: NemesisOptions, over: AbortSignal): Promise<void> {
  const { cluster, surroundings } = options;
  const { recorder } = surroundings;
  const { id: name, target, gateway, variant } = fault;
  const id = recorder.nextId();
  const detail = [
    variant,
    target === 'postgres' ? '' : `gateway ${gateway}`,
    target === 'databaseLink' ? 'database link' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  const write = (type: 'invoke' | 'ok' | 'fail', more: object = {}) =>
    recorder.write({ op: 'fault', type, id, fault: name, detail, ...more });
  const work = async () => {
    const made = faults[name];
    const stalls = made.stalls?.(fault) === true ? { stalls: [gateway] } : {};
    write('invoke', { ...stalls, ...(made.ends === true ? { ends: [gateway] } : {}) });
    try {
      const figures = await made.run(contextOf(fault, options, over));
      write('ok', figures === undefined ? {} : { figures });
    } catch (error) {
      write('fail', { detail: `${detail}: ${(error as Error).stack}` });
      throw error;
    }
  };
  if (target === 'none') return work();
  const place = target === 'postgres' ? target : `${target} ${gateway}`;
  if (!(await cluster.withTarget(place, TARGET_WAIT_MS, work)))
    write('fail', { detail: `${detail}: left out, another fault is at work there` });
}

function contextOf(
  plan: ScheduledFault,
  { cluster, surroundings }: NemesisOptions,
  over: AbortSignal,
): FaultContext {
  const slot = cluster.gateways[plan.gateway];
  if (slot === undefined) throw new Error(`there is no gateway ${plan.gateway}`);
  return {
    cluster,
    surroundings,
    plan,
    slot,
    random: randomOf(plan.seed, plan.id),
    signal: over,
    wait: (ms) => sleep(ms, undefined, { signal: over }).catch(() => undefined),
    surprise: (text) =>
      surroundings.recorder.write({ op: 'event', event: { kind: 'surprise', text: `${plan.id}: ${text}` } }),
  };
}

async function heal({ gateways }: Cluster): Promise<void> {
  for (const { clientLink, databaseLink } of gateways)
    for (const link of [clientLink, databaseLink]) {
      link.trouble = undefined;
      link.watch = undefined;
    }
  await Promise.all(gateways.map((slot) => slot.start()));
}
