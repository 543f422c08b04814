// Sets of partitions by topic id: what is in both, in one and not in the other.
import type { Partitions } from './assignors/assignor.ts';

export const noPartitions: Partitions = new Map();

/** By halves: they are ascending. */
export function has(partitions: Partitions, topicId: number, partition: number): boolean {
  const own = partitions.get(topicId) ?? [];
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((own[middle] as number) < partition) low = middle + 1;
    else high = middle;
  }
  return own[low] === partition;
}

/** Those of `partitions` for which it holds; topics of which nothing is left are left out. */
export function keep(
  partitions: Partitions,
  holds: (topicId: number, partition: number) => boolean,
): Partitions {
  const kept = new Map<number, readonly number[]>();
  for (const [topicId, own] of partitions) {
    const left = own.filter((partition) => holds(topicId, partition));
    if (left.length > 0) kept.set(topicId, left);
  }
  return kept;
}

export function both(left: Partitions, right: Partitions): Partitions {
  return keep(left, (topicId, partition) => has(right, topicId, partition));
}

export function without(left: Partitions, right: Partitions): Partitions {
  return keep(left, (topicId, partition) => !has(right, topicId, partition));
}

export function union(left: Partitions, right: Partitions): Partitions {
  const all = new Map(left);
  for (const [topicId, own] of right) {
    const more = own.filter((partition) => !has(left, topicId, partition));
    all.set(
      topicId,
      [...(left.get(topicId) ?? []), ...more].sort((a, b) => a - b),
    );
  }
  return all;
}

export function count(partitions: Partitions): number {
  let sum = 0;
  for (const own of partitions.values()) sum += own.length;
  return sum;
}

export function areEqual(left: Partitions, right: Partitions): boolean {
  if (left.size !== right.size) return false;
  for (const [topicId, own] of left) {
    const other = right.get(topicId);
    if (other?.length !== own.length || !own.every((partition, index) => partition === other[index]))
      return false;
  }
  return true;
}
