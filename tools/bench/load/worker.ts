// The load process: takes one job after the other from the benchmark, so that making load and measuring it share no event loop
// with the gateway or the benchmark itself.
import { commitLoad } from './commit-load.ts';
import { fetchLoad } from './fetch-load.ts';
import type { Job, Measured, Reply } from './jobs.ts';
import { longPollLoad } from './long-poll-load.ts';
import { lookUpLoad } from './look-up-load.ts';
import { fillLoad, produceLoad } from './produce-load.ts';
import { steadyLoad } from './steady-load.ts';
import { streamLoad } from './stream-load.ts';

function run(job: Job): Promise<Measured> {
  switch (job.kind) {
    case 'produce':
      return produceLoad(job);
    case 'stream':
      return streamLoad(job);
    case 'fill':
      return fillLoad(job);
    case 'fetch':
      return fetchLoad(job);
    case 'look-up':
      return lookUpLoad(job);
    case 'long-poll':
      return longPollLoad(job);
    case 'steady':
      return steadyLoad(job);
    case 'commit':
      return commitLoad(job);
  }
}

process.on('message', (job: Job) => {
  run(job).then(
    (measured) => reply({ measured }),
    (error: unknown) => reply({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

function reply(reply: Reply): void {
  process.send?.(reply);
}
