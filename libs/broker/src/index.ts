// What edges may use of the broker.
export { DatabaseUnusableError } from '@weir/storage';
export { otherTopics } from './broker-stats.ts';
export type { BrokerStats, SentRecords } from './broker-stats.ts';
export { ObservedBroker } from './observed-broker.ts';
export type { ObservedBrokerOptions } from './observed-broker.ts';
export { openPostgresBroker, PostgresBroker } from './postgres-broker.ts';
export type { PostgresBrokerOptions } from './postgres-broker.ts';
export { spanContextOf, traceHeadersOf } from './trace-context.ts';
