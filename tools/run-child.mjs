// Runs a program in the foreground for the launcher: signals are passed on, its exit code is ours, and it hears of our end
// through an IPC channel, however we end.
import { spawn } from 'node:child_process';
import { watchParent } from './watch-parent.mjs';

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code
 */
export function runChild(file, args, { cwd, env }) {
  const child = spawn(file, args, { cwd, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // Ctrl-C reaches the child by itself too: it takes a second signal for the same one.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
  const stopWatching = watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopWatching();
      if (signal !== null) console.error(`weir: the gateway was ended by ${signal}`);
      resolve(code ?? 1);
    });
  });
}
