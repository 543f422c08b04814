// Runs a program in the foreground for the launcher: signals are passed on, its exit code is ours, and it hears of our end
// through an IPC channel, however we end.
import { spawn } from 'node:child_process';

/** How often to look whether the process that started us is still there. */
const parentCheckMs = 500;

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
  // A closed terminal ends npm, unless it was told to go on (nohup); so npm's end is the sign, not this signal.
  process.on('SIGHUP', () => undefined);
  const parent = process.ppid;
  const parentCheck = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(parentCheck);
    child.kill('SIGTERM');
  }, parentCheckMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(parentCheck);
      if (signal !== null) console.error(`weir: the gateway was ended by ${signal}`);
      resolve(code ?? 1);
    });
  });
}
