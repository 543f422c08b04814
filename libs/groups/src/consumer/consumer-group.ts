// The state of a consumer group with server-side assignment (KIP-848, as SPEC.md has it). Values, never changed in place: what a
// transition did not touch is the same object afterwards, so that whoever stores it writes what is new and nothing else.
import type { Partitions, SubscribedTopic } from '../assignors/assignor.ts';
import type { AssignorName } from '../assignors/index.ts';
import { areEqual } from '../partitions.ts';

export interface ConsumerGroup {
  readonly groupId: string;
  /** Counts up whenever a member is given another assignment or the targets are made anew; members' epochs are drawn from it. */
  readonly epoch: number;
  readonly members: ReadonlyMap<string, ConsumerMember>;
  /** What the targets were made for: topics with readers, by id. */
  readonly topics: ReadonlyMap<number, SubscribedTopic>;
  /** Of the catalog that they were made from. */
  readonly catalogVersion: number;
  /** When they were made. */
  readonly assignedAt: number;
  /** When they are to be made anew; undefined where they fit. */
  readonly assignAt?: number | undefined;
}

/** Names, or a pattern that names must match as a whole; or both. */
export interface Subscription {
  /** Sorted, each once. */
  readonly topics: readonly string[];
  readonly pattern?: string | undefined;
}

export interface ConsumerMember {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly clientId: string;
  readonly subscription: Subscription;
  /** What it asks for; the group takes what most ask for. */
  readonly assignor: AssignorName | undefined;
  /** So long may it take to let go of what is revoked. */
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  /** Another one whenever `assigned` or `revoking` changes, and with each join: it stands for exactly these two sets. */
  readonly epoch: number;
  /** The one before: a client whose answer was lost still has it. The same as `epoch` after a join. */
  readonly previousEpoch: number;
  /** What it is to have. */
  readonly target: Partitions;
  /** What it has; nobody else has any of it. */
  readonly assigned: Partitions;
  /** What it was told to let go of, and has not yet; nobody else has any of it. It may still commit there. */
  readonly revoking: Partitions;
  /** When it is taken for dead if it has not let go. */
  readonly revokeBy?: number | undefined;
  /** A static member that will be back: nothing of it is given away until its session ends. */
  readonly isAway: boolean;
}

export function emptyGroup(groupId: string): ConsumerGroup {
  return {
    groupId,
    epoch: 0,
    members: new Map(),
    topics: new Map(),
    catalogVersion: -1,
    assignedAt: -Infinity,
  };
}

/** KIP-848's states. */
export type GroupState = 'EMPTY' | 'ASSIGNING' | 'RECONCILING' | 'STABLE';

export function stateOf({ members, assignAt }: ConsumerGroup): GroupState {
  if (members.size === 0) return 'EMPTY';
  if (assignAt !== undefined) return 'ASSIGNING';
  for (const member of members.values()) if (!isSettled(member)) return 'RECONCILING';
  return 'STABLE';
}

/** It has what it is to have. */
export function isSettled({ revoking, assigned, target }: ConsumerMember): boolean {
  return revoking.size === 0 && areEqual(assigned, target);
}

/** A request under this epoch changes nothing, and has nothing to be told: only its session is renewed. */
export function isSteady(member: ConsumerMember, epoch: number): boolean {
  return epoch === member.epoch && isSettled(member) && !member.isAway;
}
