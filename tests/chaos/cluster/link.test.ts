// The proxy: passes all on, and does each kind of harm that it is asked for.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuplex } from '../../../tools/testing/duplex-connection.ts';
import { commitCut } from './commit-cut.ts';
import { Link } from './link.ts';

let echo: Server;
let link: Link;
let heard = '';

beforeEach(async () => {
  heard = '';
  echo = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (piece) => {
        heard += piece.toString('latin1');
        socket.write(piece);
      });
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const { port } = echo.address() as AddressInfo;
  link = await Link.open({ upstream: () => ({ host: '127.0.0.1', port }) });
});

afterEach(async () => {
  await link.close();
  await new Promise((resolve) => echo.close(resolve));
});

const open = () => openDuplex(`http://127.0.0.1:${link.port}`);

test('without trouble every byte goes through, in order', async () => {
  const connection = await open();
  const text = Array.from({ length: 200_000 }, (_, i) => i % 10).join('');
  connection.send(text);
  await connection.until((received) => received.length === text.length);
  expect(connection.received).toBe(text);
  connection.destroy();
});

test('delays, and splits into single bytes', async () => {
  link.trouble = { delayMs: 60, splitBytes: 4 };
  const connection = await open();
  const start = performance.now();
  connection.send('abcdefgh');
  await connection.until((received) => received === 'abcdefgh');
  expect(performance.now() - start).toBeGreaterThan(115);
  connection.destroy();
});

test('swallows one way, for good', async () => {
  const connection = await open();
  link.trouble = { swallow: 'down' };
  connection.send('lost');
  await expect.poll(() => heard).toBe('lost');
  link.trouble = undefined;
  connection.send('kept');
  await connection.until((received) => received !== '');
  expect(connection.received).toBe('kept');
  connection.destroy();
});

test('resets connections: all, those that began with a text, or after so many bytes', async () => {
  const [plain, named, long] = [await open(), await open(), await open()];
  plain.send('plain');
  named.send('a name');
  await Promise.all([plain, named].map((each) => each.until((received) => received !== '')));
  expect(link.cut('name')).toBe(1);
  await named.closed;
  expect(link.connectionCount).toBe(2);
  link.trouble = { cutAfterBytes: 10 };
  long.send('more than ten bytes');
  await long.closed;
  expect(heard).not.toContain('more');
  expect(link.cut()).toBe(1);
  await plain.closed;
});

test('cuts between a commit and its answer', async () => {
  const connection = await open();
  let cuts = 0;
  link.watch = commitCut(1, () => cuts++);
  connection.send('Q\0\0\0\x0cappend-batches\0');
  await connection.until((received) => received !== '');
  const before = connection.received;
  connection.send('B\0\0\0\x18\0append-batches\0not ready yet');
  await expect.poll(() => heard).toContain('not ready yet');
  expect(cuts).toBe(0);
  connection.send('Z\0\0\0\x05I');
  await connection.closed;
  expect([cuts, connection.received]).toEqual([1, before]);
});

test('where nobody listens, whoever connects is reset', async () => {
  const dead = await Link.open({ upstream: () => undefined });
  const reset = new Promise((resolve) => connect(dead.port, '127.0.0.1').on('error', resolve));
  expect(await reset).toMatchObject({ code: 'ECONNRESET' });
  await dead.close();
});
