// Link: a TCP proxy on loopback that does to its connections what networks do: delay, trickle, split, cut, say nothing. Without
// a fault it passes bytes on as they come.
import { connect, createServer } from 'node:net';
import type { AddressInfo, NetConnectOpts, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Direction = 'up' | 'down';

/** What is wrong with a link; all of it may hold at once. */
export interface Trouble {
  /** Each piece waits so long, and up to `jitterMs` more. */
  readonly delayMs?: number;
  readonly jitterMs?: number;
  readonly bytesPerSecond?: number;
  /** So many bytes of each piece go one by one. */
  readonly splitBytes?: number;
  /** Nothing goes this way any more; `both` is a half-open connection. */
  readonly swallow?: Direction | 'both';
  /** A connection is reset when it has passed so many bytes. */
  readonly cutAfterBytes?: number;
  /** Only connections that began with this text, or have sent it since. */
  readonly only?: string;
  /** Between 0 and 1, for the jitter. */
  readonly random?: () => number;
}

/** Sees all that passes; `hold` keeps what the server says until the connection is let go or cut. */
export interface Watch {
  /** A piece on its way to the server. True: from here on, hold back what comes back. */
  readonly onUp: (piece: Buffer) => boolean;
  /** A piece that is held back. True: cut the connection. */
  readonly onHeld: (piece: Buffer) => boolean;
}

export interface LinkOptions {
  /** Where it leads at present; undefined where nobody listens. */
  readonly upstream: () => NetConnectOpts | undefined;
}

export class Link {
  readonly #server: Server;
  readonly #upstream: () => NetConnectOpts | undefined;
  readonly #connections = new Set<LinkConnection>();
  #trouble: Trouble | undefined;
  #watch: Watch | undefined;

  private constructor({ upstream }: LinkOptions) {
    this.#upstream = upstream;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  static async open(options: LinkOptions): Promise<Link> {
    const link = new Link(options);
    await new Promise<void>((resolve, reject) =>
      link.#server.once('error', reject).listen(0, '127.0.0.1', resolve),
    );
    return link;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Holds for open connections and new ones until the next call. */
  set trouble(trouble: Trouble | undefined) {
    this.#trouble = trouble;
  }

  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  set watch(watch: Watch | undefined) {
    this.#watch = watch;
  }

  get watch(): Watch | undefined {
    return this.#watch;
  }

  /** Resets all connections, or those that began with the text or have sent it; says how many. */
  cut(only?: string): number {
    const chosen = [...this.#connections].filter((connection) => only === undefined || connection.has(only));
    for (const connection of chosen) connection.cut();
    return chosen.length;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  #accept(client: Socket): void {
    const options = this.#upstream();
    if (options === undefined) {
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const server = connect(options);
    server.setNoDelay(true);
    const connection = new LinkConnection(this, client, server);
    this.#connections.add(connection);
    connection.closed.then(
      () => this.#connections.delete(connection),
      () => undefined,
    );
  }
}

const LAST_BYTES_MS = 2_000;
/** Enough to hold PostgreSQL's startup message. */
const OPENING_BYTES = 512;

class LinkConnection {
  readonly closed: Promise<void>;
  readonly #link: Link;
  readonly #client: Socket;
  readonly #server: Socket;
  #opening = '';
  #bytes = 0;
  #isHeld = false;
  readonly #queues = { up: Promise.resolve(), down: Promise.resolve() };

  constructor(link: Link, client: Socket, server: Socket) {
    this.#link = link;
    this.#client = client;
    this.#server = server;
    client.on('data', (piece: Buffer) => this.#pass('up', piece));
    server.on('data', (piece: Buffer) => this.#pass('down', piece));
    client.on('end', () => this.#afterQueue('up', () => server.end()));
    server.on('end', () => this.#afterQueue('down', () => client.end()));
    for (const socket of [client, server]) socket.on('error', () => this.cut());
    const ends = [client, server].map(
      (socket) => new Promise<void>((done) => socket.once('close', () => done())),
    );
    for (const socket of [client, server]) socket.once('close', () => this.#endBoth());
    this.closed = Promise.all(ends).then(() => undefined);
  }

  has(text: string): boolean {
    return this.#opening.includes(text);
  }

  cut(): void {
    for (const socket of [this.#client, this.#server]) {
      // A Unix socket can't be reset.
      if (socket.remoteFamily === undefined) socket.destroy();
      else if (!socket.destroyed) socket.resetAndDestroy();
    }
  }

  /** What is left in a queue is passed on before the other side is ended. */
  #endBoth(): void {
    const queued = Promise.all(Object.values(this.#queues));
    void queued.then(() => {
      for (const socket of [this.#client, this.#server]) if (!socket.destroyed) socket.destroySoon();
    });
    // Who does not take what is left for it keeps nothing open.
    setTimeout(() => this.cut(), LAST_BYTES_MS).unref();
  }

  #pass(direction: Direction, piece: Buffer): void {
    if (direction === 'up') this.#notice(piece);
    else if (this.#isHeld) {
      if (this.#link.watch?.onHeld(piece) !== false) this.cut();
      return;
    }
    const trouble = this.#troubleHere();
    if (trouble?.swallow === direction || trouble?.swallow === 'both') return;
    this.#bytes += piece.length;
    if (trouble?.cutAfterBytes !== undefined && this.#bytes > trouble.cutAfterBytes) return this.cut();
    this.#enqueue(direction, () => this.#deliver(direction, piece, trouble));
  }

  #notice(piece: Buffer): void {
    if (this.#opening.length < OPENING_BYTES) this.#opening += piece.toString('latin1', 0, OPENING_BYTES);
    if (this.#link.watch?.onUp(piece) === true) this.#isHeld = true;
  }

  #troubleHere(): Trouble | undefined {
    const trouble = this.#link.trouble;
    return trouble?.only === undefined || this.has(trouble.only) ? trouble : undefined;
  }

  /** One piece after the other; the source rests while one is on its way, so that nothing piles up. */
  #enqueue(direction: Direction, deliver: () => Promise<void>): void {
    const source = direction === 'up' ? this.#client : this.#server;
    source.pause();
    this.#queues[direction] = this.#queues[direction].then(deliver).then(() => {
      source.resume();
    });
  }

  #afterQueue(direction: Direction, then: () => void): void {
    void this.#queues[direction].then(then);
  }

  async #deliver(direction: Direction, piece: Buffer, trouble: Trouble | undefined): Promise<void> {
    const target = direction === 'up' ? this.#server : this.#client;
    if (trouble !== undefined) {
      const { delayMs = 0, jitterMs = 0, bytesPerSecond, splitBytes = 0, random = () => 0 } = trouble;
      const transferMs = bytesPerSecond === undefined ? 0 : (piece.length / bytesPerSecond) * 1000;
      const waitMs = delayMs + jitterMs * random() + transferMs;
      if (waitMs > 0) await sleep(waitMs);
      for (let i = 0; i < Math.min(splitBytes, piece.length); i++)
        await write(target, piece.subarray(i, i + 1));
      await write(target, piece.subarray(Math.min(splitBytes, piece.length)));
    } else await write(target, piece);
  }
}

/** Resolves when the socket has room for more, or is gone. */
function write(socket: Socket, piece: Buffer): Promise<void> | undefined {
  if (piece.length === 0 || socket.destroyed || socket.write(piece)) return undefined;
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
