// A connection on which a test decides what is sent when, and sees what has come back so far: for bodies and answers that are
// under way at the same time.
import { connect } from 'node:net';

export interface DuplexConnection {
  send(bytes: string | Uint8Array): void;
  /** A piece of a chunked body. */
  sendChunk(bytes: string | Uint8Array): void;
  /** All that has come. */
  readonly received: string;
  /** Resolves when `isEnough` holds of all that has come; rejects when the connection ends before. */
  until(isEnough: (received: string) => boolean): Promise<string>;
  /** Reads nothing until `resume`. */
  pause(): void;
  resume(): void;
  /** Whether what was sent last has waited here for so long. */
  isBlockedFor(ms: number): Promise<boolean>;
  readonly closed: Promise<void>;
  destroy(): void;
}

export async function openDuplex(url: string): Promise<DuplexConnection> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received = '';
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.setEncoding('latin1').on('data', (text: string) => (received += text));
  return {
    send: (bytes) => socket.write(bytes),
    sendChunk: (bytes) => {
      socket.write(`${Buffer.byteLength(bytes).toString(16)}\r\n`);
      socket.write(bytes);
      socket.write('\r\n');
    },
    get received() {
      return received;
    },
    until: (isEnough) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!isEnough(received)) return;
          socket.off('data', look).off('close', fail);
          resolve(received);
        };
        const fail = () => reject(new Error(`the connection ended; it had brought ${received}`));
        socket.on('data', look).once('close', fail);
        look();
        if (socket.closed) fail();
      }),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    isBlockedFor: (ms) =>
      new Promise((resolve) => {
        const settle = (isBlocked: boolean) => {
          clearTimeout(timer);
          socket.off('drain', onDrain);
          resolve(isBlocked);
        };
        const onDrain = () => settle(false);
        const timer = setTimeout(() => settle(true), ms);
        socket.once('drain', onDrain);
        if (!socket.writableNeedDrain) settle(false);
      }),
    closed,
    destroy: () => socket.destroy(),
  };
}
