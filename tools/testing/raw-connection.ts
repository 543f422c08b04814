// A bare TCP connection to a gateway: for requests that no HTTP client would send, and for ones that stop in the middle.
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawConnection {
  readonly socket: Socket;
  /** All that came back so far. */
  readonly text: string;
  /** Resolves when the connection has gone, whoever ended it. */
  readonly closed: Promise<void>;
  /** Resolves with the status of the first answer when all of that answer is here. */
  answered(): Promise<number>;
}

/** Resolves when `start` has been sent. */
export function openRaw(url: string, start: string | Buffer): Promise<RawConnection> {
  const { promise, resolve, reject } = Promise.withResolvers<RawConnection>();
  let text = '';
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
    socket.write(start, () => resolve(connection));
  });
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  // Who has connected learns of errors by the end of the connection.
  socket.on('error', reject);
  const connection = {
    socket,
    closed,
    get text() {
      return text;
    },
    answered: async () => {
      while (!isWholeAnswer(text) && !socket.closed) await new Promise((next) => setTimeout(next, 5));
      return Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]);
    },
  };
  return promise;
}

function isWholeAnswer(text: string): boolean {
  const bodyStart = text.indexOf('\r\n\r\n') + 4;
  const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(text)?.[1]);
  return bodyStart > 4 && text.length >= bodyStart + length;
}
