// As even as the subscriptions allow, with as little moved as that takes: Kafka's StickyAssignor, CooperativeStickyAssignor and
// KIP-848's UniformAssignor have this aim. First everybody keeps what is his, then what is free goes to who has least, then
// partitions move along chains of members until no chain makes it more even: by the theory of semi-matchings (Harvey, Ladner,
// Lovász, Tamir 2006) nothing is more even then.
import { byName, inOrder } from './assignor.ts';
import type { AssignedMember, Assignment, AssignmentInput, SubscribedTopic } from './assignor.ts';

export function sticky(input: AssignmentInput): Assignment {
  const balance = new Balance(input);
  balance.keepOwned();
  balance.giveFree();
  balance.evenOut();
  return balance.assignment();
}

interface Reader {
  readonly memberId: string;
  readonly member: AssignedMember;
  /** Its place in the order: of equals the first one is taken. */
  readonly rank: number;
  /** By place of the topic. */
  readonly partitions: Map<number, Set<number>>;
  /** Those of them that it had before. */
  readonly kept: Map<number, Set<number>>;
  load: number;
}

class Balance {
  readonly #topics: readonly SubscribedTopic[];
  readonly #readers: readonly Reader[];
  /** Readers of each topic, by the topic's place. */
  readonly #subscribers: readonly (readonly Reader[])[];
  /** The owner of each partition, by the topic's place. */
  readonly #owners: readonly (Reader | undefined)[][];

  constructor({ topics, members }: AssignmentInput) {
    this.#topics = byName(topics);
    this.#readers = inOrder(members).map((member, rank) => ({
      ...{ memberId: member.memberId, member, rank },
      ...{ partitions: new Map(), kept: new Map(), load: 0 },
    }));
    this.#subscribers = this.#topics.map(({ topicId }) =>
      this.#readers.filter(({ member }) => member.subscription.has(topicId)),
    );
    this.#owners = this.#topics.map(({ partitionCount }) =>
      new Array<Reader | undefined>(partitionCount).fill(undefined),
    );
  }

  /** Of two who say that they have a partition the first one keeps it. */
  keepOwned(): void {
    this.#topics.forEach(({ topicId, partitionCount }, topic) => {
      for (const reader of this.#subscribersOf(topic)) {
        for (const partition of reader.member.owned.get(topicId) ?? [])
          if (partition < partitionCount && this.#owners[topic]?.[partition] === undefined)
            this.#give(reader, topic, partition);
        const own = reader.partitions.get(topic);
        if (own !== undefined) reader.kept.set(topic, new Set(own));
      }
    });
  }

  giveFree(): void {
    // Topics with few readers leave less of a choice: they come first.
    const order = this.#topics.map((_, topic) => topic);
    order.sort((left, right) => this.#subscribersOf(left).length - this.#subscribersOf(right).length);
    for (const topic of order) {
      const readers = new LeastLoaded(this.#subscribersOf(topic));
      this.#owners[topic]?.forEach((owner, partition) => {
        if (owner !== undefined) return;
        readers.next((reader) => this.#give(reader, topic, partition));
      });
    }
  }

  /** Moves a partition along the shortest chain from a member to one that has two less, until there is none. */
  evenOut(): void {
    // From the fullest down: who can give nothing now can't later, since loads only come closer.
    const done = new Set<Reader>();
    for (let from = this.#fullest(done); from !== undefined; from = this.#fullest(done))
      if (!this.#moveFrom(from)) done.add(from);
  }

  assignment(): Assignment {
    return new Map(
      this.#readers.map(({ memberId, partitions }) => [
        memberId,
        new Map(
          [...partitions]
            .filter(([, own]) => own.size > 0)
            .map(([topic, own]) => [
              (this.#topics[topic] as SubscribedTopic).topicId,
              [...own].sort((left, right) => left - right),
            ]),
        ),
      ]),
    );
  }

  #subscribersOf(topic: number): readonly Reader[] {
    return this.#subscribers[topic] ?? [];
  }

  #give(reader: Reader, topic: number, partition: number): void {
    const own = reader.partitions.get(topic);
    if (own === undefined) reader.partitions.set(topic, new Set([partition]));
    else own.add(partition);
    reader.load++;
    (this.#owners[topic] as (Reader | undefined)[])[partition] = reader;
  }

  #take(reader: Reader, topic: number, partition: number): void {
    reader.partitions.get(topic)?.delete(partition);
    reader.load--;
  }

  /** Undefined where nobody left has two more than whoever has least. */
  #fullest(done: ReadonlySet<Reader>): Reader | undefined {
    let fullest: Reader | undefined;
    let least = Infinity;
    for (const reader of this.#readers) {
      least = Math.min(least, reader.load);
      if (!done.has(reader) && reader.load > (fullest?.load ?? 1)) fullest = reader;
    }
    return fullest !== undefined && fullest.load >= least + 2 ? fullest : undefined;
  }

  /** Breadth first, so that the chain is a short one. */
  #moveFrom(from: Reader): boolean {
    const cameBy: Chain = new Map();
    const seenTopics = new Set<number>();
    const queue = [from];
    for (const giver of queue) {
      for (const [topic, own] of giver.partitions) {
        // Who reads a topic was found when its first giver was: a second one adds nobody.
        if (own.size === 0 || seenTopics.has(topic)) continue;
        seenTopics.add(topic);
        const least = leastLoaded(this.#subscribersOf(topic));
        if (least !== undefined && least.load <= from.load - 2) {
          cameBy.set(least, { giver, topic });
          this.#moveAlong(cameBy, least);
          return true;
        }
        for (const taker of this.#subscribersOf(topic)) {
          if (taker === from || cameBy.has(taker)) continue;
          cameBy.set(taker, { giver, topic });
          queue.push(taker);
        }
      }
    }
    return false;
  }

  #moveAlong(cameBy: Chain, last: Reader): void {
    let taker = last;
    for (let step = cameBy.get(taker); step !== undefined; step = cameBy.get(taker)) {
      const { giver, topic } = step;
      const partition = this.#toMove(giver, topic);
      this.#take(giver, topic, partition);
      this.#give(taker, topic, partition);
      taker = giver;
    }
  }

  /** What it did not own before, where there is such a one; of several the highest. */
  #toMove(giver: Reader, topic: number): number {
    const kept = giver.kept.get(topic);
    let [highest, highestNew] = [-1, -1];
    for (const partition of giver.partitions.get(topic) ?? []) {
      highest = Math.max(highest, partition);
      if (kept?.has(partition) !== true) highestNew = Math.max(highestNew, partition);
    }
    return highestNew >= 0 ? highestNew : highest;
  }
}

/** Who gives to a member, and a partition of which topic. */
type Chain = Map<Reader, { readonly giver: Reader; readonly topic: number }>;

function leastLoaded(readers: readonly Reader[]): Reader | undefined {
  let least: Reader | undefined;
  for (const reader of readers) if (least === undefined || reader.load < least.load) least = reader;
  return least;
}

/** Hands out the one with the least, whose load then grows by one. */
class LeastLoaded {
  readonly #byLoad = new Map<number, Reader[]>();
  #least: number;

  constructor(readers: readonly Reader[]) {
    for (const reader of readers) this.#add(reader);
    this.#least = Math.min(...this.#byLoad.keys());
  }

  next(give: (reader: Reader) => void): void {
    if (this.#byLoad.size === 0) return;
    while (!this.#byLoad.has(this.#least)) this.#least++;
    const readers = this.#byLoad.get(this.#least) as Reader[];
    const reader = readers.shift() as Reader;
    if (readers.length === 0) this.#byLoad.delete(this.#least);
    give(reader);
    this.#add(reader);
  }

  #add(reader: Reader): void {
    const readers = this.#byLoad.get(reader.load);
    if (readers === undefined) this.#byLoad.set(reader.load, [reader]);
    else readers.push(reader);
  }
}
