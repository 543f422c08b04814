// The rows of the benchmark: what each one does, and the goal that it is held against.
import type { GatewayProcess } from '../testing/gateway-process.ts';
import type { BenchEnvironment } from './bench-environment.ts';
import type { Job, Measured, ProduceApi, StreamJob } from './load/jobs.ts';
import { ProcessorClock } from './processes.ts';
import type { ProcessorUse } from './processes.ts';

export interface RowTimes {
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

export type Unit = 'commits/s' | 'requests/s' | 'records/s' | 'ms';

export interface Goal {
  /** For a unit of time: at most; for a rate: at least. */
  readonly value: number;
  readonly p99Ms?: number;
}

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly goal?: Goal;
  run(run: RowRun): Promise<RowOutcome>;
}

export interface RowOutcome {
  readonly measured: Measured;
  readonly use: ProcessorUse;
}

export interface RowRun {
  readonly environment: BenchEnvironment;
  readonly times: RowTimes;
  /** Of the records that the fetch rows read. */
  readonly fetchRecords: number;
}

const partitionCount = 4;
const fetchTopic = 'bench-fetch';
const fetchMaxBytes = 1024 * 1024;
const longPollRate = 200;

async function runJob(
  { load, postgres }: BenchEnvironment,
  gateway: GatewayProcess,
  job: Job,
): Promise<RowOutcome> {
  const clock = new ProcessorClock({ gateway: gateway.pid, postgres: postgres.pid, load: load.pid });
  const measured = await load.run(job);
  return { measured, use: clock.read() };
}

function commitRow(clients: number): Row {
  return {
    name: `commit-${clients}`,
    title: `database alone, ${clients} ${clients === 1 ? 'client' : 'clients'}, one row per commit`,
    unit: 'commits/s',
    run: ({ environment, times }) => {
      const { gateway, postgres } = environment;
      return runJob(environment, gateway, { kind: 'commit', databaseUrl: postgres.url, clients, ...times });
    },
  };
}

interface ProduceShape {
  /** Default: v2. */
  readonly api?: ProduceApi;
  readonly recordsPerRequest: number;
  readonly connections: number;
  readonly unit: Unit;
  /** None where the row is there to be compared with another. */
  readonly goal?: number;
  /** With an Idempotency-Key per request. */
  readonly isKeyed?: boolean;
}

function produceRow({
  api = 'v2',
  recordsPerRequest,
  connections,
  unit,
  goal,
  isKeyed = false,
}: ProduceShape): Row {
  const shape = `${recordsPerRequest}x${connections}${isKeyed ? '-keyed' : ''}`;
  const name = api === 'v2' ? shape : `${api.replace(' ', '-')}-${shape}`;
  const kind = `${api === 'v2' ? '' : `, ${api}`}${isKeyed ? ', with idempotency keys' : ''}`;
  return {
    name,
    title: `produce ${recordsPerRequest} × ${connections}${kind}`,
    unit,
    ...(goal === undefined ? {} : { goal: { value: goal } }),
    run: async ({ environment, times }) => {
      const topic = `bench-${name}`;
      const { gateway } = environment;
      await ensureTopic(environment, topic, partitionCount);
      const job = {
        kind: 'produce',
        api,
        port: gateway.port,
        clusterId: environment.clusterId,
        topic,
        recordsPerRequest,
        connections,
        isKeyed,
        ...times,
      } as const;
      return verified(environment, topic, () => runJob(environment, gateway, job));
    },
  };
}

/** As many records under way as in a row of v2, over requests that stay open. */
function streamRow({
  recordsPerChunk,
  connections,
}: Pick<StreamJob, 'recordsPerChunk' | 'connections'>): Row {
  const name = `v3-stream-${recordsPerChunk}x${connections}`;
  return {
    name,
    title: `produce ${recordsPerChunk} × ${connections}, v3 stream`,
    unit: 'records/s',
    run: async ({ environment, times }) => {
      const topic = `bench-${name}`;
      const { gateway, clusterId } = environment;
      await ensureTopic(environment, topic, partitionCount);
      const { port } = gateway;
      const job = { kind: 'stream', port, clusterId, topic, recordsPerChunk, connections, ...times } as const;
      return verified(environment, topic, () => runJob(environment, gateway, job));
    },
  };
}

/** Rounds share it. */
async function ensureTopic(environment: BenchEnvironment, topic: string, partitions: number): Promise<void> {
  if (!environment.topics.has(topic)) await environment.createTopic(topic, partitions);
}

/** Measures what `work` produces. What was acknowledged must be there: neither less nor more. */
async function verified(
  environment: BenchEnvironment,
  topic: string,
  work: () => Promise<RowOutcome>,
): Promise<RowOutcome> {
  const before = await environment.countStored(topic);
  const outcome = await work();
  const stored = (await environment.countStored(topic)) - before;
  const { acknowledged } = outcome.measured;
  if (stored !== acknowledged)
    throw new Error(`${topic}: ${acknowledged} records acknowledged, ${stored} stored`);
  return outcome;
}

async function fill({ environment, fetchRecords: records }: RowRun): Promise<void> {
  if (environment.topics.has(fetchTopic)) return;
  await environment.createTopic(fetchTopic, 1);
  const { port } = environment.gateway;
  const job = { kind: 'fill', port, topic: fetchTopic, records, recordsPerRequest: 500 } as const;
  await verified(environment, fetchTopic, () => runJob(environment, environment.gateway, job));
}

function fetchThrough(
  gateway: GatewayProcess,
  { environment, fetchRecords: records, times }: RowRun,
): Promise<RowOutcome> {
  const { port } = gateway;
  return runJob(environment, gateway, {
    kind: 'fetch',
    port,
    topic: fetchTopic,
    records,
    maxBytes: fetchMaxBytes,
    ...times,
  });
}

const fetchGoal = { value: 600_000 };

export const rows: readonly Row[] = [
  commitRow(1),
  commitRow(64),
  produceRow({ recordsPerRequest: 1, connections: 64, unit: 'requests/s', goal: 12_000 }),
  produceRow({ recordsPerRequest: 10, connections: 16, unit: 'records/s', goal: 60_000 }),
  produceRow({ recordsPerRequest: 100, connections: 16, unit: 'records/s', goal: 250_000 }),
  streamRow({ recordsPerChunk: 100, connections: 16 }),
  streamRow({ recordsPerChunk: 500, connections: 16 }),
  produceRow({ api: 'v3 records', recordsPerRequest: 100, connections: 16, unit: 'records/s' }),
  produceRow({ api: 'v3 batch', recordsPerRequest: 100, connections: 16, unit: 'records/s' }),
  produceRow({ recordsPerRequest: 500, connections: 16, unit: 'records/s', goal: 310_000 }),
  produceRow({ recordsPerRequest: 1, connections: 64, unit: 'requests/s', isKeyed: true }),
  produceRow({ recordsPerRequest: 100, connections: 16, unit: 'records/s', isKeyed: true }),
  {
    name: 'fetch',
    title: 'fetch by one consumer, from the tail cache',
    unit: 'records/s',
    goal: fetchGoal,
    run: async (run) => {
      await fill(run);
      return fetchThrough(run.environment.gateway, run);
    },
  },
  {
    name: 'fetch-database',
    title: 'fetch by one consumer, from the database',
    unit: 'records/s',
    goal: fetchGoal,
    run: async (run) => {
      await fill(run);
      return run.environment.withFreshGateway((gateway) => fetchThrough(gateway, run));
    },
  },
  {
    name: 'long-poll',
    title: `produce → long poll at ${longPollRate} records/s`,
    unit: 'ms',
    goal: { value: 5, p99Ms: 20 },
    run: async ({ environment, times }) => {
      const topic = 'bench-long-poll';
      const { gateway } = environment;
      await ensureTopic(environment, topic, 1);
      const job = {
        kind: 'long-poll',
        port: gateway.port,
        topic,
        recordsPerSecond: longPollRate,
        ...times,
      } as const;
      return verified(environment, topic, () => runJob(environment, gateway, job));
    },
  },
];
