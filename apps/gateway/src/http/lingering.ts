// The answer to a request whose body is not read to its end. A connection that is closed while bytes come in is reset, and the
// client may lose the answer: so the answer is sent whole, and the connection stays until the client has seen it.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { freeBytes } from '@weir/protocol';

/** For the client to read the answer and stop; what it sends meanwhile is thrown away. */
const LINGER_MS = 2000;

const lingeringOn = new WeakSet<Socket>();

/** Whether the last answer on this connection has been sent, so that nothing may follow it. */
export function isLingering(socket: Socket): boolean {
  return lingeringOn.has(socket);
}

/** Throws away what still comes; calls back when the client has stopped, or after a while. */
export function linger(request: IncomingMessage, onEnd: () => void): void {
  lingeringOn.add(request.socket);
  const end = () => {
    clearTimeout(timer);
    request.removeListener('end', end).removeListener('close', end);
    onEnd();
  };
  const timer = setTimeout(end, LINGER_MS);
  request
    .once('end', end)
    .once('close', end)
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => freeBytes(chunk))
    .resume();
}

/** Needs a Content-Length, since the stream ends later than its bytes. */
export function lingering(payload: Buffer, request: IncomingMessage): Readable {
  const answer = new Readable({ read: () => undefined });
  answer.push(payload);
  linger(request, () => {
    if (!answer.destroyed) answer.push(null);
  });
  return answer;
}
