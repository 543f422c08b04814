// What holds for every answer of every assignor; and of sticky ones that nothing is more even, by trying everything.
import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { AssignedMember, Assignment, AssignmentInput } from './assignor.ts';
import { assignorNames, assignors } from './index.ts';

const TOPICS = 3;

const input = (most: { readonly partitions: number; readonly members: number }) =>
  fc
    .record({
      counts: fc.array(fc.integer({ min: 0, max: most.partitions }), {
        minLength: TOPICS,
        maxLength: TOPICS,
      }),
      members: fc.array(
        fc.record({
          subscription: fc.uniqueArray(fc.integer({ min: 0, max: TOPICS }), { maxLength: TOPICS }),
          isStatic: fc.boolean(),
          owned: fc.array(fc.tuple(fc.nat(TOPICS), fc.nat(most.partitions)), { maxLength: 4 }),
        }),
        { maxLength: most.members },
      ),
    })
    .map(({ counts, members }): AssignmentInput => ({
      topics: counts.map((partitionCount, topicId) => ({ topicId, name: `t${topicId}`, partitionCount })),
      members: members.map(({ subscription, isStatic, owned }, index): AssignedMember => {
        const byTopic = new Map<number, number[]>();
        for (const [topicId, partition] of owned)
          byTopic.set(topicId, [...new Set([...(byTopic.get(topicId) ?? []), partition])]);
        return {
          memberId: `m${index}`,
          instanceId: isStatic ? `i${index}` : undefined,
          subscription: new Set(subscription),
          owned: byTopic,
        };
      }),
    }));

const loads = (assignment: Assignment) =>
  [...assignment.values()].map((topics) => [...topics.values()].reduce((sum, own) => sum + own.length, 0));
const unevenness = (all: readonly number[]) => all.reduce((sum, load) => sum + load * load, 0);

test.each(assignorNames)('%s gives each partition to one of its readers', (name) => {
  fc.assert(
    fc.property(input({ partitions: 6, members: 6 }), ({ topics, members }) => {
      const assignment = assignors[name]({ topics, members });
      expect([...assignment.keys()].sort()).toEqual(members.map(({ memberId }) => memberId).sort());
      for (const { topicId, partitionCount } of topics) {
        const readers = members.filter(({ subscription }) => subscription.has(topicId));
        const given = readers.flatMap(({ memberId }) => assignment.get(memberId)?.get(topicId) ?? []);
        const wanted = readers.length === 0 ? 0 : partitionCount;
        expect(given.sort((left, right) => left - right)).toEqual(
          Array.from({ length: wanted }, (_, p) => p),
        );
      }
      for (const { memberId, subscription } of members)
        for (const topicId of assignment.get(memberId)?.keys() ?? [])
          expect(subscription.has(topicId)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

/** The least sum of squares of loads that any assignment has. */
function leastUnevenness({ topics, members }: AssignmentInput): number {
  const choices = topics.flatMap(({ topicId, partitionCount }) => {
    const readers = members.flatMap(({ subscription }, index) => (subscription.has(topicId) ? [index] : []));
    return readers.length === 0 ? [] : Array.from({ length: partitionCount }, () => readers);
  });
  const own = members.map(() => 0);
  const tryFrom = (at: number): number => {
    const readers = choices[at];
    if (readers === undefined) return unevenness(own);
    let least = Infinity;
    for (const reader of readers) {
      own[reader] = (own[reader] ?? 0) + 1;
      least = Math.min(least, tryFrom(at + 1));
      own[reader] = (own[reader] ?? 0) - 1;
    }
    return least;
  };
  return tryFrom(0);
}

test('sticky: nothing is more even', () => {
  fc.assert(
    fc.property(input({ partitions: 3, members: 4 }), (given) => {
      expect(unevenness(loads(assignors.sticky(given)))).toBe(leastUnevenness(given));
    }),
    { numRuns: 1_000 },
  );
});

test('sticky: who has what it would be given keeps it', () => {
  fc.assert(
    fc.property(input({ partitions: 6, members: 6 }), ({ topics, members }) => {
      const first = assignors.sticky({ topics, members });
      const settled = members.map((one) => ({ ...one, owned: first.get(one.memberId) ?? new Map() }));
      expect(assignors.sticky({ topics, members: settled })).toEqual(first);
    }),
    { numRuns: 1_000 },
  );
});

test('sticky: where all read the same, no more moves than must', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.nat(6), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 30 }),
      (partitionCount, had, seed) => {
        // Cut into runs, as many as the members, of these lengths; what is left over is free.
        let next = seed % 3;
        const members = had.map((count, index): AssignedMember => {
          const owned = Array.from({ length: count }, () => next++).filter((one) => one < partitionCount);
          return {
            memberId: `m${index}`,
            subscription: new Set([1]),
            owned: owned.length === 0 ? new Map() : new Map([[1, owned]]),
          };
        });
        const topics = [{ topicId: 1, name: 't', partitionCount }];
        const assignment = assignors.sticky({ topics, members });
        const ownedOf = ({ owned }: AssignedMember) => owned.get(1) ?? [];
        const kept = members.reduce((sum, one) => {
          const given = assignment.get(one.memberId)?.get(1) ?? [];
          return sum + ownedOf(one).filter((partition) => given.includes(partition)).length;
        }, 0);
        // So many may have one more than the others; the fullest take those places.
        const [each, extra] = [Math.floor(partitionCount / members.length), partitionCount % members.length];
        const full = members.filter((one) => ownedOf(one).length > each).length;
        const most =
          members.reduce((sum, one) => sum + Math.min(ownedOf(one).length, each), 0) + Math.min(full, extra);
        expect(kept).toBe(most);
      },
    ),
    { numRuns: 2_000 },
  );
});
