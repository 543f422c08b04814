// What each assignor gives, by Kafka's documentation, and what it moves.
import { expect, test } from 'vitest';
import type { AssignedMember, Assignment, SubscribedTopic } from './assignor.ts';
import { assignors } from './index.ts';
import type { AssignorName } from './index.ts';

const topic = (topicId: number, partitionCount: number): SubscribedTopic => ({
  ...{ topicId, partitionCount },
  name: `t${topicId}`,
});
const owned = (partitions: Readonly<Record<number, readonly number[]>>) =>
  new Map(Object.entries(partitions).map(([topicId, own]) => [Number(topicId), own]));
const member = (
  memberId: string,
  subscription: readonly number[],
  more: { readonly instanceId?: string; readonly owned?: Readonly<Record<number, readonly number[]>> } = {},
): AssignedMember => ({
  ...{ memberId, instanceId: more.instanceId },
  subscription: new Set(subscription),
  owned: owned(more.owned ?? {}),
});
/** `a: 1[0 1] 2[0]` */
const shown = (assignment: Assignment) =>
  [...assignment].map(([memberId, topics]) => {
    const parts = [...topics].sort(([left], [right]) => left - right);
    return `${memberId}: ${parts.map(([id, own]) => `${id}[${own.join(' ')}]`).join(' ')}`.trim();
  });

const cases: readonly {
  readonly name: AssignorName;
  readonly what: string;
  readonly topics: readonly SubscribedTopic[];
  readonly members: readonly AssignedMember[];
  readonly given: readonly string[];
}[] = [
  {
    name: 'range',
    what: 'runs of each topic, the first ones longer',
    topics: [topic(1, 3), topic(2, 4)],
    members: [member('b', [1, 2]), member('a', [1, 2])],
    given: ['b: 1[2] 2[2 3]', 'a: 1[0 1] 2[0 1]'],
  },
  {
    name: 'range',
    what: 'nothing to who comes too late, and static members first',
    topics: [topic(1, 2)],
    members: [member('a', [1]), member('c', [1]), member('b', [1], { instanceId: 'z' })],
    given: ['a: 1[1]', 'c:', 'b: 1[0]'],
  },
  {
    name: 'roundrobin',
    what: 'partitions in turn',
    topics: [topic(1, 3), topic(2, 3)],
    members: [member('a', [1, 2]), member('b', [1, 2])],
    given: ['a: 1[0 2] 2[1]', 'b: 1[1] 2[0 2]'],
  },
  {
    name: 'roundrobin',
    what: 'past those who do not read the topic',
    topics: [topic(1, 1), topic(2, 2), topic(3, 3)],
    members: [member('a', [1]), member('b', [1, 2]), member('c', [1, 2, 3])],
    given: ['a: 1[0]', 'b: 2[0]', 'c: 2[1] 3[0 1 2]'],
  },
  {
    name: 'sticky',
    what: 'more evenly than round robin where subscriptions differ',
    topics: [topic(1, 1), topic(2, 2), topic(3, 3)],
    members: [member('a', [1]), member('b', [1, 2]), member('c', [1, 2, 3])],
    given: ['a: 1[0]', 'b: 2[0 1]', 'c: 3[0 1 2]'],
  },
  {
    name: 'uniform',
    what: 'only what is needed to a newcomer',
    topics: [topic(1, 6)],
    members: [
      member('a', [1], { owned: { 1: [0, 2, 4] } }),
      member('b', [1], { owned: { 1: [1, 3, 5] } }),
      member('c', [1]),
    ],
    given: ['a: 1[0 2]', 'b: 1[1 3]', 'c: 1[4 5]'],
  },
  {
    name: 'cooperative-sticky',
    what: 'what a member left to the others, who keep theirs',
    topics: [topic(1, 5)],
    members: [member('a', [1], { owned: { 1: [0, 1] } }), member('b', [1], { owned: { 1: [4] } })],
    given: ['a: 1[0 1 3]', 'b: 1[2 4]'],
  },
  {
    name: 'uniform',
    what: 'along a chain where no two can trade',
    topics: [topic(1, 2), topic(2, 2)],
    members: [
      member('a', [1], { owned: { 1: [0, 1] } }),
      member('b', [1, 2], { owned: { 2: [0] } }),
      member('c', [2], { owned: { 2: [1] } }),
    ],
    given: ['a: 1[0 1]', 'b: 2[0]', 'c: 2[1]'],
  },
  {
    name: 'sticky',
    what: 'nothing that is gone, nor twice what two say that they have',
    topics: [topic(1, 2)],
    members: [member('a', [1], { owned: { 1: [0, 7], 9: [0] } }), member('b', [1], { owned: { 1: [0, 1] } })],
    given: ['a: 1[0]', 'b: 1[1]'],
  },
];

test.each(cases)('$name gives $what', ({ name, topics, members, given }) => {
  expect(shown(assignors[name]({ topics, members }))).toEqual(given);
});

test.each(Object.keys(assignors) as AssignorName[])(
  '%s: nobody, nothing, and a topic without readers',
  (name) => {
    expect(shown(assignors[name]({ topics: [topic(1, 3)], members: [] }))).toEqual([]);
    expect(shown(assignors[name]({ topics: [], members: [member('a', [1])] }))).toEqual(['a:']);
    expect(shown(assignors[name]({ topics: [topic(2, 3)], members: [member('a', [1])] }))).toEqual(['a:']);
  },
);

test('ten thousand members that join one who has it all are served within seconds', () => {
  const all = Array.from({ length: 10_000 }, (_, partition) => partition);
  const members = all.map((index) =>
    member(`m${String(index).padStart(5, '0')}`, [1], index === 0 ? { owned: { 1: all } } : {}),
  );
  const began = performance.now();
  const assignment = assignors.uniform({ topics: [topic(1, 10_000)], members });
  expect([...assignment.values()].every((topics) => topics.get(1)?.length === 1)).toBe(true);
  expect(performance.now() - began).toBeLessThan(5_000);
});
