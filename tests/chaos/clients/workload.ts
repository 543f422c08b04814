// The clients of a run: who they are, and how much they do.
import { randomOf } from '../random.ts';
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

/** By name. Together some four thousand records a second where nothing is wrong. */
const producerPlans: Readonly<Record<string, ProducerPlan>> = {
  batch: {
    count: 3,
    kind: produceKinds.plainV2,
    records: [50, 250],
    pauseMs: 130,
    keyCount: 0,
    ownPartitions: MAIN_PARTITIONS,
  },
  keys: { count: 2, kind: produceKinds.plainV2, records: [5, 60], pauseMs: 100, keyCount: 5 },
  single: { count: 4, kind: produceKinds.plainV2, records: [1, 1], pauseMs: 60, keyCount: 1 },
  once: { count: 4, kind: produceKinds.keyedV2, records: [1, 20], pauseMs: 100, keyCount: 3 },
  'v3-batch': { count: 2, kind: produceKinds.batchV3, records: [5, 40], pauseMs: 100, keyCount: 4 },
  'v3-stream': { count: 2, kind: produceKinds.streamV3, records: [10, 60], pauseMs: 150, keyCount: 2 },
  commit: { count: 2, kind: produceKinds.commitV3, records: [2, 30], pauseMs: 150, keyCount: 7 },
};

export interface Workload {
  /** Resolves when all have ended what they do. */
  stop(): Promise<void>;
}

/** Producers stop first, so that readers can come to the end. */
export function startWorkload(surroundings: Surroundings, seed: number): Workload {
  const producing = new AbortController();
  const reading = new AbortController();
  const producers: Runnable[] = Object.entries(producerPlans).flatMap(
    ([kind, { count, keyCount, ...plan }]) =>
      Array.from({ length: count }, (_, index) => {
        const name = `${kind}-${index}`;
        const keys = Array.from({ length: keyCount }, (_key, number) => `${name}-${number}`);
        return new Producer(surroundings, {
          name,
          topic: MAIN_TOPIC,
          keys,
          random: randomOf(seed, name),
          ...plan,
        });
      }),
  );
  const shared = { topic: MAIN_TOPIC, partitionCount: MAIN_PARTITIONS };
  const random = randomOf(seed, 'prober');
  producers.push(new Prober(surroundings, { name: 'prober', ...shared, pauseMs: 100, random }));
  const readers: Runnable[] = [0, 1].map(
    (index) =>
      new OffsetReader(surroundings, {
        name: `reader-${index}`,
        ...shared,
        via: index % surroundings.urls.length,
      }),
  );
  for (const name of ['tail-0', 'tail-1']) {
    const lifeMs = name === 'tail-0' ? ([300, 2_000] as const) : ([3_000, 9_000] as const);
    readers.push(
      new TailReader(surroundings, { name, topic: MAIN_TOPIC, random: randomOf(seed, name), lifeMs }),
    );
  }
  const produced = Promise.all(producers.map((producer) => producer.run(producing.signal)));
  const read = Promise.all(readers.map((reader) => reader.run(reading.signal)));
  return {
    stop: async () => {
      producing.abort();
      await produced;
      await new Promise((resolve) => setTimeout(resolve, CATCH_UP_MS));
      reading.abort();
      await read;
    },
  };
}

/** For readers to take what was produced last. */
const CATCH_UP_MS = 2_500;
