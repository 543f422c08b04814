// Answers whose memory nobody else uses: it goes back when they have left, since the garbage collector would let many megabytes
// of them gather. Whoever takes an answer from here frees it.
import { freeBuffer } from '@weir/protocol';
import type { FastifyReply } from 'fastify';

const own = new WeakSet<Buffer>();

/** Before it is sent. At the close nothing of it is left to be written, or its connection has gone. */
export function freeWhenSent(reply: FastifyReply, answer: Buffer): void {
  own.add(answer);
  reply.raw.once('close', () => {
    if (takeOwn(answer)) freeBuffer(answer);
  });
}

/** For who reads it meanwhile, as a compressor's thread does: true where it is to be freed afterwards. */
export function takeOwn(answer: Buffer): boolean {
  return own.delete(answer);
}
