// The assignors by their names in Kafka. `sticky` and `cooperative-sticky` differ in how a client moves to their answer, and
// `uniform` is KIP-848's name for the same aim: here all three are one.
import type { Assignor } from './assignor.ts';
import { range } from './range.ts';
import { roundRobin } from './round-robin.ts';
import { sticky } from './sticky.ts';

export const assignors = {
  uniform: sticky,
  range,
  roundrobin: roundRobin,
  sticky,
  'cooperative-sticky': sticky,
} as const satisfies Record<string, Assignor>;

export type AssignorName = keyof typeof assignors;

export const assignorNames = Object.keys(assignors) as readonly AssignorName[];
