// What other libraries may use of the storage.
export { BrokerConfigStore } from './broker-config-store.ts';
export type { CleanupSettings } from './cleanup.ts';
export type { CleanupStats } from './cleanup-stats.ts';
export type { CommitHook } from './commit-lane.ts';
export { databaseError } from './connection.ts';
export { DatabaseUnusableError, openDatabase } from './database.ts';
export type { Database, DatabaseOptions } from './database.ts';
export { Histogram, secondsBounds } from './histogram.ts';
export type { HistogramSnapshot } from './histogram.ts';
export { LogManager } from './log-manager.ts';
export type { LogManagerOptions } from './log-manager.ts';
export type { Logger } from './logger.ts';
export { MetadataAccess } from './metadata-access.ts';
export type { AllLogEnds } from './sql/log-ends.ts';
export type { StorageStats } from './storage-stats.ts';
export { topicConfigs } from './topic-config.ts';
export { TopicStore } from './topic-store.ts';
export type { TopicStoreOptions } from './topic-store.ts';
