// The gateway as a process of its own, from its built program: for tests that kill it or run several, and for the benchmark.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as command from '../gateway-command.mjs';

const repository = join(import.meta.dirname, '..', '..');
const program = join(repository, 'apps', 'gateway', 'dist', 'main.js');
const startLimitMs = 60_000;
const stopLimitMs = 15_000;

export interface GatewayProcessOptions {
  /** A database that is there; without it the gateway brings its own PostgreSQL in `dataDir`. */
  readonly databaseUrl?: string;
  /** Absolute. */
  readonly dataDir?: string;
  /** Further settings, by their names in the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** For Node, before the program. */
  readonly nodeArguments?: readonly string[];
}

/** One line of the gateway's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface GatewayProcess {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it has logged so far. */
  readonly log: readonly LogLine[];
  readonly isRunning: boolean;
  /** Resolves when the process has gone, however that happened, with the exit code (null after a signal). */
  readonly ended: Promise<number | null>;
  /** Sends the signal and resolves with the exit code (null after a signal) when the process has gone. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** SIGTERM, and SIGKILL where that takes too long. Harmless where it has ended already. */
  stop(): Promise<void>;
}

/** Resolves when the gateway serves. It ends by itself when this process does, however that happens. */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const { databaseUrl, dataDir, environment = {}, nodeArguments = [] } = options;
  const own = {
    WEIR_PORT: '0',
    WEIR_LOG_FORMAT: 'json',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(dataDir === undefined ? {} : { WEIR_DATA_DIR: dataDir }),
  };
  // Nothing is inherited but what programs need to run: settings of whoever runs the tests must not decide.
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const child = spawn(process.execPath, [...command.nodeArguments, ...nodeArguments, program], {
    // A folder without a weir.config.json.
    cwd: import.meta.dirname,
    env: {
      PATH,
      HOME,
      ...command.environment,
      ...(TMPDIR === undefined ? {} : { TMPDIR }),
      ...own,
      ...environment,
    },
    // The gateway takes the end of this channel for the end of who started it, and stops.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = collectOutput(child);
  const port = await portOf(child, output);
  const ended = new Promise<number | null>((resolve) => {
    if (hasEnded(child)) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code));
  });
  const end = (signal: NodeJS.Signals) => {
    if (!hasEnded(child)) child.kill(signal);
    return ended;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    log: output.log,
    get isRunning() {
      return !hasEnded(child);
    },
    ended,
    end,
    stop: async () => {
      const killer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
      await end('SIGTERM');
      clearTimeout(killer);
    },
  };
}

interface Output {
  readonly log: LogLine[];
  readonly errors: string[];
  /** Called for each line of the log. */
  onLine: (line: LogLine) => void;
}

/** Lines that are not the log's (the greeting for people) are left out. */
function collectOutput(child: ChildProcess): Output {
  const output: Output = { log: [], errors: [], onLine: () => undefined };
  if (child.stdout === null || child.stderr === null) throw new Error('the gateway has no output');
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (!text.startsWith('{"level"')) return;
    const line = JSON.parse(text) as LogLine;
    output.log.push(line);
    output.onLine(line);
  });
  createInterface({ input: child.stderr }).on('line', (text) => output.errors.push(text));
  return output;
}

function portOf(child: ChildProcess, output: Output): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(limit);
      child.kill('SIGKILL');
      const last = output.log.slice(-5).map((line) => JSON.stringify(line));
      reject(new Error([`the gateway ${what}`, ...output.errors, ...last].join('\n')));
    };
    const limit = setTimeout(() => fail(`was not ready within ${startLimitMs} ms`), startLimitMs);
    child.once('error', (error) => fail(`can't be run: ${error.message}`));
    // 'close' comes when all of the output has been read, which says why.
    child.once('close', (code, signal) => fail(`ended during its start (${signal ?? code})`));
    output.onLine = ({ msg, port }) => {
      if (msg !== 'ready' || typeof port !== 'number') return;
      clearTimeout(limit);
      output.onLine = () => undefined;
      child.removeAllListeners('close');
      resolve(port);
    };
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
