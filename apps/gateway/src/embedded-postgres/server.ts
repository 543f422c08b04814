// One run of the PostgreSQL server: a child in a process group of its own (Ctrl-C must not reach it before us), its output in a
// file, ready when it answers a query.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '../startup-error.ts';
import { wrapCommand } from './execution.ts';
import type { Execution } from './execution.ts';

const maxLogBytes = 16 * 1024 * 1024;

export interface ServerOptions {
  readonly execution: Execution;
  readonly cluster: string;
  readonly logFile: string;
  readonly args: readonly string[];
  readonly adminUrl: string;
  /** Ends waiting for a server that takes long to come up. */
  readonly signal?: AbortSignal | undefined;
}

export interface RunningServer {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves when the process has ended, with how it ended. */
  readonly ended: Promise<string>;
}

export interface StartedServer extends RunningServer {
  /** As the server says it: `18.4`. */
  readonly version: string;
}

/** Starts the server and waits until it answers. Throws StartupError with PostgreSQL's own reason where it does not come up. */
export async function startServer(
  options: ServerOptions,
  onSpawn?: (server: RunningServer) => void,
): Promise<StartedServer> {
  const { execution, cluster, logFile } = options;
  rotateLog(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  const command = wrapCommand(execution, execution.binaries.postgres, ['-D', cluster, ...options.args]);
  const child = spawn(command.file, command.args, {
    ...command.options,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let end: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve((end = error.message)));
    child.once('exit', (code, signal) => resolve((end = signal ? `signal ${signal}` : `exit code ${code}`)));
  });
  const server = { child, pid: child.pid ?? 0, ended };
  onSpawn?.(server);
  for (;;) {
    const version = await askVersion(options.adminUrl, cluster);
    if (version !== undefined) return { ...server, version };
    options.signal?.throwIfAborted();
    if (end !== undefined)
      throw new StartupError(
        `PostgreSQL did not start: ${failure(logFile, logStart) ?? end} (its log: ${logFile})`,
      );
    await Promise.race([sleep(20), ended]);
  }
}

/** Undefined while the server starts or recovers, which takes minutes after a crash with much to replay. */
async function askVersion(url: string, cluster: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {
    // The connection is ended below; what it was told is in the error that connect or query throws.
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version;
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') return undefined;
    throw new StartupError(
      `PostgreSQL in ${cluster} refuses the password in postgres.password beside it: put the file back that was made with this folder`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The last reason that the server wrote since `start` bytes. */
function failure(logFile: string, start: number): string | undefined {
  const lines = readFileSync(logFile).subarray(start).toString('utf8').split('\n');
  return lines
    .findLast((line) => /FATAL|PANIC|error while loading/.test(line))
    ?.replace(/^.*?(FATAL|PANIC): +/, '');
}

function rotateLog(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxLogBytes) renameSync(logFile, `${logFile}.1`);
}
