// What the client gives back, and when: a message is read for as long as it has not been written whole.
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { BinaryClient } from './binary-client.ts';

/** More than all buffers of the system between two ends. */
const MESSAGE_BYTES = 64 * 1024 * 1024;

const server = createServer({ pauseOnConnect: true });
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

interface Internals {
  readonly connection: pg.Connection & { readonly stream: Socket; _send(message: Buffer): boolean };
}

test('a large message is given back when it has been written, and not before', async () => {
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { connection } = new BinaryClient({}) as unknown as Internals;
  const isConnected = new Promise((resolve) => connection.once('connect', resolve));
  connection.connect(port, '127.0.0.1');
  await isConnected;
  const reader = await accepted;
  sockets.push(connection.stream, reader);

  const message = Buffer.alloc(MESSAGE_BYTES, 'weir');
  connection._send(message);
  connection._send(Buffer.from('small'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(message.length).toBe(MESSAGE_BYTES);

  const expected = Buffer.from('weir'.repeat(1024 * 1024));
  let readBytes = 0;
  let areSame = true;
  let end = '';
  reader.on('data', (chunk: Buffer) => {
    const inMessage = chunk.subarray(0, Math.max(0, MESSAGE_BYTES - readBytes));
    areSame &&= inMessage.equals(expected.subarray(readBytes % 4, (readBytes % 4) + inMessage.length));
    end += chunk.subarray(inMessage.length).toString();
    readBytes += chunk.length;
  });
  reader.resume();
  await vi.waitFor(() => expect(end).toBe('small'), { timeout: 10_000 });
  expect(areSame).toBe(true);
  await vi.waitFor(() => expect(message.length).toBe(0));
});
