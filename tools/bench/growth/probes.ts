// What one measurement of the growth benchmark does: a load on one of its environments, and what a request of it costs.
import type { GatewayProcess } from '../../testing/gateway-process.ts';
import type { BenchEnvironment } from '../bench-environment.ts';
import type { Job } from '../load/jobs.ts';
import { ProcessorClock } from '../processes.ts';

export interface Cost {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  /** Of a request, gateway and PostgreSQL together; undefined where the system does not tell. */
  readonly processorMicroseconds: number | undefined;
}

export interface ProbeTimes {
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** A log that can be read up to there. */
export interface StoredLog {
  readonly topic: string;
  readonly end: number;
}

const PRODUCERS = 64;
const READERS = 16;
const PAGE_BYTES = 16 * 1024;

/** One record a request, to one topic, or to so many whose names begin alike. */
export function probeProduce(
  environment: BenchEnvironment,
  destination: { readonly topic: string; readonly topics?: number },
  times: ProbeTimes,
): Promise<Cost> {
  const { gateway, clusterId } = environment;
  return measure(environment, gateway, {
    kind: 'produce',
    api: 'v2',
    port: gateway.port,
    clusterId,
    ...destination,
    recordsPerRequest: 1,
    connections: PRODUCERS,
    isKeyed: false,
    ...times,
  });
}

/** Small pages that begin anywhere, through a gateway that has nothing of them in memory. */
export function probeFetch(
  environment: BenchEnvironment,
  logs: readonly StoredLog[],
  times: ProbeTimes,
): Promise<Cost> {
  return environment.withFreshGateway((gateway) => {
    const load = { port: gateway.port, logs, connections: READERS, maxBytes: PAGE_BYTES };
    return measure(environment, gateway, { kind: 'look-up', ...load, ...times });
  });
}

async function measure(
  { load, postgres }: BenchEnvironment,
  gateway: GatewayProcess,
  job: Job & ProbeTimes,
): Promise<Cost> {
  const clock = new ProcessorClock({ gateway: gateway.pid, postgres: postgres.pid, load: load.pid });
  const { requests, measuredMs, latencyMs } = await load.run(job);
  const requestsPerSecond = (requests * 1000) / measuredMs;
  // Shares of a core over the time of all requests, the warm-up's among them.
  const use = clock.read();
  const processorMicroseconds =
    use === undefined ? undefined : ((use.gateway + use.postgres) * 1_000_000) / requestsPerSecond;
  return { requestsPerSecond, p50Ms: latencyMs.p50, processorMicroseconds };
}
