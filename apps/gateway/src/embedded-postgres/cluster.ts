// The cluster on disk: made once under a temporary name and renamed, so that a kill in the middle leaves no half cluster; its
// version is checked before each start.
import { spawn } from 'node:child_process';
import { appendFile, chown, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StartupError } from '../startup-error.ts';
import { wrapCommand } from './execution.ts';
import type { Execution } from './execution.ts';

/** Written once to postgresql.conf, where the operator may change them. Where to listen is decided at each start instead. */
const initialSettings = {
  shared_buffers: '128MB',
  max_connections: '200',
  // Log segments are kept for use again: making new ones is slow under load.
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  // Statements are short and prepared: compiling them costs more than it gives.
  jit: 'off',
  synchronous_commit: 'on',
  fsync: 'on',
  password_encryption: `'scram-sha-256'`,
  unix_socket_permissions: '0700',
  log_line_prefix: `'%m [%p] '`,
};

export interface ClusterOptions {
  readonly execution: Execution;
  readonly password: string;
  /** False skips flushing the new cluster to disk (tests: it is thrown away). Commits are durable either way. */
  readonly syncInit: boolean;
}

/** Folder of the cluster; makes it if it is missing. Throws StartupError for a cluster of another major version. */
export async function prepareCluster(options: ClusterOptions): Promise<string> {
  const { folder, binaries } = options.execution;
  const cluster = join(folder, 'postgres');
  const found = await readVersion(cluster);
  if (found === undefined) {
    await initialise(options, cluster);
  } else if (found !== binaries.majorVersion) {
    throw new StartupError(
      `${cluster} holds data of PostgreSQL ${found} and this version brings PostgreSQL ${binaries.majorVersion}: dump it with the version that wrote it (pg_dump) and restore it, or choose another folder (WEIR_DATA_DIR)`,
    );
  }
  return cluster;
}

/** The password of this folder's cluster, kept readable for its owner only. Made at the first call. */
export async function ensurePassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const password = randomBytes(24).toString('base64url');
  const staged = `${file}.new-${process.pid}`;
  await writeFile(staged, `${password}\n`, { mode: 0o600 });
  await flush(staged);
  await rename(staged, file);
  return password;
}

async function readVersion(cluster: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(cluster, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartupError(
      `${cluster} can't be read (${(error as Error).message}): check its owner and rights`,
      { cause: error },
    );
  }
}

async function initialise({ execution, password, syncInit }: ClusterOptions, cluster: string): Promise<void> {
  const { folder, binaries, account, kind } = execution;
  for (const name of await readdir(folder)) {
    if (name.startsWith('postgres.new-')) await rm(join(folder, name), { recursive: true, force: true });
  }
  const staged = join(folder, `postgres.new-${process.pid}`);
  const passwordFile = `${staged}-password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (kind === 'account' && account) await chown(passwordFile, account.uid, account.gid);
  try {
    const args = ['-D', staged, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    args.push('--locale=C', '--encoding=UTF8', ...(syncInit ? [] : ['--no-sync']));
    await runInitdb(execution, binaries.initdb, args);
    const lines = Object.entries(initialSettings).map(([name, value]) => `${name} = ${value}\n`);
    await appendFile(
      join(staged, 'postgresql.conf'),
      `\n# Set when Weir made this cluster; change them as you like.\n${lines.join('')}`,
    );
    await flush(join(staged, 'postgresql.conf'));
    await rename(staged, cluster);
    await flush(folder);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function runInitdb(execution: Execution, initdb: string, args: readonly string[]): Promise<void> {
  const command = wrapCommand(execution, initdb, args);
  const child = spawn(command.file, command.args, {
    ...command.options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new StartupError(`initdb can't be run: ${cause.message}`, { cause })),
    );
    child.once('close', (code) => {
      if (code === 0) return resolve();
      const lines = Buffer.concat(errors).toString('utf8').trim().split('\n');
      const reason = lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? `exit code ${code}`;
      reject(new StartupError(`PostgreSQL's data folder can't be made: ${reason}`));
    });
  });
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
