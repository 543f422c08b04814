// The two ways in which a system grows: more is stored, and there are more topics. Along each, one environment grows and another
// one stays small; at each step they are measured in turn.
import { startBenchEnvironment } from '../bench-environment.ts';
import type { BenchEnvironment } from '../bench-environment.ts';
import { interruption } from '../../testing/command-line.ts';
import { topicName } from '../load/jobs.ts';
import type { GrowthOptions } from './options.ts';
import { probeFetch, probeProduce } from './probes.ts';
import type { Cost, ProbeTimes } from './probes.ts';
import { medianStep } from './report.ts';
import type { GrowthStep, Pair } from './report.ts';

interface Pairs {
  readonly small: BenchEnvironment;
  readonly grown: BenchEnvironment;
}

type Measure = (environment: BenchEnvironment, times: ProbeTimes) => Promise<Cost>;

interface Probe {
  readonly name: string;
  readonly small: Measure;
  readonly grown: Measure;
}

const PROBE_TOPIC = 'probe';
const LOG = 'log';
const MANY = 'many';
const FILL_RECORDS_PER_REQUEST = 500;
/** Of each of many topics. */
const TOPIC_RECORDS = 100;
/** As many as there are producers: with fewer, some of them would share a batch, and each record would cost less. */
const SMALL_TOPICS = 64;

const produceToOne: Measure = (environment, times) =>
  probeProduce(environment, { topic: PROBE_TOPIC }, times);

export async function measureStored(
  { records, ...options }: GrowthOptions,
  onStep: (step: GrowthStep) => void,
): Promise<void> {
  await withPair(async (pair) => {
    const [first = 0] = records;
    await fill(pair.small, first);
    let filled = 0;
    for (const at of records) {
      await fill(pair.grown, at - filled);
      filled = at;
      const end =
        (records: number): Measure =>
        (environment, times) =>
          probeFetch(environment, [{ topic: LOG, end: records }], times);
      const probes = [
        { name: 'produce', small: produceToOne, grown: produceToOne },
        { name: 'fetch', small: end(first), grown: end(at) },
      ];
      for (const probe of probes) onStep(await step({ axis: 'records', at, probe }, pair, options));
    }
  });
}

export async function measureTopics(
  { topics, ...options }: GrowthOptions,
  onStep: (step: GrowthStep) => void,
): Promise<void> {
  await withPair(async (pair) => {
    await createMany(pair.small, { from: 0, to: SMALL_TOPICS });
    let created = 0;
    for (const at of topics) {
      await createMany(pair.grown, { from: created, to: at });
      created = at;
      const spread =
        (count: number): Measure =>
        (environment, times) =>
          probeProduce(environment, { topic: MANY, topics: count }, times);
      const fetch =
        (count: number): Measure =>
        (environment, times) =>
          probeFetch(environment, logs(count), times);
      const probes = [
        { name: 'produce to one', small: produceToOne, grown: produceToOne },
        { name: 'fetch from any', small: fetch(SMALL_TOPICS), grown: fetch(at) },
        ...(at < SMALL_TOPICS
          ? []
          : [{ name: 'produce to any', small: spread(SMALL_TOPICS), grown: spread(at) }]),
      ];
      for (const probe of probes) onStep(await step({ axis: 'topics', at, probe }, pair, options));
    }
  });
}

async function withPair(work: (pair: Pairs) => Promise<void>): Promise<void> {
  const small = await startBenchEnvironment();
  try {
    const grown = await startBenchEnvironment();
    try {
      for (const environment of [small, grown]) await environment.createTopic(PROBE_TOPIC, 4);
      await Promise.race([work({ small, grown }), interruption()]);
    } finally {
      await grown.stop();
    }
  } finally {
    await small.stop();
  }
}

/** In turn, and each round the other way round: a machine's pace changes within seconds. */
async function step(
  { axis, at, probe }: { axis: GrowthStep['axis']; at: number; probe: Probe },
  { small, grown }: Pairs,
  { seconds, rounds }: Pick<GrowthOptions, 'seconds' | 'rounds'>,
): Promise<GrowthStep> {
  const times = { warmUpMs: seconds * 250, measuredMs: seconds * 1000 };
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    const measured: Partial<Record<keyof Pairs, Cost>> = {};
    const order = round % 2 === 0 ? (['small', 'grown'] as const) : (['grown', 'small'] as const);
    for (const name of order) measured[name] = await probe[name](name === 'small' ? small : grown, times);
    pairs.push(measured as Pair);
  }
  return medianStep({ axis, at, probe: probe.name }, pairs);
}

async function fill(environment: BenchEnvironment, records: number): Promise<void> {
  if (!environment.topics.has(LOG)) await environment.createTopic(LOG, 1);
  if (records === 0) return;
  const { port } = environment.gateway;
  await environment.load.run({
    kind: 'fill',
    port,
    topic: LOG,
    records,
    recordsPerRequest: FILL_RECORDS_PER_REQUEST,
  });
}

async function createMany(
  environment: BenchEnvironment,
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (let index = from; index < to; index++) {
    const topic = topicName(MANY, index);
    await environment.createTopic(topic, 1);
    const { port } = environment.gateway;
    const recordsPerRequest = TOPIC_RECORDS;
    await environment.load.run({ kind: 'fill', port, topic, records: TOPIC_RECORDS, recordsPerRequest });
  }
}

function logs(count: number) {
  return Array.from({ length: count }, (_, index) => ({ topic: topicName(MANY, index), end: TOPIC_RECORDS }));
}
