// A gateway process with a data folder of its own and topics in it: for tests of the built program.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGatewayProcess } from './gateway-process.ts';
import type { GatewayProcess, GatewayProcessOptions } from './gateway-process.ts';

export interface FreshGatewayOptions extends Pick<GatewayProcessOptions, 'environment'> {
  /** Names, and how many partitions each has. */
  readonly topics?: Readonly<Record<string, number>>;
}

export interface FreshGateway {
  readonly process: GatewayProcess;
  readonly dataDir: string;
  /** The path of its cluster in REST v3. */
  readonly cluster: string;
  /** Stops it and removes the folder. */
  remove(): Promise<void>;
}

export async function startFreshGateway({
  environment = {},
  topics = {},
}: FreshGatewayOptions): Promise<FreshGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'weir-test-'));
  const gateway = await startGatewayProcess({ dataDir, environment });
  const { kafka_cluster_id: id } = (await (await fetch(gateway.url)).json()) as { kafka_cluster_id: string };
  const cluster = `/v3/clusters/${id}`;
  for (const [topic_name, partitions_count] of Object.entries(topics)) {
    const created = await fetch(`${gateway.url}${cluster}/topics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ topic_name, partitions_count }),
    });
    if (created.status !== 201) throw new Error(`${topic_name} was not created: ${await created.text()}`);
  }
  return {
    process: gateway,
    dataDir,
    cluster,
    remove: async () => {
      await gateway.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
