// vitest's global set-up: one embedded PostgreSQL 18 and one 14 for the whole run, in folders that are removed at its end. Tests
// get a database of their own from database.ts.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, isAlive, stopLeftBehind } from '@weir/gateway/embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of the run's PostgreSQL 18. */
    postgresUrl: string;
    /** The same of PostgreSQL 14, the oldest that Weir takes. */
    postgres14Url: string;
  }
}

const prefix = 'weir-test-';
const logger = {
  info: () => undefined,
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftBehind();
  // A short path, so that the server's socket fits; the pid tells a later run whether this one is alive.
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const started = await Promise.allSettled([
    EmbeddedPostgres.start({ dataDir: join(folder, '18'), logger, syncInit: false }),
    EmbeddedPostgres.start({
      dataDir: join(folder, '14'),
      logger,
      syncInit: false,
      packageName: 'embedded-postgres-14',
    }),
  ]);
  const servers = started.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  const teardown = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  const [current, oldest] = servers;
  if (current === undefined || oldest === undefined) {
    await teardown();
    throw started.find((result) => result.status === 'rejected')?.reason;
  }
  project.provide('postgresUrl', current.adminUrl);
  project.provide('postgres14Url', oldest.adminUrl);
  return teardown;
}

/** Servers of runs that were killed. */
async function removeLeftBehind(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (!name.startsWith(prefix) || !(pid > 0) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    for (const version of ['18', '14']) await stopLeftBehind(join(folder, version, 'postgres'));
    await rm(folder, { recursive: true, force: true });
  }
}
