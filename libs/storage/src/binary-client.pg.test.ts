// What the client gives back, and when: a message is read for as long as it has not been written whole, and what came for as long
// as rows of it have not been copied.
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import { BinaryClient } from './binary-client.ts';
import { clientConfig } from './connection.ts';

/** More than all buffers of the system between two ends. */
const MESSAGE_BYTES = 64 * 1024 * 1024;

const server = createServer({ pauseOnConnect: true });
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

interface Internals {
  readonly connection: pg.Connection & {
    readonly stream: Socket;
    connect(port: number, host: string): void;
    _send(message: Buffer): boolean;
  };
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

test('rows of all sizes are what they are in the database', async () => {
  const database = await createTestDatabase();
  const options = { databaseUrl: database.url, requestTimeoutMs: 5000 };
  const client = new BinaryClient(clientConfig(options, 'test'));
  await client.connect();
  const sizes = [16, 65_536, 16, 3_000_000, 70_000, 65_520, 5_000_000, 0, 200_000, 1_000_000];
  const digest = (size: number) => createHash('md5').update(String(size)).digest('hex');
  for (let round = 0; round < 3; round++) {
    const { rows } = await client.query<{ size: number; bytes: Buffer }>({
      text: `select size, decode(repeat(md5(size::text), size / 16), 'hex') as bytes
             from unnest($1::int4[]) with ordinality r (size, place) order by place`,
      values: [sizes],
      binary: true,
    } as pg.QueryConfig);
    expect(rows.map(({ size, bytes }) => [size, bytes.length])).toEqual(
      sizes.map((size) => [size, Math.floor(size / 16) * 16]),
    );
    for (const { size, bytes } of rows)
      expect(bytes.equals(Buffer.alloc(bytes.length, digest(size), 'hex')), `${size} bytes`).toBe(true);
  }
  await client.end();
  await database.drop();
});
