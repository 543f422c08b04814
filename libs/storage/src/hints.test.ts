// Hints whose connection is lost come back by themselves.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { Hints } from './hints.ts';
import { silent } from './testing/open-logs.ts';

test('a connection that ends while it is made is tried again', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    // All that the client says is read, so that it sees an end and no reset.
    socket
      .on('error', () => undefined)
      .resume()
      .end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connection = { databaseUrl: `postgresql://weir@127.0.0.1:${port}/weir`, requestTimeoutMs: 5_000 };
  const hints = new Hints({
    connection,
    logger: silent,
    onGrew: () => undefined,
    onTopicsChanged: () => undefined,
  });
  await hints.start();
  await vi.waitFor(() => expect(connections).toBeGreaterThan(1), { timeout: 5_000 });
  await hints.close();
  server.close();
});
