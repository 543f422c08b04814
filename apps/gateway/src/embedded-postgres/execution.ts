// How PostgreSQL's programs are run: as this user, or, because PostgreSQL refuses root, in a user namespace that gives root
// another number, or as an account without rights and from a folder of its own. No user's folder ever changes its rights.
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { StartupError } from '../startup-error.ts';
import type { PostgresBinaries } from './binaries.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface Execution {
  readonly kind: 'direct' | 'namespace' | 'account';
  readonly binaries: PostgresBinaries;
  /** Where cluster and socket live: the data folder, or the account's own. */
  readonly folder: string;
  readonly account?: Account;
}

/** Accounts that most machines have; initdb wants a name for the number it runs as. */
const accountNames = ['postgres', '_postgres', 'nobody', 'daemon'];
const defaultAccountFolder = '/var/lib/weir';

export interface ExecutionChoice {
  /** Forces a way that this machine would not take (tests). */
  readonly kind?: Execution['kind'];
  /** Where the account's programs and clusters go. */
  readonly accountFolder?: string;
}

/** Chooses for a data folder that exists. */
export function chooseExecution(
  binaries: PostgresBinaries,
  dataDir: string,
  choice: ExecutionChoice = {},
): Execution {
  const { kind: force, accountFolder = defaultAccountFolder } = choice;
  if (force === 'direct' || (force === undefined && process.getuid?.() !== 0)) {
    return { kind: 'direct', binaries, folder: dataDir };
  }
  const account = findAccount();
  if (force !== 'account' && namespaceWorks(binaries, dataDir, account)) {
    return { kind: 'namespace', binaries, folder: dataDir, account };
  }
  if (existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
    throw new StartupError(
      `${dataDir} holds a cluster that root cannot use here: start as the user who made it, or choose another folder (WEIR_DATA_DIR)`,
    );
  }
  return moveToAccount(binaries, dataDir, { account, accountFolder });
}

/** The command line and spawn options that run one of PostgreSQL's programs. */
export function wrapCommand(execution: Execution, program: string, args: readonly string[]) {
  const { kind, account } = execution;
  // PG* variables and locales of the caller must not change what the server does.
  const environment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };
  if (kind === 'namespace' && account) {
    return {
      file: 'unshare',
      args: [...namespaceArguments(account), program, ...args],
      options: { env: environment, cwd: '/' },
    };
  }
  const identity = kind === 'account' && account ? { uid: account.uid, gid: account.gid } : {};
  return { file: program, args: [...args], options: { env: environment, cwd: '/', ...identity } };
}

function namespaceArguments(account: Account): string[] {
  return ['--user', `--map-user=${account.uid}`, `--map-group=${account.gid}`, '--'];
}

/** Inside the namespace root has lost its rights over other users' files, so reaching the folders is tried, not assumed. */
function namespaceWorks(binaries: PostgresBinaries, dataDir: string, account: Account): boolean {
  if (process.platform !== 'linux') return false;
  const script = 'test -w "$1" && exec "$2" --version';
  const args = [...namespaceArguments(account), 'sh', '-c', script, 'sh', dataDir, binaries.initdb];
  return spawnSync('unshare', args, { stdio: 'ignore' }).status === 0;
}

function findAccount(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map((fields) => ({ name: fields[0] ?? '', uid: Number(fields[2]), gid: Number(fields[3]) }))
    .filter(({ uid }) => uid > 0 && uid < 2 ** 31);
  for (const name of accountNames) {
    const found = accounts.find((account) => account.name === name);
    if (found) return found;
  }
  throw new StartupError(
    `PostgreSQL refuses to run as root and none of the accounts ${accountNames.join(', ')} exists: start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own`,
  );
}

/** Copies the programs where the account may run them, and gives it a folder for this data folder's cluster. */
function moveToAccount(
  binaries: PostgresBinaries,
  dataDir: string,
  to: { account: Account; accountFolder: string },
): Execution {
  const { account, accountFolder } = to;
  const programs = join(accountFolder, `postgres-${binaries.packageVersion}`);
  if (!existsSync(programs)) {
    mkdirSync(accountFolder, { recursive: true, mode: 0o755 });
    const staged = `${programs}.new-${process.pid}`;
    cpSync(binaries.folder, staged, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(staged, programs);
    } catch (error) {
      // Another process was faster: its copy is as good.
      rmSync(staged, { recursive: true, force: true });
      if (!existsSync(programs)) throw error;
    }
  }
  const folder = clusterFolder(dataDir, { account, accountFolder });
  const bin = join(programs, 'bin');
  const moved = {
    ...binaries,
    folder: programs,
    postgres: join(bin, 'postgres'),
    initdb: join(bin, 'initdb'),
  };
  return { kind: 'account', binaries: moved, folder, account };
}

/** Where the account keeps the data folder's cluster. The data folder remembers it, so that it may be moved. */
function clusterFolder(dataDir: string, to: { account: Account; accountFolder: string }): string {
  const note = join(dataDir, 'postgres.folder');
  if (existsSync(note)) {
    const folder = readFileSync(note, 'utf8').trim();
    if (existsSync(folder)) return folder;
    throw new StartupError(
      `${note} says that the data is in ${folder}, which does not exist: bring it back, or remove the note to begin with an empty log`,
    );
  }
  const mark = createHash('sha256').update(dataDir).digest('hex').slice(0, 8);
  const folder = join(to.accountFolder, `${basename(dataDir)}-${mark}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, to.account.uid, to.account.gid);
  writeFileSync(note, `${folder}\n`, { mode: 0o600 });
  return folder;
}
