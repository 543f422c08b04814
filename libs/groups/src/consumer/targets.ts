// What each member of a group is to have: made anew where the members are not what they were, or the topics that they read; in
// large groups at most once a second, so that thousands who join one after the other cost a few assignments (KIP-1263).
import type { SubscribedTopic } from '../assignors/assignor.ts';
import { assignorNames, assignors } from '../assignors/index.ts';
import type { AssignorName } from '../assignors/index.ts';
import { areEqual, noPartitions } from '../partitions.ts';
import type { ConsumerGroup, ConsumerMember, Subscription } from './consumer-group.ts';

/** The topics that there are. */
export interface Catalog {
  /** Rises with every change: an older one than the group knows is not used. */
  readonly version: number;
  readonly topics: ReadonlyMap<number, SubscribedTopic>;
  /** Ids of the topics that it asks for and that are there. */
  idsOf(subscription: Subscription): ReadonlySet<number>;
}

/** What every transition is told of the world around the group. */
export interface Surroundings {
  readonly catalog: Catalog;
  /** Milliseconds of the database's clock, read behind the group's lock. */
  readonly now: number;
}

const SMALL_GROUP = 100;
const LARGE_GROUP_INTERVAL_MS = 1_000;

/** The same group where nothing is due. */
export function makeTargets(
  group: ConsumerGroup,
  { catalog, now }: Surroundings,
  isChanged: boolean,
): ConsumerGroup {
  const isNewer = catalog.version > group.catalogVersion;
  if (!isChanged && !isNewer && group.assignAt === undefined) return group;
  const subscriptions = subscribedIds(group, catalog);
  const topics = new Map<number, SubscribedTopic>();
  for (const ids of subscriptions.values()) {
    for (const id of ids) {
      const topic = catalog.topics.get(id);
      if (topic !== undefined) topics.set(id, topic);
    }
  }
  const isDue = isChanged || group.assignAt !== undefined || !areSameTopics(topics, group.topics);
  // Nothing of what is new is of this group.
  if (!isDue) return { ...group, catalogVersion: catalog.version };
  const intervalMs = group.members.size <= SMALL_GROUP ? 0 : LARGE_GROUP_INTERVAL_MS;
  const assignAt = Math.max(group.assignedAt + intervalMs, group.assignAt ?? -Infinity);
  // Whoever has seen a newer catalog makes them soon.
  if (assignAt > now || catalog.version < group.catalogVersion)
    return group.assignAt === undefined ? { ...group, assignAt: Math.max(assignAt, now) } : group;
  return {
    ...group,
    epoch: group.epoch + 1,
    members: withTargets(group, topics, subscriptions),
    topics,
    catalogVersion: catalog.version,
    assignedAt: now,
    assignAt: undefined,
  };
}

function withTargets(
  { members }: ConsumerGroup,
  topics: ReadonlyMap<number, SubscribedTopic>,
  subscriptions: ReadonlyMap<string, ReadonlySet<number>>,
): ReadonlyMap<string, ConsumerMember> {
  const assignment = assignors[assignorOf([...members.values()])]({
    topics: [...topics.values()],
    members: [...members.values()].map(({ memberId, instanceId, target }) => ({
      memberId,
      instanceId,
      subscription: subscriptions.get(memberId) ?? new Set(),
      // What was meant for it, be it there already or not: else who is on its way would lose what it waits for.
      owned: target,
    })),
  });
  const targeted = new Map<string, ConsumerMember>();
  for (const [memberId, member] of members) {
    const target = assignment.get(memberId) ?? noPartitions;
    targeted.set(memberId, areEqual(target, member.target) ? member : { ...member, target });
  }
  return targeted;
}

/** By member; members with the same subscription share a set. */
function subscribedIds({ members }: ConsumerGroup, catalog: Catalog): Map<string, ReadonlySet<number>> {
  const bySubscription = new Map<string, ReadonlySet<number>>();
  const byMember = new Map<string, ReadonlySet<number>>();
  for (const { memberId, subscription } of members.values()) {
    const key = JSON.stringify([subscription.pattern ?? null, subscription.topics]);
    let ids = bySubscription.get(key);
    if (ids === undefined) bySubscription.set(key, (ids = catalog.idsOf(subscription)));
    byMember.set(memberId, ids);
  }
  return byMember;
}

/** What most ask for, of as many the first one in the list; the first of all where nobody asks. */
export function assignorOf(members: readonly Pick<ConsumerMember, 'assignor'>[]): AssignorName {
  const votes = (name: AssignorName) => members.filter(({ assignor }) => assignor === name).length;
  return assignorNames.reduce((first, name) => (votes(name) > votes(first) ? name : first));
}

export function asksForOther(before: ConsumerMember, after: ConsumerMember): boolean {
  return !areSame(before.subscription, after.subscription) || before.assignor !== after.assignor;
}

export function areSame(left: Subscription, right: Subscription): boolean {
  return (
    left.pattern === right.pattern &&
    left.topics.length === right.topics.length &&
    left.topics.every((topic, index) => topic === right.topics[index])
  );
}

function areSameTopics(
  left: ReadonlyMap<number, SubscribedTopic>,
  right: ReadonlyMap<number, SubscribedTopic>,
): boolean {
  if (left.size !== right.size) return false;
  for (const [id, { partitionCount }] of left)
    if (right.get(id)?.partitionCount !== partitionCount) return false;
  return true;
}
