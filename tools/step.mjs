// One step of the preparation: runs a program with its output in a log, shows a line with the time, and ends the program with
// all that it started where the step is stopped. Uses nothing but Node 20.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchParent } from './watch-parent.mjs';

/** What a stopped program gets to end by itself, and what the system gets to clear it away after SIGKILL. */
const limitsMs = { end: 5_000, kill: 2_000 };
/** One Ctrl-C arrives twice, since npm passes on what the terminal sends to both of us: a later one is a second. */
const secondSignalMs = 500;

/** A step ended with something else than success. Its log stays until somebody discards it. */
export class StepFailed extends Error {
  constructor(title, { end, logFile }) {
    super(`${title} failed (${end}); all of its output is in ${logFile}`);
    this.logFile = logFile;
    this.output = readFileSync(logFile, 'utf8').trimEnd();
  }

  discardLog() {
    rmSync(dirname(this.logFile), { recursive: true, force: true });
  }
}

/** A signal ended the step. Nothing of it runs any more. */
export class StepStopped extends Error {
  constructor(signal) {
    super('stopped');
    this.signal = signal;
  }
}

/**
 * Resolves when the program has ended well. Rejects with StepFailed, or with StepStopped where SIGINT or SIGTERM came or the
 * process that started us has gone.
 * @param {string} title
 * @param {{ file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv }} program
 */
export async function runStep(title, { file, args, cwd, env }) {
  // Not in node_modules, which `npm ci` empties.
  const folder = mkdtempSync(join(tmpdir(), 'weir-step-'));
  const logFile = join(folder, 'output.log');
  const log = openSync(logFile, 'w');
  const progress = showProgress(title);
  // A process group of its own, so that one signal reaches all that the tool started.
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const watch = watchForStop(child.pid);
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const stoppedBy = await watch.end();
  progress.end(stoppedBy === undefined && end === 0);
  if (stoppedBy === undefined && end !== 0) throw new StepFailed(title, { end, logFile });
  rmSync(folder, { recursive: true, force: true });
  if (stoppedBy !== undefined) throw new StepStopped(stoppedBy);
}

/** Ends the group in order when it is to stop, and at once when that is asked for a second time. */
function watchForStop(group) {
  let stoppedBy;
  let askedAt = 0;
  let killTimer;
  const stop = (signal) => {
    if (stoppedBy === undefined) {
      stoppedBy = signal;
      askedAt = performance.now();
      signalGroup(group, 'SIGTERM');
      killTimer = setTimeout(() => signalGroup(group, 'SIGKILL'), limitsMs.end);
    } else if (performance.now() - askedAt > secondSignalMs) signalGroup(group, 'SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
  const stopWatching = watchParent(() => {
    if (stoppedBy === undefined) stop('SIGTERM');
  });
  return {
    /** Resolves with the signal that stopped the step, if one did, when the whole group has gone. */
    async end() {
      if (stoppedBy !== undefined) await untilGone(group, askedAt + limitsMs.end + limitsMs.kill);
      clearTimeout(killTimer);
      for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, stop);
      stopWatching();
      return stoppedBy;
    },
  };
}

/** Children of the program may outlive it. Where nobody collects an orphan its number stays for ever: hence the limit. */
async function untilGone(group, limit) {
  while (signalGroup(group, 0) && performance.now() < limit) await sleep(25);
}

/** False where nothing is left to signal. */
function signalGroup(group, signal) {
  if (group === undefined) return false;
  try {
    return process.kill(-group, signal);
  } catch {
    // ESRCH where all have ended; macOS says EPERM of a group of which only ended processes are left.
    return false;
  }
}

/** A line with running seconds on a terminal, one line at the start and one at the end elsewhere. */
function showProgress(title) {
  const start = performance.now();
  const line = () => `${title} … ${((performance.now() - start) / 1000).toFixed(1)} s`;
  if (!process.stdout.isTTY) {
    console.log(`${title} …`);
    return { end: (isDone) => isDone && console.log(line()) };
  }
  // The terminal may be closed before the step has been ended.
  process.stdout.on('error', () => undefined);
  const ticker = setInterval(() => process.stdout.write(`\r${line()}`), 200);
  return {
    end: (isDone) => {
      clearInterval(ticker);
      process.stdout.write(isDone ? `\r${line()}\n` : '\n');
    },
  };
}
