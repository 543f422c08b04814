// GatewaySlot: a gateway's place in the cluster: the process that is there at present, the link through which clients reach it,
// and the link through which it reaches PostgreSQL. Addresses stay when the process is another.
import { appendFileSync } from 'node:fs';
import { startGatewayProcess } from '../../../tools/testing/gateway-process.ts';
import type { GatewayProcess, LogLine } from '../../../tools/testing/gateway-process.ts';
import type { Recorder } from '../history/recorder.ts';
import { Link } from './link.ts';

/** Where a gateway waits for the database, at most; its clients wait longer. */
export const REQUEST_TIMEOUT_MS = 5_000;
const environment = {
  NODE_ENV: 'production',
  WEIR_REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
  // Failures are in the history.
  WEIR_LOG_REQUESTS: 'off',
};
/** What a gateway says as an error of a database that fails it; anything else of this level is a fault of its own. */
const outageLines = ['the database refused a flush', 'append failed'];
const START_TRIES = 60;

export interface GatewaySlotOptions {
  readonly index: number;
  /** At the server itself. */
  readonly databaseUrl: string;
  readonly recorder: Recorder;
  /** For the logs of all processes that are here one after the other. */
  readonly logFile: string;
}

export class GatewaySlot {
  readonly index: number;
  readonly clientLink: Link;
  readonly databaseLink: Link;
  readonly #options: GatewaySlotOptions;
  readonly #linkedUrl: string;
  #process: GatewayProcess | undefined;
  #isEnding = false;
  #isClosed = false;

  private constructor(options: GatewaySlotOptions, links: { clientLink: Link; databaseLink: Link }) {
    this.index = options.index;
    this.#options = options;
    this.clientLink = links.clientLink;
    this.databaseLink = links.databaseLink;
    const url = new URL(options.databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String(links.databaseLink.port);
    url.search = '';
    this.#linkedUrl = url.href;
  }

  static async open(options: GatewaySlotOptions): Promise<GatewaySlot> {
    const { port } = new URL(options.databaseUrl);
    const databaseLink = await Link.open({ upstream: () => ({ host: '127.0.0.1', port: Number(port) }) });
    const holder: { slot?: GatewaySlot } = {};
    const clientLink = await Link.open({
      upstream: () => {
        const port = holder.slot?.process?.port;
        return port === undefined ? undefined : { host: '127.0.0.1', port };
      },
    });
    return (holder.slot = new GatewaySlot(options, { clientLink, databaseLink }));
  }

  /** For clients: through the link. */
  get url(): string {
    return `http://127.0.0.1:${this.clientLink.port}`;
  }

  /** Undefined while none runs. */
  get process(): GatewayProcess | undefined {
    return this.#process?.isRunning === true ? this.#process : undefined;
  }

  /** Until it serves; a database that is away only makes it take longer. Harmless where one runs. */
  async start(nodeArguments: readonly string[] = []): Promise<void> {
    for (let tries = 1; this.process === undefined && !this.#isClosed; tries++) {
      try {
        this.#isEnding = false;
        const started = await startGatewayProcess({
          databaseUrl: this.#linkedUrl,
          environment,
          nodeArguments,
        });
        this.#process = started;
        void started.ended.then((code) => this.#ended(started, code));
        if (this.#isClosed) await this.end('SIGKILL');
      } catch (error) {
        if (tries === START_TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }

  /** Resolves with the exit code when it has gone. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#isEnding = true;
    // One that is stopped hears of no signal but this.
    return (await this.#process?.end(signal)) ?? null;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isEnding = true;
    await this.#process?.stop();
    await Promise.all([this.clientLink.close(), this.databaseLink.close()]);
  }

  #ended(ended: GatewayProcess, code: number | null): void {
    const { index, recorder, logFile } = this.#options;
    appendFileSync(logFile, ended.log.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (const line of ended.log) if (isFault(line)) this.#report(line);
    if (this.#isEnding) return;
    const last = ended.log.at(-1);
    const how = `exit code ${code}; its last line: ${JSON.stringify(last)}`;
    recorder.write({ op: 'event', event: { kind: 'gateway-exit', gateway: index, how } });
  }

  #report({ level, ...rest }: LogLine): void {
    const { index, recorder } = this.#options;
    const text = JSON.stringify(rest).slice(0, 2_000);
    recorder.write({ op: 'event', event: { kind: 'gateway-log', gateway: index, level, text } });
  }
}

function isFault({ level, msg }: LogLine): boolean {
  return level === 'fatal' || (level === 'error' && !outageLines.includes(msg));
}
