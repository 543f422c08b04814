// Faults of a gateway's process: F1 killed, F2 stopped, F3 paused, F15 little memory.
import { request } from 'node:http';
import { signal } from '../cluster/postgres-tree.ts';
import { ABUSED_TOPIC } from './topics.ts';
import type { Fault } from './fault.ts';

/** What a gateway promises for its stop. */
const STOP_LIMIT_MS = 10_000;

export const killed: Fault = {
  plan: (random) => ({ target: 'gateway', variant: '', durationMs: random.integer(0, 1_500) }),
  run: async ({ slot, plan, wait }) => {
    await slot.end('SIGKILL');
    await wait(plan.durationMs);
    const start = performance.now();
    await slot.start();
    return { 'gateway kills': 1, 'ready after a kill, ms': performance.now() - start };
  },
};

export const stopped: Fault = {
  plan: (random) => ({ target: 'gateway', variant: '', durationMs: random.integer(0, 1_000) }),
  run: async ({ slot, plan, wait, surprise }) => {
    const start = performance.now();
    if (slot.process === undefined) return undefined;
    const code = await slot.end('SIGTERM');
    const tookMs = performance.now() - start;
    if (tookMs > STOP_LIMIT_MS) surprise(`gateway ${plan.gateway} took ${Math.round(tookMs)} ms to stop`);
    if (code !== 0) surprise(`gateway ${plan.gateway} stopped with exit code ${code}`);
    await wait(plan.durationMs);
    await slot.start();
    return { 'gateway stops': 1, 'stop, ms': tookMs };
  },
};

export const paused: Fault = {
  plan: (random) => ({ target: 'gateway', variant: '', durationMs: random.integer(1_000, 12_000) }),
  stalls: () => true,
  run: async ({ slot, plan, wait }) => {
    const pid = slot.process?.pid;
    if (pid === undefined) return undefined;
    signal(pid, 'SIGSTOP');
    try {
      await wait(plan.durationMs);
    } finally {
      signal(pid, 'SIGCONT');
    }
    return { 'gateway pauses': 1 };
  },
};

const HEAP_MEBIBYTES = 48;
const BODY_BYTES = 8 * 1024 * 1024;
const BODIES = 12;

export const littleMemory: Fault = {
  plan: (random) => ({ target: 'gateway', variant: '', durationMs: random.integer(2_000, 5_000) }),
  ends: true,
  stalls: () => true,
  run: async ({ slot, plan, wait }) => {
    await slot.end('SIGTERM');
    await slot.start([`--max-old-space-size=${HEAP_MEBIBYTES}`]);
    const { process } = slot;
    const bodies = Array.from({ length: BODIES }, () => sendLargeBody(process?.port ?? 0));
    await wait(plan.durationMs);
    for (const body of bodies) body.destroy();
    const died = slot.process === undefined ? 1 : 0;
    await slot.end('SIGKILL');
    await slot.start();
    return { 'starts with little memory': 1, 'deaths of it': died };
  },
};

/** Many small records, which take more memory than their bytes. */
function sendLargeBody(port: number) {
  const headers = { 'content-type': 'application/vnd.kafka.json.v2+json' };
  const outgoing = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: `/topics/${ABUSED_TOPIC}`,
    headers,
  });
  outgoing
    .on('error', () => undefined)
    .on('response', (response) => response.on('error', () => undefined).resume());
  const record = '{"value":[1,2,3,{"deep":[{}]}]},';
  outgoing.end(`{"records":[${record.repeat(Math.floor(BODY_BYTES / record.length))}{"value":1}]}`);
  return outgoing;
}
