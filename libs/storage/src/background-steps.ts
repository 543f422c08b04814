// Work that goes on in the background in bounded steps: the next one soon while there is more to do, and a look now and then.
export interface BackgroundStepsOptions {
  /** Answers whether there is more to do. Must not throw. */
  readonly step: () => Promise<boolean>;
  readonly pauseMs: number;
  readonly idleMs: number;
}

export class BackgroundSteps {
  readonly #options: BackgroundStepsOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #isClosed = false;

  constructor(options: BackgroundStepsOptions) {
    this.#options = options;
  }

  start(firstMs = 0): void {
    this.#schedule(firstMs);
  }

  /** There is something to do: do not wait for the next look. */
  wake(): void {
    if (this.#running !== undefined) this.#isWoken = true;
    else if (!this.#isClosed) this.#schedule(this.#options.pauseMs);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(ms: number): void {
    const { step, pauseMs, idleMs } = this.#options;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = step().then((isMoreToDo) => {
        this.#running = undefined;
        const isSoon = isMoreToDo || this.#isWoken;
        this.#isWoken = false;
        if (!this.#isClosed) this.#schedule(isSoon ? pauseMs : idleMs);
      });
    }, ms);
    this.#timer.unref();
  }
}
