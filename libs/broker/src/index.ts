// What edges may use of the broker.
export { DatabaseUnusableError } from '@weir/storage';
export { openPostgresBroker, PostgresBroker } from './postgres-broker.ts';
export type { PostgresBrokerOptions } from './postgres-broker.ts';
