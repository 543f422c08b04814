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
export { emptyGroup, isSteady, stateOf } from './consumer/consumer-group.ts';
export type { ConsumerGroup, ConsumerMember, GroupState, Subscription } from './consumer/consumer-group.ts';
export { waiting } from './consumer/reconcile.ts';
export type { Catalog, Surroundings } from './consumer/targets.ts';
export { checkCommit, expire, heartbeat, join, leave, topicsChanged } from './consumer/transitions.ts';
export type {
  Answered,
  CommitRequest,
  HeartbeatRequest,
  JoinRequest,
  LeaveRequest,
} from './consumer/transitions.ts';
