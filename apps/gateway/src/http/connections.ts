// The open connections: how many there are, and which of them came when there were too many.
import type { Server, Socket } from 'node:net';

/** How many connections beyond the limit are told so; more are closed at once. */
const SURPLUS_MAX = 128;

export class Connections {
  readonly #surplus = new WeakSet<Socket>();
  #open = 0;

  /** Kafka's max.connections. */
  constructor(server: Server, connectionsMax: number) {
    server.maxConnections = connectionsMax + SURPLUS_MAX;
    server.on('connection', (socket: Socket) => {
      this.#open++;
      if (this.#open > connectionsMax) this.#surplus.add(socket);
      socket.once('close', () => this.#open--);
    });
  }

  get open(): number {
    return this.#open;
  }

  /** One too many: it is served by an answer that says so. */
  isSurplus(socket: Socket): boolean {
    return this.#surplus.has(socket);
  }
}
