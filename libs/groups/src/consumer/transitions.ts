// What happens to a consumer group: pure functions from the group and a request to the group as it is afterwards (SPEC.md has the
// rules). They throw Kafka's errors, and change nothing then.
import { KafkaError } from '@weir/protocol';
import type { Partitions } from '../assignors/assignor.ts';
import { noPartitions, union, without } from '../partitions.ts';
import type { ConsumerGroup, ConsumerMember, Subscription } from './consumer-group.ts';
import { reconcile } from './reconcile.ts';
import { areSame, asksForOther, makeTargets } from './targets.ts';
import type { Surroundings } from './targets.ts';

export interface Answered {
  readonly group: ConsumerGroup;
  /** Who asked, as it is now. */
  readonly member: ConsumerMember;
}

export type JoinRequest = Pick<
  ConsumerMember,
  | 'memberId'
  | 'instanceId'
  | 'clientId'
  | 'subscription'
  | 'assignor'
  | 'rebalanceTimeoutMs'
  | 'sessionTimeoutMs'
>;

const nothing = { assigned: noPartitions, revoking: noPartitions, revokeBy: undefined } as const;

/**
 * Whoever joins has nothing in hand. Under an id that is known, or the group instance id of a static member that is away, it takes
 * that member's place. Throws UNRELEASED_INSTANCE_ID: another member has the instance id, and lives.
 */
export function join(group: ConsumerGroup, request: JoinRequest, surroundings: Surroundings): Answered {
  const { memberId, instanceId } = request;
  const instance = instanceOf(group, instanceId);
  if (instance !== undefined && instance.memberId !== memberId && !instance.isAway) {
    const why = `the group instance id "${instanceId}" belongs to member "${instance.memberId}", which is alive`;
    throw new KafkaError('UNRELEASED_INSTANCE_ID', why);
  }
  const known = group.members.get(memberId);
  const predecessor = instance ?? known;
  const epoch = group.epoch + 1;
  const member: ConsumerMember = {
    ...{ ...request, ...nothing, epoch, previousEpoch: epoch, isAway: false },
    target: predecessor?.target ?? noPartitions,
  };
  // Who takes over one place and leaves another one has left it.
  const hasLeft = known !== undefined && known !== predecessor;
  const isChanged = predecessor === undefined || hasLeft || asksForOther(predecessor, member);
  const joined = put({ ...drop(group, [predecessor?.memberId ?? memberId]), epoch }, member);
  return goOn(makeTargets(joined, surroundings, isChanged), memberId, {
    ...surroundings,
    owned: undefined,
    isJoin: true,
  });
}

export interface HeartbeatRequest {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly epoch: number;
  /** All partitions that it has. To be said where that has changed, and whenever it does not know whether it was heard. */
  readonly owned?: Partitions | undefined;
  /** Where it has changed. */
  readonly subscription?: Subscription | undefined;
}

/** Throws UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH, FENCED_INSTANCE_ID. */
export function heartbeat(
  group: ConsumerGroup,
  request: HeartbeatRequest,
  surroundings: Surroundings,
): Answered {
  const known = memberOf(group, request);
  const { memberId, subscription = known.subscription, owned } = request;
  // It has missed an answer: it is told once more where it is, and goes on from there.
  if (checkEpoch(known, request) === 'previous') return { group, member: known };
  const isChanged = !areSame(subscription, known.subscription);
  const changed = isChanged ? put(group, { ...known, subscription }) : group;
  return goOn(makeTargets(changed, surroundings, isChanged), memberId, { ...surroundings, owned });
}

export interface LeaveRequest {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  /** Where it is given, only the process that has this epoch or the one before leaves. */
  readonly epoch?: number | undefined;
  /** A static member that will be back keeps its place until its session ends. */
  readonly isForAWhile?: boolean;
}

/** Throws UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH, FENCED_INSTANCE_ID. */
export function leave(
  group: ConsumerGroup,
  request: LeaveRequest,
  surroundings: Surroundings,
): ConsumerGroup {
  const member = memberOf(group, request);
  const { epoch = member.epoch } = request;
  if (epoch !== member.epoch && epoch !== member.previousEpoch) throw fenced(member, epoch);
  if (request.isForAWhile !== true || member.instanceId === undefined)
    return makeTargets(drop(group, [member.memberId]), surroundings, true);
  // It has let go of everything; what it had waits for it.
  return put(group, { ...member, revoking: noPartitions, revokeBy: undefined, isAway: true });
}

/** Those whose session is over (read under the group's lock), and those who were told to let go of something and did not in time. */
export function expire(
  group: ConsumerGroup,
  expired: ReadonlySet<string>,
  surroundings: Surroundings,
): ConsumerGroup {
  const gone = [...group.members.values()].filter(
    ({ memberId, revokeBy = Infinity }) => expired.has(memberId) || revokeBy < surroundings.now,
  );
  const ids = gone.map(({ memberId }) => memberId);
  return makeTargets(ids.length === 0 ? group : drop(group, ids), surroundings, ids.length > 0);
}

/** Topics came, went or grew, or it is time for new targets. The same group where none of that concerns it. */
export function topicsChanged(group: ConsumerGroup, surroundings: Surroundings): ConsumerGroup {
  return makeTargets(group, surroundings, false);
}

export interface CommitRequest {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly epoch: number;
  readonly partitions: Partitions;
}

/**
 * Whether a member may commit there, or store what it made of what it read there. Throws UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID, and
 * STALE_MEMBER_EPOCH: it is to send a heartbeat and, if it still has the partitions then, to commit once more.
 */
export function checkCommit(group: ConsumerGroup, request: CommitRequest): void {
  const member = memberOf(group, request);
  const { epoch, partitions } = request;
  const held = union(member.assigned, member.revoking);
  if (epoch === member.epoch && !member.isAway && without(partitions, held).size === 0) return;
  const why =
    epoch === member.epoch
      ? `member "${member.memberId}" does not have all of these partitions`
      : `member "${member.memberId}" is at epoch ${member.epoch}, not ${epoch}`;
  throw new KafkaError('STALE_MEMBER_EPOCH', why);
}

/** The member that may speak under these ids. Throws UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID. */
function memberOf(
  group: ConsumerGroup,
  { memberId, instanceId }: Pick<HeartbeatRequest, 'memberId' | 'instanceId'>,
): ConsumerMember {
  const owner = instanceOf(group, instanceId);
  if (owner !== undefined && owner.memberId !== memberId) {
    const why = `the group instance id "${instanceId}" was taken over by member "${owner.memberId}"`;
    throw new KafkaError('FENCED_INSTANCE_ID', why);
  }
  const member = group.members.get(memberId);
  if (member !== undefined && (instanceId === undefined || owner !== undefined)) return member;
  throw new KafkaError(
    'UNKNOWN_MEMBER_ID',
    `group "${group.groupId}" has no member "${memberId}": its session is over, or it has left; join again`,
  );
}

/** Throws FENCED_MEMBER_EPOCH. Who has missed an answer may go on, if it has nothing that it was not given. */
function checkEpoch(member: ConsumerMember, { epoch, owned }: HeartbeatRequest): 'current' | 'previous' {
  if (!member.isAway) {
    if (epoch === member.epoch) return 'current';
    const held = union(member.assigned, member.revoking);
    if (epoch === member.previousEpoch && owned !== undefined && without(owned, held).size === 0)
      return 'previous';
  }
  throw fenced(member, epoch);
}

function fenced({ memberId, ...member }: ConsumerMember, epoch: number): KafkaError {
  const present = member.isAway ? 'has left for a while' : `is at epoch ${member.epoch}, not ${epoch}`;
  const why = `member "${memberId}" ${present}: give up all partitions and join again`;
  return new KafkaError('FENCED_MEMBER_EPOCH', why);
}

interface Going extends Surroundings {
  readonly owned: Partitions | undefined;
  /** It has a new epoch already, for what it is given now. */
  readonly isJoin?: boolean;
}

/** The member as far on its way to its target as the others let it. */
function goOn(group: ConsumerGroup, memberId: string, { owned, now, isJoin = false }: Going): Answered {
  const before = group.members.get(memberId) as ConsumerMember;
  const reconciled = reconcile(group, before, { owned, now });
  if (reconciled === before) return { group, member: before };
  if (isJoin) return { group: put(group, reconciled), member: reconciled };
  const epoch = group.epoch + 1;
  const member = { ...reconciled, previousEpoch: before.epoch, epoch };
  return { group: put({ ...group, epoch }, member), member };
}

function instanceOf({ members }: ConsumerGroup, instanceId: string | undefined): ConsumerMember | undefined {
  if (instanceId === undefined) return undefined;
  for (const member of members.values()) if (member.instanceId === instanceId) return member;
  return undefined;
}

function put(group: ConsumerGroup, member: ConsumerMember): ConsumerGroup {
  return { ...group, members: new Map(group.members).set(member.memberId, member) };
}

function drop(group: ConsumerGroup, memberIds: readonly string[]): ConsumerGroup {
  const members = new Map(group.members);
  for (const memberId of memberIds) members.delete(memberId);
  return { ...group, members };
}
