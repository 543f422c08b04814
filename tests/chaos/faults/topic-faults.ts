// F17: topics are deleted, and get partitions, while producers are at work on them.
import { produceKinds } from '../clients/produce-kinds.ts';
import { Producer } from '../clients/producer.ts';
import { randomOf } from '../random.ts';
import type { Fault, FaultContext } from './fault.ts';
import { addPartitions, createTopic, deleteTopic } from './topics.ts';

const PARTITIONS = 2;
const MORE_PARTITIONS = 5;

export const topicsChanged: Fault = {
  plan: (random) => ({
    target: 'none',
    variant: random.pick(['delete', 'grow']),
    durationMs: random.integer(1_000, 4_000),
  }),
  run: async (context) => {
    const { plan, surroundings, wait } = context;
    const topic = `${plan.variant}-${plan.seed}`;
    const { recorder } = surroundings;
    if (!(await createTopic(surroundings, topic, PARTITIONS))) return undefined;
    recorder.write({ op: 'event', event: { kind: 'topic-created', topic, partitions: PARTITIONS } });
    const stop = new AbortController();
    const producing = Promise.all(producersOf(context, topic).map((producer) => producer.run(stop.signal)));
    await wait(plan.durationMs / 2);
    if (plan.variant === 'delete') {
      // From here on: nobody knows when it happens if the answer is lost.
      recorder.write({ op: 'event', event: { kind: 'topic-deleted', topic } });
      await deleteTopic(surroundings, topic);
    } else {
      recorder.write({
        op: 'event',
        event: { kind: 'partitions-added', topic, partitions: MORE_PARTITIONS },
      });
      await addPartitions(surroundings, topic, MORE_PARTITIONS);
    }
    await wait(plan.durationMs / 2);
    stop.abort();
    await producing;
    return { [plan.variant === 'delete' ? 'topics deleted' : 'topics grown']: 1 };
  },
};

function producersOf({ plan, surroundings }: FaultContext, topic: string): Producer[] {
  const kinds = [produceKinds.plainV2, produceKinds.batchV3, produceKinds.streamV3];
  return kinds.map((kind, index) => {
    const name = `${topic}-${index}`;
    return new Producer(surroundings, {
      name,
      topic,
      kind,
      records: [1, 20],
      pauseMs: 50,
      keys: [`${name}-a`, `${name}-b`],
      expectsDeletion: plan.variant === 'delete',
      random: randomOf(plan.seed, name),
    });
  });
}
