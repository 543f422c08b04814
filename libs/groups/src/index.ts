// Consumer groups: who reads which partitions.
export { assignorNames, assignors } from './assignors/index.ts';
export type { AssignorName } from './assignors/index.ts';
export type {
  AssignedMember,
  Assignment,
  AssignmentInput,
  Assignor,
  Partitions,
  SubscribedTopic,
} from './assignors/assignor.ts';
