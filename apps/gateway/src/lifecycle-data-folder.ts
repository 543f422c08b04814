// One gateway per data folder: a lock that the operating system drops with the process, so that it is never stale, not even after
// SIGKILL or between containers that share a volume. SQLite is only the portable way to that lock; nothing is stored in it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from './startup-error.ts';

/** Makes the folder if it is missing. Throws StartupError where another living process holds it. Call the answer to let go. */
export function lockDataFolder(dataDir: string): () => void {
  const holder = join(dataDir, 'gateway.pid');
  let lock: DatabaseSync;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    lock = new DatabaseSync(join(dataDir, 'gateway.lock'));
  } catch (error) {
    throw new StartupError(
      `the data folder ${dataDir} can't be used (${(error as Error).message}): mend its rights or choose another with WEIR_DATA_DIR`,
      { cause: error },
    );
  }
  try {
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(holder, `${process.pid}\n`);
  } catch (error) {
    lock.close();
    throw new StartupError(
      `the data folder ${dataDir} ${failure(error as Error & { errcode?: number }, holder)}`,
      { cause: error },
    );
  }
  return () => lock.close();
}

function failure(error: Error & { errcode?: number }, holder: string): string {
  const sqliteBusy = 5;
  if (error.errcode !== sqliteBusy)
    return `can't be locked (${error.message}): choose another with WEIR_DATA_DIR`;
  return `is in use by another gateway${readPid(holder)}: stop that one, or choose another folder with WEIR_DATA_DIR`;
}

/** Only for the message: the other one may not have written it yet. */
function readPid(holder: string): string {
  try {
    return ` (pid ${readFileSync(holder, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
