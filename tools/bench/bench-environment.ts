// What the benchmark runs on: a PostgreSQL, a gateway and a load process of its own, in a temporary folder that goes with them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@weir/gateway/embedded-postgres';
import { startGatewayProcess } from '../testing/gateway-process.ts';
import type { GatewayProcess } from '../testing/gateway-process.ts';
import { LoadProcess } from './load-process.ts';

const logger = {
  info: () => undefined,
  warn: (fields: object, message: string) => console.error(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

export interface BenchEnvironment {
  readonly postgres: { readonly pid: number; readonly url: string; readonly version: string };
  readonly gateway: GatewayProcess;
  readonly load: LoadProcess;
  readonly clusterId: string;
  /** Those that were created. */
  readonly topics: ReadonlySet<string>;
  createTopic(
    name: string,
    partitionCount: number,
    configs?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** What the log of a topic holds by its end offsets. */
  countStored(topic: string): Promise<number>;
  /** A gateway more on the same database, with nothing in its memory yet, while `work` runs. */
  withFreshGateway<T>(work: (gateway: GatewayProcess) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface BenchEnvironmentOptions {
  /** Each gateway writes a processor profile there when it ends. */
  readonly profileFolder?: string | undefined;
  /** Of the gateways, by their names in the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startBenchEnvironment({
  profileFolder,
  settings = {},
}: BenchEnvironmentOptions = {}): Promise<BenchEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), 'weir-bench-'));
  const undo: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const postgres = await EmbeddedPostgres.start({ dataDir: folder, logger });
    undo.push(() => postgres.stop());
    const startGateway = () =>
      startGatewayProcess({
        databaseUrl: postgres.url,
        environment: { NODE_ENV: 'production', ...settings },
        nodeArguments: profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`],
      });
    const gateway = await startGateway();
    undo.push(() => gateway.stop());
    const clusterId = await clusterIdOf(gateway);
    const load = new LoadProcess();
    undo.push(() => load.stop());
    const topics = new Set<string>();
    return {
      postgres: { pid: postgres.pid ?? 0, url: postgres.url, version: postgres.version },
      gateway,
      load,
      clusterId,
      topics,
      createTopic: async (name, partitionCount, configs = {}) => {
        await createTopic(`${gateway.url}/v3/clusters/${clusterId}/topics`, {
          topic_name: name,
          partitions_count: partitionCount,
          configs: Object.entries(configs).map(([config, value]) => ({ name: config, value })),
        });
        topics.add(name);
      },
      countStored: (topic) => countStored(gateway, topic),
      withFreshGateway: async (work) => {
        const fresh = await startGateway();
        try {
          return await work(fresh);
        } finally {
          await fresh.stop();
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function clusterIdOf({ url }: GatewayProcess): Promise<string> {
  const { kafka_cluster_id: id } = (await (await fetch(url)).json()) as { kafka_cluster_id: string };
  return id;
}

async function createTopic(
  url: string,
  topic: { readonly topic_name: string; readonly [field: string]: unknown },
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(topic),
  });
  if (response.status !== 201)
    throw new Error(`topic ${topic.topic_name}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

async function countStored({ url }: GatewayProcess, topic: string): Promise<number> {
  const partitions = (await (await fetch(`${url}/topics/${topic}/partitions`)).json()) as {
    partition: number;
  }[];
  let stored = 0;
  for (const { partition } of partitions) {
    const response = await fetch(`${url}/topics/${topic}/partitions/${partition}/offsets`);
    stored += ((await response.json()) as { end_offset: number }).end_offset;
  }
  return stored;
}
