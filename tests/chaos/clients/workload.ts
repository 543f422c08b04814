// The clients of a run: who they are, and how much they do.
import { randomOf } from '../random.ts';
import { idempotent } from './idempotent-kind.ts';
import { OffsetReader } from './offset-reader.ts';
import { Prober } from './prober.ts';
import { produceKinds } from './produce-kinds.ts';
import { Producer } from './producer.ts';
import type { ProducerOptions } from './producer.ts';
import type { Surroundings } from './surroundings.ts';
import { TailReader } from './tail-reader.ts';

/** The topic that all of them share. */
export const MAIN_TOPIC = 'log';
export const MAIN_PARTITIONS = 6;

interface Runnable {
  run(stop: AbortSignal): Promise<void>;
}

interface ProducerPlan extends Omit<ProducerOptions, 'name' | 'topic' | 'random' | 'keys'> {
  readonly count: number;
  /** Of each producer. */
  readonly keyCount: number;
}

/** By name. Together some eight thousand records a second where nothing is wrong. */
const producerPlans: Readonly<Record<string, ProducerPlan>> = {
  batch: {
    count: 3,
    kind: produceKinds.plainV2,
    records: [100, 500],
    pauseMs: 130,
    keyCount: 0,
    ownPartitions: MAIN_PARTITIONS,
  },
  keys: { count: 2, kind: produceKinds.plainV2, records: [5, 60], pauseMs: 100, keyCount: 5 },
  single: { count: 4, kind: produceKinds.plainV2, records: [1, 1], pauseMs: 60, keyCount: 1 },
  once: { count: 4, kind: produceKinds.keyedV2, records: [1, 20], pauseMs: 100, keyCount: 3 },
  'v3-batch': { count: 2, kind: produceKinds.batchV3, records: [5, 40], pauseMs: 100, keyCount: 4 },
  'v3-stream': { count: 2, kind: produceKinds.streamV3, records: [10, 60], pauseMs: 150, keyCount: 2 },
  idempotent: {
    count: 3,
    kind: idempotent,
    records: [1, 40],
    pauseMs: 100,
    keyCount: 0,
    ownPartitions: MAIN_PARTITIONS,
  },
  commit: { count: 2, kind: produceKinds.commitV3, records: [2, 30], pauseMs: 150, keyCount: 7 },
};

export interface Workload {
  /** Resolves when all have ended what they do. */
  stop(): Promise<void>;
}

export interface WorkloadOptions {
  readonly seed: number;
  /** Only producers that send nothing twice: no outcome is waited for when they stop. */
  readonly isPlain?: boolean;
}

/** Producers stop first, so that readers can come to the end. */
export function startWorkload(
  surroundings: Surroundings,
  { seed, isPlain = false }: WorkloadOptions,
): Workload {
  const producing = new AbortController();
  const reading = new AbortController();
  const producers = producersOf(surroundings, { seed, isPlain });
  const readers = isPlain ? [] : readersOf(surroundings, seed);
  const produced = Promise.all(producers.map((producer) => producer.run(producing.signal)));
  const read = Promise.all(readers.map((reader) => reader.run(reading.signal)));
  return {
    stop: async () => {
      producing.abort();
      await produced;
      if (readers.length > 0) await new Promise((resolve) => setTimeout(resolve, CATCH_UP_MS));
      reading.abort();
      await read;
    },
  };
}

function producersOf(surroundings: Surroundings, { seed, isPlain }: Required<WorkloadOptions>): Runnable[] {
  const plans = Object.entries(producerPlans).filter(([, { kind }]) => !isPlain || !kind.isRetried);
  const producers: Runnable[] = plans.flatMap(([kind, { count, keyCount, ...plan }]) =>
    Array.from({ length: count }, (_, index) => {
      const name = `${kind}-${index}`;
      const keys = Array.from({ length: keyCount }, (_key, number) => `${name}-${number}`);
      const options = { name, topic: MAIN_TOPIC, keys, random: randomOf(seed, name), ...plan };
      return new Producer(surroundings, options);
    }),
  );
  if (isPlain) return producers;
  const random = randomOf(seed, 'prober');
  const probed = { topic: MAIN_TOPIC, partitionCount: MAIN_PARTITIONS, pauseMs: 100, random };
  return [...producers, new Prober(surroundings, { name: 'prober', ...probed })];
}

function readersOf(surroundings: Surroundings, seed: number): Runnable[] {
  const offsetReaders = [0, 1].map((index) => {
    const via = index % surroundings.urls.length;
    const read = { topic: MAIN_TOPIC, partitionCount: MAIN_PARTITIONS, via };
    return new OffsetReader(surroundings, { name: `reader-${index}`, ...read });
  });
  const tailReaders = tailLives.map((lifeMs, index) => {
    const name = `tail-${index}`;
    return new TailReader(surroundings, { name, topic: MAIN_TOPIC, random: randomOf(seed, name), lifeMs });
  });
  return [...offsetReaders, ...tailReaders];
}

/** Of their connections. */
const tailLives = [
  [300, 2_000],
  [3_000, 9_000],
] as const;

/** For readers to take what was produced last. */
const CATCH_UP_MS = 2_500;
