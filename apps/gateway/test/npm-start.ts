// Weir started as a person starts it, with `npm start`, on a port and in a folder of its own. Everything that it started is
// ended with the test, however that went.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, stopLeftBehind } from '../src/embedded-postgres/index.ts';

const repository = join(import.meta.dirname, '..', '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly seconds: number;
}

export class Place {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'weir-start-'));
  readonly port: number;
  readonly #started: Weir[] = [];

  private constructor(port: number) {
    this.port = port;
  }

  static async make(): Promise<Place> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return new Place(port);
  }

  /** Runs `npm start` here; `ready` of the answer resolves when it says so. */
  start(environment: Record<string, string> = {}): Weir {
    const weir = new Weir({ WEIR_DATA_DIR: this.dataDir, WEIR_PORT: String(this.port), ...environment });
    this.#started.push(weir);
    return weir;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get gatewayPid(): number {
    return firstNumber(join(this.dataDir, 'gateway.pid'));
  }

  get postgresPid(): number {
    return firstNumber(join(this.dataDir, 'postgres', 'postmaster.pid'));
  }

  /** Ends all that still runs and removes the folder. */
  async remove(): Promise<void> {
    for (const weir of this.#started) await weir.kill();
    await stopLeftBehind(join(this.dataDir, 'postgres'));
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export class Weir {
  readonly npm: ChildProcess;
  /** Rejects with the output where the process ends before. */
  readonly ready: Promise<number>;
  readonly #ended: Promise<number | null>;
  #output = '';

  constructor(environment: Record<string, string>) {
    const inherited = { ...process.env };
    // The tests' own surroundings must not reach the program.
    for (const name of Object.keys(inherited)) {
      if (/^(WEIR_|VITEST|NODE_ENV$|DATABASE_URL$)/.test(name)) delete inherited[name];
    }
    const startedAt = performance.now();
    // A process group of its own, as a shell makes one, so that a test can press Ctrl-C.
    const options = { cwd: repository, env: { ...inherited, ...environment }, detached: true } as const;
    this.npm = spawn('npm', ['start'], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const { promise: ready, resolve, reject } = Promise.withResolvers<number>();
    this.ready = ready;
    this.ready.catch(() => undefined);
    for (const stream of [this.npm.stdout, this.npm.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        if (this.#output.includes('Stop it with Ctrl-C')) resolve((performance.now() - startedAt) / 1000);
      });
    }
    this.#ended = new Promise((end) => this.npm.once('close', end));
    void this.#ended.then(() => reject(new Error(`npm start ended early:\n${this.#output}`)));
  }

  get output(): string {
    return this.#output;
  }

  /** Lines that Weir wrote about why it does not start. */
  get complaints(): string[] {
    return this.#output.split('\n').filter((line) => line.startsWith('weir: '));
  }

  get npmPid(): number {
    return this.npm.pid ?? 0;
  }

  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.npmPid, signal);
  }

  async ended(): Promise<Ended> {
    const start = performance.now();
    const code = await this.#ended;
    return { code, seconds: (performance.now() - start) / 1000 };
  }

  async kill(): Promise<void> {
    try {
      this.signalGroup('SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await this.#ended;
  }
}

/** Resolves when the condition holds; rejects after the limit. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 15_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not so within ${limitMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export const isGone = (pid: number) => !isAlive(pid);

function firstNumber(file: string): number {
  return Number.parseInt(readFileSync(file, 'utf8'), 10);
}
