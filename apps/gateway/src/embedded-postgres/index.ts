// The embedded PostgreSQL for the gateway's main and for the tests' servers.
export { EmbeddedPostgres } from './embedded-postgres.ts';
export type { EmbeddedPostgresOptions, LifeCycleLogger } from './embedded-postgres.ts';
export { isAlive, stopLeftBehind, stopProcess } from './left-behind.ts';
