// Every body arrives as bytes, whatever its type says: each route decides what it reads. gzip is undone here, within the
// limit that holds for bodies as they are.
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { plainError } from './rest-error.ts';

export function acceptRawBodies(fastify: FastifyInstance, maxBytes: number): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (request, body, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') done(null, body);
    else decode({ request, encoding, body: body as Buffer, maxBytes }, done);
  });
}

interface EncodedBody {
  readonly request: FastifyRequest;
  readonly encoding: string;
  readonly body: Buffer;
  readonly maxBytes: number;
}

function decode(
  { encoding, body, maxBytes }: EncodedBody,
  done: (error: Error | null, body?: Buffer) => void,
): void {
  if (encoding.toLowerCase() !== 'gzip') {
    done(plainError(415, `the body is encoded as ${encoding}; gzip and identity are read`));
    return;
  }
  gunzip(body, { maxOutputLength: maxBytes }, (error, decoded) => {
    if (error === null) done(null, decoded);
    else if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') done(plainError(413));
    else done(plainError(400, 'the body is not gzip'));
  });
}
