// Closing the HTTP side without waiting for connections on which nothing happens: a browser opens some ahead of need, and Node
// waits for those that never sent a request.
import type { Server } from 'node:http';

const checkMs = 20;

interface Closable {
  getHttpServer(): Server;
  close(): Promise<void>;
}

/**
 * Counts requests from now on; the answer closes the application: nothing new is taken, what is in flight is finished, and after
 * `patienceMs` what has not finished is cut.
 */
export function closerOf(app: Closable, patienceMs: number): () => Promise<void> {
  const server = app.getHttpServer();
  let inFlight = 0;
  server.prependListener('request', (_request, response) => {
    inFlight++;
    response.once('close', () => inFlight--);
  });
  return async () => {
    const end = performance.now() + patienceMs;
    const timer = setInterval(() => {
      if (inFlight === 0 || performance.now() > end) server.closeAllConnections();
    }, checkMs);
    await app.close().finally(() => clearInterval(timer));
  };
}
