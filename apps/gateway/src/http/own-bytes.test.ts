// Who frees an answer, and when.
import { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';
import { expect, test } from 'vitest';
import { freeWhenSent, takeOwn } from './own-bytes.ts';

const KiB = 1024;
const newReply = () => ({ raw: new EventEmitter() }) as unknown as FastifyReply;

test('an answer stays until it has left, and goes whole', () => {
  const reply = newReply();
  const buffer = new ArrayBuffer(200 * KiB);
  const answer = Buffer.from(buffer, 0, 100 * KiB);
  freeWhenSent(reply, answer);
  expect(buffer.byteLength).toBe(200 * KiB);
  reply.raw.emit('close');
  expect([buffer.byteLength, answer.length]).toEqual([0, 0]);
});

test('what another has taken is not freed under its hands, whoever closes meanwhile', () => {
  const reply = newReply();
  const answer = Buffer.alloc(100 * KiB);
  freeWhenSent(reply, answer);
  expect([takeOwn(answer), takeOwn(answer)]).toEqual([true, false]);
  reply.raw.emit('close');
  expect(answer.length).toBe(100 * KiB);
});

test('a small answer may share its buffer with others', () => {
  const reply = newReply();
  const answer = Buffer.allocUnsafe(10);
  const other = Buffer.from('of somebody else');
  freeWhenSent(reply, answer);
  reply.raw.emit('close');
  expect([answer.length, other.toString()]).toEqual([10, 'of somebody else']);
});
