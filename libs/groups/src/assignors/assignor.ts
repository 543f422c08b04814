// What an assignor is: a pure function from who reads what to who gets what. The answer depends on its input alone, so that any
// gateway computes the same one.

/** Partition numbers by topic id, ascending. */
export type Partitions = ReadonlyMap<number, readonly number[]>;

export interface SubscribedTopic {
  readonly topicId: number;
  readonly name: string;
  readonly partitionCount: number;
}

export interface AssignedMember {
  readonly memberId: string;
  /** Static members keep their place in the order under it, whatever their member id is. */
  readonly instanceId?: string | undefined;
  /** Ids of the topics that it reads; those that are not among the topics are passed over. */
  readonly subscription: ReadonlySet<number>;
  /** What it has at present: sticky assignors leave it what they can. */
  readonly owned: Partitions;
}

export interface AssignmentInput {
  readonly topics: readonly SubscribedTopic[];
  readonly members: readonly AssignedMember[];
}

/** By member id; every member is in it. Each partition that anybody subscribes to is given to exactly one subscriber. */
export type Assignment = ReadonlyMap<string, Partitions>;

export type Assignor = (input: AssignmentInput) => Assignment;

/** Ordered as Kafka's assignors order them: static members by their instance id, then the others by member id. */
export function inOrder(members: readonly AssignedMember[]): AssignedMember[] {
  return [...members].sort(
    (left, right) =>
      Number(left.instanceId === undefined) - Number(right.instanceId === undefined) ||
      compare(left.instanceId ?? left.memberId, right.instanceId ?? right.memberId) ||
      compare(left.memberId, right.memberId),
  );
}

export function byName(topics: readonly SubscribedTopic[]): SubscribedTopic[] {
  return [...topics].sort((left, right) => compare(left.name, right.name));
}

/** Gathers partitions one by one. */
export class AssignmentBuilder {
  readonly #byMember = new Map<string, Map<number, number[]>>();

  constructor(members: readonly AssignedMember[]) {
    for (const { memberId } of members) this.#byMember.set(memberId, new Map());
  }

  give(memberId: string, topicId: number, partition: number): void {
    const own = this.#byMember.get(memberId);
    const partitions = own?.get(topicId);
    if (partitions === undefined) own?.set(topicId, [partition]);
    else partitions.push(partition);
  }

  finish(): Assignment {
    for (const own of this.#byMember.values())
      for (const partitions of own.values()) partitions.sort((left, right) => left - right);
    return this.#byMember;
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
