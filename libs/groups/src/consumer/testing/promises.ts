// What must hold after every step of a simulated world, whatever happened in it.
import type { Partitions } from '../../assignors/assignor.ts';
import { areEqual, has, union, without } from '../../partitions.ts';
import type { ConsumerGroup, ConsumerMember } from '../consumer-group.ts';
import type { Client } from './client.ts';

const REVOKE_MS_MAX = 80;

interface Seen {
  readonly group: ConsumerGroup;
  readonly clients: readonly Client[];
  readonly now: number;
}

export interface Commit {
  readonly memberId: string;
  readonly partitions: Partitions;
}

export class Promises {
  readonly #world: Seen;
  #last: ConsumerGroup | undefined;
  /** What each epoch of each member stands for. */
  readonly #sets = new Map<string, readonly [assigned: Partitions, revoking: Partitions]>();
  #broken: string | undefined;

  constructor(world: Seen) {
    this.#world = world;
  }

  /** The first one that is; it stays so. */
  broken(): string | undefined {
    return (this.#broken ??= this.#look());
  }

  #look(): string | undefined {
    const { group } = this.#world;
    const last = this.#last;
    if (group === last) return this.#readers();
    this.#last = group;
    return (
      this.#owners(group) ??
      this.#targets(group) ??
      this.#epochs(group, last) ??
      this.#deadlines(group) ??
      this.#readers()
    );
  }

  commitOf(client: Client): Commit {
    return { memberId: client.memberId, partitions: client.owned };
  }

  /** It was taken: then nobody else may take any of it for his. */
  committed({ memberId, partitions }: Commit): void {
    for (const other of this.#world.clients) {
      // Under the same id: a process that was cut off, whose commit this is.
      if (other.memberId === memberId || other.epoch === undefined) continue;
      const member = this.#world.group.members.get(other.memberId);
      if (member?.epoch !== other.epoch || !sharesAny(other.owned, partitions)) continue;
      this.#broken ??= `a commit of ${memberId} is taken for what ${other.name} reads`;
    }
  }

  #owners({ members }: ConsumerGroup): string | undefined {
    const owners = new Map<string, string>();
    const instances = new Set<string>();
    for (const { memberId, assigned, revoking, instanceId } of members.values()) {
      for (const held of [assigned, revoking]) {
        const twice = claim(owners, memberId, held);
        if (twice !== undefined) return `two members hold a partition: ${twice}`;
      }
      if (instanceId !== undefined && instances.has(instanceId))
        return `two members are instance ${instanceId}`;
      if (instanceId !== undefined) instances.add(instanceId);
    }
    return undefined;
  }

  #targets({ members, topics, assignAt }: ConsumerGroup): string | undefined {
    const owners = new Map<string, string>();
    for (const { memberId, target } of members.values()) {
      const twice = claim(owners, memberId, target);
      if (twice !== undefined) return `a partition is meant for two members: ${twice}`;
    }
    if (assignAt !== undefined) return undefined;
    for (const { topicId, partitionCount } of topics.values())
      for (let partition = 0; partition < partitionCount; partition++)
        if (!owners.has(`${topicId}/${partition}`)) return `${topicId}/${partition} is meant for nobody`;
    return undefined;
  }

  #epochs(group: ConsumerGroup, last: ConsumerGroup | undefined): string | undefined {
    if (last !== undefined && group.epoch < last.epoch) return 'the group’s epoch falls';
    for (const member of group.members.values()) {
      const { memberId, epoch, assigned, revoking } = member;
      if (epoch > group.epoch) return `${memberId} is ahead of the group`;
      if (epoch < (last?.members.get(memberId)?.epoch ?? 0)) return `the epoch of ${memberId} falls`;
      const key = `${memberId} ${epoch}`;
      const known = this.#sets.get(key);
      if (known === undefined) this.#sets.set(key, [assigned, revoking]);
      // Going away for a while is letting go.
      else if (!areEqual(known[0], assigned) || !(areEqual(known[1], revoking) || member.isAway))
        return `epoch ${epoch} of ${memberId} stands for two assignments`;
    }
    return undefined;
  }

  #deadlines({ members }: ConsumerGroup): string | undefined {
    for (const { memberId, revoking, revokeBy } of members.values()) {
      if (revoking.size > 0 !== (revokeBy !== undefined))
        return `${memberId} has no deadline, or one for nothing`;
      if ((revokeBy ?? 0) > this.#world.now + REVOKE_MS_MAX) return `the deadline of ${memberId} is too late`;
    }
    return undefined;
  }

  /** Of those whom a commit would be taken from, no two read the same, and nobody what is not his. */
  #readers(): string | undefined {
    const owners = new Map<string, string>();
    for (const { name, memberId, epoch, owned } of this.#world.clients) {
      const member = this.#world.group.members.get(memberId);
      if (member === undefined || epoch !== member.epoch || member.isAway) continue;
      const twice = claim(owners, name, owned);
      if (twice !== undefined) return `two clients read a partition, and both may commit: ${twice}`;
      if (without(owned, held(member)).size > 0)
        return `${name} reads what it was never given, or has let go of`;
    }
    return undefined;
  }
}

function held({ assigned, revoking }: ConsumerMember): Partitions {
  return union(assigned, revoking);
}

function sharesAny(left: Partitions, right: Partitions): boolean {
  for (const [topicId, own] of left) if (own.some((partition) => has(right, topicId, partition))) return true;
  return false;
}

/** Answers who had it before, where somebody had. */
function claim(owners: Map<string, string>, name: string, partitions: Partitions): string | undefined {
  for (const [topicId, own] of partitions) {
    for (const partition of own) {
      const place = `${topicId}/${partition}`;
      const other = owners.get(place);
      if (other !== undefined) return `${place} by ${other} and ${name}`;
      owners.set(place, name);
    }
  }
  return undefined;
}
