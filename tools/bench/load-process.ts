// LoadProcess: the load generator in a process of its own, one job at a time.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Job, Measured, Reply } from './load/jobs.ts';

const program = join(import.meta.dirname, 'load', 'worker.ts');

export class LoadProcess {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(program, { execArgv: ['--conditions=source'] });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async run(job: Job): Promise<Measured> {
    const ended = new AbortController();
    const failed = once(this.#child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('the load process has ended');
    });
    this.#child.send(job);
    try {
      const [reply] = (await Promise.race([
        once(this.#child, 'message', { signal: ended.signal }),
        failed,
      ])) as [Reply];
      if ('error' in reply) throw new Error(reply.error);
      return reply.measured;
    } finally {
      ended.abort();
      failed.catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}
