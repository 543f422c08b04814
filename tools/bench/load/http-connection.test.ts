// The load generator's HTTP connection, against a server that cuts its answers anywhere.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { HttpConnection, requireOk } from './http-connection.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Answers each request with the next of the answers. */
async function serve(answer: (socket: Socket) => Promise<void> | void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => void answer(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const request = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n');

test.each([1, 3, 17, 1000])(
  'an answer in pieces of %i bytes is put together, twice on one connection',
  async (size) => {
    const body = 'ü'.repeat(40);
    const text = `HTTP/1.1 200 OK\r\nContent-Type: x\r\nCONTENT-LENGTH: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const port = await serve(async (socket) => {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += size) {
        socket.write(bytes.subarray(at, at + size));
        await turn();
      }
    });
    const connection = await HttpConnection.open(port);
    for (let round = 0; round < 2; round++)
      expect(requireOk(await connection.send(request)).toString()).toBe(body);
    connection.close();
  },
);

test.each([1, 3, 17, 1000])(
  'an answer in chunks, in pieces of %i bytes, ends with the last chunk',
  async (size) => {
    const chunks = '5\r\nhello\r\n0\r\n\r\n';
    const bytes = Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
    const port = await serve(async (socket) => {
      for (let at = 0; at < bytes.length; at += size) {
        socket.write(bytes.subarray(at, at + size));
        await turn();
      }
    });
    const connection = await HttpConnection.open(port);
    for (let round = 0; round < 2; round++)
      expect(requireOk(await connection.send(request)).toString()).toBe(chunks);
    connection.close();
  },
);

test('an answer without a body ends with its head', async () => {
  const port = await serve((socket) => void socket.write('HTTP/1.1 503 Away\r\ncontent-length: 0\r\n\r\n'));
  const connection = await HttpConnection.open(port);
  const answer = await connection.send(request);
  expect(answer).toEqual({ status: 503, body: Buffer.alloc(0) });
  expect(() => requireOk(answer)).toThrow('the gateway answered 503');
  connection.close();
});

test('a closed connection and an answer of unknown length fail the request', async () => {
  const closing = await HttpConnection.open(await serve((socket) => void socket.destroy()));
  await expect(closing.send(request)).rejects.toThrow(/closed|ECONNRESET/);
  const open = await HttpConnection.open(
    await serve((socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n')),
  );
  await expect(open.send(request)).rejects.toThrow('without a length');
  open.close();
});
