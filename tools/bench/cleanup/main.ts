// `npm run bench -- cleanup`: a line for each phase, and the verdicts at the end. Exit code 1 where cleaning up does more than
// double a producer's latency: the median, or the p95. The p99 is shown, and is the machine's as much as ours.
import { parsePrometheusText } from '../../testing/prometheus-text.ts';
import { interruption, runCommand, UsageError } from '../../testing/command-line.ts';
import { startBenchEnvironment } from '../bench-environment.ts';
import type { BenchEnvironment } from '../bench-environment.ts';
import type { Measured } from '../load/jobs.ts';
import { cleanupUsage, parseCleanupOptions } from './options.ts';
import type { CleanupOptions } from './options.ts';

const LIVE = 'live';
const PRODUCERS = 4;
const RECORDS_PER_REQUEST = 10;
const REQUESTS_PER_SECOND = 500;
const RATIO_MAX = 2;
const PATIENCE_MS = 120_000;

/** What makes a log due, and what keeps the next run from it. */
const policies = {
  retention: {
    label: 'delete',
    records: 6_000_000,
    begin: { 'retention.bytes': '1' },
    end: { 'retention.bytes': '-1' },
  },
  compaction: {
    label: 'compact',
    records: 800_000,
    begin: { 'cleanup.policy': 'compact' },
    end: { 'cleanup.policy': 'delete' },
  },
} as const;

type Policy = keyof typeof policies;
type Latency = Measured['latencyMs'];

async function main(): Promise<void> {
  const options = parseCleanupOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(cleanupUsage);
    return;
  }
  const environment = await startBenchEnvironment({
    settings: { WEIR_LOG_RETENTION_CHECK_INTERVAL_MS: '500', WEIR_LOG_CLEANER_BACKOFF_MS: '500' },
  });
  try {
    const isGood = await Promise.race([measureAll(environment, options), interruption()]);
    if (!isGood) process.exitCode = 1;
  } finally {
    await environment.stop();
  }
}

/** Answers whether every ratio of medians is good enough. */
async function measureAll(
  environment: BenchEnvironment,
  { rounds, seconds }: CleanupOptions,
): Promise<boolean> {
  await environment.createTopic(LIVE, 4);
  console.log('| at work | nothing: p50 / p95 / p99 ms | at work: p50 / p95 / p99 ms | MB/s | ratios |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  const ratios: Record<Policy, Latency[]> = { retention: [], compaction: [] };
  for (let round = 0; round < rounds; round++) {
    for (const policy of ['retention', 'compaction'] as const) {
      const topic = `${policy}-${round}`;
      await fill(environment, topic, policy);
      const before = await produce(environment, seconds);
      await alter(environment, topic, policies[policy].begin);
      const { latency: during, megabytesPerSecond } = await whileDue(environment, policy, seconds);
      await alter(environment, topic, policies[policy].end);
      await until(async () => !(await isDue(environment)), 'what was begun is done');
      const ratio = ratioOf(during, before);
      ratios[policy].push(ratio);
      const cells = [policy, shown(before), shown(during), megabytesPerSecond.toFixed(1), shown(ratio)];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
  let isGood = true;
  for (const [policy, all] of Object.entries(ratios)) {
    const medians = { p50: median(all, 'p50'), p95: median(all, 'p95'), p99: median(all, 'p99') };
    const isBounded = medians.p50 <= RATIO_MAX && medians.p95 <= RATIO_MAX;
    isGood &&= isBounded;
    console.log(`${isBounded ? '✓' : '✗'} ${policy}: ${shown(medians)} times the latency (p50 / p95 / p99)`);
  }
  return isGood;
}

/** Records under 20,000 keys, in one partition. */
async function fill(environment: BenchEnvironment, topic: string, policy: Policy): Promise<void> {
  await environment.createTopic(topic, 1, { 'min.cleanable.dirty.ratio': '0.01' });
  const { records } = policies[policy];
  const { port } = environment.gateway;
  await environment.load.run({ kind: 'fill', port, topic, records, recordsPerRequest: 1_250, hasKeys: true });
}

async function produce({ load, gateway }: BenchEnvironment, seconds: number): Promise<Latency> {
  const { latencyMs } = await load.run({
    kind: 'steady',
    port: gateway.port,
    topic: LIVE,
    partitions: 0,
    recordsPerRequest: RECORDS_PER_REQUEST,
    requestsPerSecond: REQUESTS_PER_SECOND,
    connections: PRODUCERS,
    warmUpMs: 1_000,
    measuredMs: seconds * 1_000,
  });
  return latencyMs;
}

async function whileDue(
  environment: BenchEnvironment,
  policy: Policy,
  seconds: number,
): Promise<{ readonly latency: Latency; readonly megabytesPerSecond: number }> {
  const { label } = policies[policy];
  const removedBytes = () => metric(environment, 'weir_log_cleanup_bytes_total', label);
  // Compaction reads the log first: what costs more is the writing behind that.
  const before = await removedBytes();
  await until(async () => (await removedBytes()) > before, `${policy} has begun`);
  const [beganMs, bytes] = [performance.now(), await removedBytes()];
  const latency = await produce(environment, seconds);
  const removed = (await removedBytes()) - bytes;
  if ((await metric(environment, 'weir_log_cleanup_due_partitions', label)) === 0)
    throw new UsageError(`${policy} was done before the phase was over: take fewer --seconds`);
  return { latency, megabytesPerSecond: removed / 1_000 / (performance.now() - beganMs) };
}

/** A run goes on with what it began, whatever the configs say by then. */
async function isDue(environment: BenchEnvironment): Promise<boolean> {
  const due = Object.values(policies).map(({ label }) =>
    metric(environment, 'weir_log_cleanup_due_partitions', label),
  );
  return (await Promise.all(due)).some((partitions) => partitions > 0);
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it took too long until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function metric({ gateway }: BenchEnvironment, name: string, policy: string): Promise<number> {
  const families = parsePrometheusText(await (await fetch(`${gateway.url}/metrics`)).text());
  return families.get(name)?.samples.find(({ labels }) => labels['policy'] === policy)?.value ?? 0;
}

async function alter(
  { gateway, clusterId }: BenchEnvironment,
  topic: string,
  configs: Readonly<Record<string, string>>,
): Promise<void> {
  const response = await fetch(`${gateway.url}/v3/clusters/${clusterId}/topics/${topic}/configs:alter`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: Object.entries(configs).map(([name, value]) => ({ name, value })) }),
  });
  if (response.status !== 204) throw new Error(`${topic}: ${response.status} ${await response.text()}`);
}

function ratioOf(during: Latency, before: Latency): Latency {
  return {
    p50: during.p50 / before.p50,
    p95: during.p95 / before.p95,
    p99: during.p99 / before.p99,
  };
}

function median(latencies: readonly Latency[], share: keyof Latency): number {
  const sorted = latencies.map((latency) => latency[share]).sort((left, right) => left - right);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

function shown({ p50, p95, p99 }: Latency): string {
  return [p50, p95, p99].map((value) => value.toFixed(1)).join(' / ');
}

runCommand('bench', main);
