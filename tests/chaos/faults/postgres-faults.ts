// Faults of PostgreSQL: F4 killed, F5 paused, F12 locks and held snapshots.
import { backendsOf, postgresTree, signal } from '../cluster/postgres-tree.ts';
import type { Fault, FaultContext } from './fault.ts';

/** For crash recovery, and for the pause before the server is started again. */
const RESTART_LIMIT_MS = 60_000;

export const killed: Fault = {
  plan: (random) => ({
    target: 'postgres',
    variant: random.pick(['kill', 'kill', 'quit', 'quit', 'backend', 'backend', 'terminate']),
    durationMs: 0,
  }),
  run: async (context) => {
    const { cluster, plan, random } = context;
    const start = performance.now();
    const pid = cluster.postgres.pid ?? 0;
    if (plan.variant === 'kill') signal(pid, 'SIGKILL');
    else if (plan.variant === 'quit') signal(pid, 'SIGQUIT');
    else if (plan.variant === 'backend') {
      const backends = backendsOf(pid);
      if (backends.length === 0) return undefined;
      signal(random.pick(backends), 'SIGKILL');
    } else {
      await terminateAll(context);
      return { 'connections terminated': 1 };
    }
    await untilItAnswers(context);
    return { 'database kills': 1, 'database away, ms': performance.now() - start };
  },
};

async function terminateAll({ cluster }: FaultContext): Promise<void> {
  const client = await cluster.connect().catch(() => undefined);
  await client
    ?.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'weir'`)
    .catch(() => undefined);
  await client?.end().catch(() => undefined);
}

/** A killed server is noticed a moment later: what answers at once may still be on its way out. */
async function untilItAnswers({ cluster, surprise }: FaultContext): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (!(await cluster.untilPostgresAnswers(RESTART_LIMIT_MS)))
    surprise(`PostgreSQL did not come back within ${RESTART_LIMIT_MS} ms`);
}

export const paused: Fault = {
  plan: (random) => ({ target: 'postgres', variant: '', durationMs: random.integer(1_000, 8_000) }),
  run: async ({ cluster, plan, wait }) => {
    const tree = postgresTree(cluster.postgres.pid ?? 0);
    for (const pid of tree) signal(pid, 'SIGSTOP');
    try {
      await wait(plan.durationMs);
    } finally {
      for (const pid of tree.reverse()) signal(pid, 'SIGCONT');
    }
    return { 'database pauses': 1 };
  },
};

const statements: Readonly<Record<string, string>> = {
  'lock of partitions': 'begin; lock table weir.partition in access exclusive mode',
  'lock of batches': 'begin; lock table weir.batch in access exclusive mode',
  'lock of topics': 'begin; lock table weir.topic in access exclusive mode',
  snapshot: 'begin isolation level repeatable read; select count(*) from weir.topic',
};

export const locked: Fault = {
  plan: (random) => ({
    target: 'postgres',
    variant: random.pick(Object.keys(statements)),
    durationMs: random.integer(1_000, 8_000),
  }),
  run: async ({ cluster, plan, wait }) => {
    const client = await cluster.connect().catch(() => undefined);
    if (client === undefined) return undefined;
    try {
      await client.query(`set lock_timeout = '5s'`);
      await client.query(statements[plan.variant] ?? '');
      await wait(plan.durationMs);
    } catch (error) {
      // Busy as it is, it may not get the lock; or the server has been taken away meanwhile.
      if (!/lock timeout|terminat|not queryable/i.test((error as Error).message)) throw error;
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
    return { 'locks and snapshots held': 1 };
  },
};
