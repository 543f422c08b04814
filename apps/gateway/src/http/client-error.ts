// What Node refuses before it becomes a request of ours is answered in the same shape: by its HTTP parser, on the bare
// connection; and for an Expect header that asks for what is not known.
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody } from './error-answer.ts';
import { isLingering } from './lingering.ts';
import { plainError } from './rest-error.ts';

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (isLingering(socket)) {
    socket.end();
    return;
  }
  const status = statuses[error.code ?? ''] ?? 400;
  const body = errorBody(plainError(status));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body.toString()}`,
  );
}

/** For anything in Expect but 100-continue. */
export function answerExpectation(request: IncomingMessage, response: ServerResponse): void {
  const detail = `nothing is known of Expect: ${request.headers.expect ?? ''}; 100-continue is`;
  const body = errorBody(plainError(417, detail));
  response.writeHead(417, {
    'content-type': 'application/json',
    'content-length': body.length,
    // Whether a body follows is not known.
    connection: 'close',
  });
  response.end(body);
}
