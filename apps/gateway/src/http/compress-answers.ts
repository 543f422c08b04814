// Answers as gzip, for who asks for it: whole texts that are long enough to be worth it. Streams pass as they are, so that no
// event waits in a compressor. @fastify/compress is not used: it makes a stream of every answer, which loses Content-Length, and
// it would hold back error answers to bodies that are still coming in (lingering.ts).
import { constants, gzip } from 'node:zlib';
import { freeBuffer } from '@weir/protocol';
import type { FastifyInstance, FastifyReply, onSendHookHandler } from 'fastify';
import { freeWhenSent, takeOwn } from './own-bytes.ts';

/** Less fits in one packet anyway. */
const MIN_BYTES = 1024;
/** Records are compressed on every read: a third of the time of the usual level, for a tenth more bytes. */
const LEVEL = constants.Z_BEST_SPEED;
const COMPRESSIBLE = /^(?:text\/(?!event-stream)|image\/svg|application\/(?:[\w.-]+\+)?json\b)/;

export function compressAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (...[request, reply, payload, done]: Parameters<onSendHookHandler>) => {
    if (!Buffer.isBuffer(payload) || payload.length < MIN_BYTES || !isCompressible(reply)) {
      done(null, payload);
      return;
    }
    addVary(reply, 'Accept-Encoding');
    if (!acceptsGzip(request.headers['accept-encoding'])) {
      done(null, payload);
      return;
    }
    const isOwn = takeOwn(payload);
    gzip(payload, { level: LEVEL }, (error, compressed) => {
      if (error !== null || compressed.length >= payload.length) {
        done(null, payload);
        return;
      }
      if (isOwn) freeBuffer(payload);
      freeWhenSent(reply, compressed);
      void reply.header('content-encoding', 'gzip');
      done(null, compressed);
    });
  });
}

function isCompressible(reply: FastifyReply): boolean {
  const type = reply.getHeader('content-type');
  return typeof type === 'string' && COMPRESSIBLE.test(type) && !reply.hasHeader('content-encoding');
}

/** By an Accept-Encoding header (RFC 9110): gzip, or anything, and not with a weight of 0. */
export function acceptsGzip(header: string | undefined): boolean {
  if (header === undefined) return false;
  let ofAnything = false;
  for (const coding of header.toLowerCase().split(',')) {
    const [, name, weight = '1'] = /^\s*([^\s;]+)\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(coding) ?? [];
    if (name === 'gzip' || name === 'x-gzip') return Number(weight) > 0;
    if (name === '*') ofAnything = Number(weight) > 0;
  }
  return ofAnything;
}

/** Beside what the answer depends on already. */
export function addVary(reply: FastifyReply, name: string): void {
  const before = reply.getHeader('vary');
  void reply.header('vary', typeof before === 'string' ? `${before}, ${name}` : name);
}
