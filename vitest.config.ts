// All tests of the repository: one project per library, run from their sources. One PostgreSQL serves the whole run.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

interface ProjectOptions {
  readonly name: string;
  readonly folders: readonly string[];
  /** Groups run one after another: what starts processes of its own and measures time comes after the rest. Group 0 is
   * vitest's own: with one worker it would come last. */
  readonly group: number;
}

const projects: readonly ProjectOptions[] = [
  { name: 'protocol', folders: ['libs/protocol/src'], group: 1 },
  { name: 'storage', folders: ['libs/storage/src'], group: 1 },
  { name: 'groups', folders: ['libs/groups/src'], group: 1 },
  { name: 'broker', folders: ['libs/broker/src'], group: 1 },
  { name: 'tools', folders: ['tools'], group: 1 },
  { name: 'gateway', folders: ['apps/gateway/src'], group: 1 },
  { name: 'process', folders: ['apps/gateway/test'], group: 2 },
  { name: 'dashboard', folders: ['apps/dashboard/lib', 'apps/dashboard/test'], group: 3 },
  { name: 'docs', folders: ['tests/docs'], group: 1 },
  { name: 'log', folders: ['tests/log', 'tests/upgrade'], group: 4 },
  { name: 'chaos', folders: ['tests/chaos'], group: 5 },
];

export default defineConfig({
  // Libraries are loaded from their sources: by the tests, and by the global set-up, which vite runs in `__vitest__`.
  ssr: { resolve: { conditions: ['source'] } },
  environments: { __vitest__: { resolve: { conditions: ['source'] } } },
  test: {
    globalSetup: ['tools/testing/postgres.ts'],
    // Whole processes and real databases on two cores that others may share.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: projects
      .filter(({ folders }) => folders.some((folder) => existsSync(folder)))
      .map(({ name, folders, group }) => ({
        extends: true as const,
        test: {
          name,
          include: folders.map((folder) => `${folder}/**/*.test.ts`),
          sequence: { groupOrder: group },
          maxWorkers: group === 1 ? Math.max(2, availableParallelism() - 1) : 1,
        },
      })),
  },
});
