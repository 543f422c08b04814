// Lifecycle: what was started, in order, and how it is stopped in the opposite order within a limit, whoever asks and however
// often. A stop that is asked for in the middle of the start waits for the step at hand and undoes what was done.
import type { Logger } from './logger.ts';

export interface StopStep {
  readonly name: string;
  /** After this the next step begins; the step goes on as far as it can. */
  readonly limitMs: number;
  stop(): Promise<void>;
}

/** What `signal` aborts with, and what ends a start that is to be stopped; not a fault. */
export class StoppedDuringStart extends Error {
  override readonly name = 'StoppedDuringStart';
}

export class Lifecycle {
  readonly #logger: Logger;
  readonly #steps: StopStep[] = [];
  readonly #stopping = new AbortController();
  #stopped: Promise<boolean> | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Aborts when a stop is asked for. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Registers how to undo a step of the start. The last one registered is stopped first. */
  onStop(step: StopStep): void {
    this.#steps.push(step);
  }

  throwIfStopping(): void {
    this.signal.throwIfAborted();
  }

  /** Lets a start that is under way know; `stop` does the work. */
  requestStop(reason: string): void {
    if (this.signal.aborted) return;
    this.#logger.info({ reason }, 'stopping');
    this.#stopping.abort(new StoppedDuringStart());
  }

  /** Resolves when all is stopped; false where a step failed or took too long. Every call waits for the same stop. */
  stop(reason: string): Promise<boolean> {
    this.requestStop(reason);
    return (this.#stopped ??= this.#stopAll(true));
  }

  /** Stops all after a start that failed. Says nothing where that goes well: only the reason of the failure counts. */
  undo(): Promise<boolean> {
    this.#stopping.abort(new StoppedDuringStart());
    return (this.#stopped ??= this.#stopAll(false));
  }

  async #stopAll(isLogged: boolean): Promise<boolean> {
    const start = performance.now();
    let isClean = true;
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      isClean = (await this.#stopOne(step)) && isClean;
    }
    if (isLogged) this.#logger.info({ durationMs: Math.round(performance.now() - start) }, 'stopped');
    return isClean;
  }

  async #stopOne(step: StopStep): Promise<boolean> {
    const { name, limitMs } = step;
    const { promise: limit, resolve } = Promise.withResolvers<'limit'>();
    const timer = setTimeout(() => resolve('limit'), limitMs);
    try {
      if ((await Promise.race([step.stop(), limit])) !== 'limit') return true;
      this.#logger.warn({ step: name, limitMs }, 'a step of the stop took too long');
    } catch (error) {
      this.#logger.error({ step: name, err: error }, 'a step of the stop failed');
    } finally {
      clearTimeout(timer);
    }
    return false;
  }
}
