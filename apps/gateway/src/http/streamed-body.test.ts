// A body that is read while it arrives, where there is no room for what has come.
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { plainError } from './rest-error.ts';
import { StreamedBody } from './streamed-body.ts';

function starvingBody(): { body: StreamedBody; payload: Readable } {
  const payload = new Readable({ read: () => undefined });
  let reserved = 0;
  const room = {
    reserve: () => {
      if (reserved++ > 0) throw plainError(429);
    },
    release: () => undefined,
  };
  const letContinue = () => undefined;
  const body = new StreamedBody(payload as IncomingMessage, {
    isGzip: false,
    ratioMax: 1,
    room,
    letContinue,
  });
  body.start();
  return { body, payload };
}

test('a client that goes away while there is no room for what it sent is over at once', async () => {
  const { body, payload } = starvingBody();
  payload.push('first');
  await body.wait();
  expect(body.take()?.toString()).toBe('first');
  payload.push('no room');
  await body.wait();
  expect([body.isStarved, body.isOver]).toEqual([true, false]);
  const isWoken = body.wait();
  payload.destroy();
  await isWoken;
  await expect.poll(() => body.isBroken).toBe(true);
  expect([body.isStarved, body.starvedMs, body.isOver]).toEqual([false, 0, true]);
});
