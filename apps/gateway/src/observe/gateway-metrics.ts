// GET /metrics in Prometheus' form: what the gateway, its Broker and its storage have counted, and the ends of logs as the
// database has them. All of it is read when it is asked for.
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ObservedBroker } from '@weir/broker';
import type { AllLogEnds, StorageStats } from '@weir/storage';
import { commit, version } from '../build-info.ts';
import type { GatewayConfig } from '../config.ts';
import { brokerMetrics } from './broker-metrics.ts';
import { EventLoopDelay } from './event-loop-delay.ts';
import { httpMetrics } from './http-metrics.ts';
import type { HttpSources } from './http-metrics.ts';
import { register } from './metric.ts';
import type { Metric } from './metric.ts';
import { storageMetrics } from './storage-metrics.ts';

/** A broker that tells of itself, beyond what it does for callers. */
export interface Measured {
  stats(): StorageStats;
  logEnds(limit: number): Promise<AllLogEnds>;
}

export interface MetricsSources extends Pick<HttpSources, 'traffic' | 'connections' | 'bodies'> {
  readonly broker: Pick<ObservedBroker, 'stats'>;
  readonly storage: Measured;
  readonly config: Pick<GatewayConfig, 'metricsPartitionsMax' | 'requestBytesInFlightMax' | 'tailCacheBytes'>;
}

/** A scrape must not wait for a database that does not answer: everything else is told at once then. */
const LOG_ENDS_LIMIT_MS = 2_000;

export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #sources: MetricsSources;
  readonly #eventLoop = new EventLoopDelay();
  #logEnds: AllLogEnds | undefined;
  #asked: Promise<AllLogEnds | undefined> | undefined;

  constructor(sources: MetricsSources) {
    this.#sources = sources;
    const { storage, broker, config } = sources;
    const metrics: readonly Metric[] = [
      buildMetric,
      {
        name: 'weir_event_loop_delay_seconds',
        help: 'How late timers of the process fire, ten times a second',
        type: 'histogram',
        samples: () => [{ value: this.#eventLoop.snapshot() }],
      },
      ...httpMetrics({ ...sources, ...config }),
      ...brokerMetrics(() => broker.stats()),
      ...storageMetrics({ stats: () => storage.stats(), logEnds: () => this.#logEnds, ...config }),
    ];
    for (const metric of metrics) register(this.#registry, metric);
    // Its monitor of the event loop is told to do next to nothing: its gauges start anew with every scrape, so that two who
    // scrape take them from each other.
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 10_000 });
    for (const name of ['mean', 'min', 'max', 'stddev', 'p50', 'p90', 'p99'])
      this.#registry.removeSingleMetric(`nodejs_eventloop_lag_${name}_seconds`);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Never throws for a database that is away. */
  async text(): Promise<string> {
    // One question serves all who scrape at the same time, also one that is answered late.
    this.#asked ??= this.#askLogEnds().finally(() => (this.#asked = undefined));
    this.#logEnds = await withinLimit(this.#asked);
    return this.#registry.metrics();
  }

  stop(): void {
    this.#eventLoop.stop();
  }

  #askLogEnds(): Promise<AllLogEnds | undefined> {
    // Its failure is a metric of its own.
    return this.#sources.storage.logEnds(this.#sources.config.metricsPartitionsMax).catch(() => undefined);
  }
}

const buildMetric: Metric = {
  name: 'weir_build_info',
  help: 'Which Weir runs, on which Node; always 1',
  type: 'gauge',
  samples: () => [{ labels: { version, commit: commit ?? '', node: process.versions.node }, value: 1 }],
};

async function withinLimit<T>(answer: Promise<T>): Promise<T | undefined> {
  const { promise: limit, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), LOG_ENDS_LIMIT_MS);
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}
