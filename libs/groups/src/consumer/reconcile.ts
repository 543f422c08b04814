// One member on its way from what it has to what it is to have (KIP-848, "Member Assignment Reconciliation"): first it lets go, then
// it is given what the others have let go of.
import type { Partitions } from '../assignors/assignor.ts';
import { both, count, has, keep, noPartitions, union, without } from '../partitions.ts';
import { isSettled } from './consumer-group.ts';
import type { ConsumerGroup, ConsumerMember } from './consumer-group.ts';

export interface Reconciling {
  /** What it says that it has, by its newest epoch; undefined where it says nothing of that. */
  readonly owned: Partitions | undefined;
  readonly now: number;
}

/** The member as it is now, without a new epoch; the same object where nothing changes. */
export function reconcile(
  group: ConsumerGroup,
  member: ConsumerMember,
  { owned, now }: Reconciling,
): ConsumerMember {
  const { target, assigned, revoking } = member;
  // Only its own word frees what others wait for.
  const hasLetGo = owned !== undefined && both(revoking, owned).size === 0;
  if (revoking.size > 0 && !hasLetGo) return member;
  const toRevoke = without(assigned, target);
  if (toRevoke.size > 0) {
    const revokeBy = now + member.rebalanceTimeoutMs;
    return { ...member, assigned: both(assigned, target), revoking: toRevoke, revokeBy };
  }
  const free = freeFor(group, member);
  if (revoking.size === 0 && free.size === 0) return member;
  return { ...member, assigned: union(assigned, free), revoking: noPartitions, revokeBy: undefined };
}

/** Members that could go on now, if they asked: who is to be woken. */
export function waiting(group: ConsumerGroup): string[] {
  const ids: string[] = [];
  for (const member of group.members.values()) {
    if (member.isAway || member.revoking.size > 0 || isSettled(member)) continue;
    if (without(member.assigned, member.target).size > 0 || freeFor(group, member).size > 0)
      ids.push(member.memberId);
  }
  return ids;
}

/** What it is to have, does not have, and nobody else has. */
function freeFor({ members }: ConsumerGroup, { memberId, target, assigned }: ConsumerMember): Partitions {
  let missing = without(target, assigned);
  for (const other of members.values()) {
    if (missing.size === 0 || count(missing) === 0) break;
    if (other.memberId === memberId) continue;
    const isHeld = (topicId: number, partition: number) =>
      has(other.assigned, topicId, partition) || has(other.revoking, topicId, partition);
    missing = keep(missing, (topicId, partition) => !isHeld(topicId, partition));
  }
  return missing;
}
