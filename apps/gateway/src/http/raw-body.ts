// Every body arrives as bytes, whatever its type says: each route decides what it reads. Bytes are reserved in a budget
// before they are read or decoded and given back with the answer, so that no number of clients can exhaust the memory.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest, onSendHookHandler } from 'fastify';
import { BodyBytes } from './body-bytes.ts';
import type { BodyLimits } from './body-bytes.ts';
import { freeBytes } from '@weir/protocol';
import { GunzipQueue } from './gunzip-body.ts';
import { lingering } from './lingering.ts';
import type { RequestBytes } from './request-bytes.ts';
import { plainError } from './rest-error.ts';
import { byteClientOf } from './shared-budget.ts';
import type { SlowBodies } from './slow-bodies.ts';
import { StreamedBody } from './streamed-body.ts';
import type { BodyRoom } from './streamed-body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the budget for bodies. */
    reservedBytes: number;
    /** The body was refused before its end. */
    isBodyUnread: boolean;
  }
}

export interface RawBodyOptions {
  readonly maxBytes: number;
  readonly decompressionRatioMax: number;
  readonly requestBytes: RequestBytes;
  readonly slowBodies: SlowBodies;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of routes that read their body themselves: see Operation. */
    streamsBody?: boolean;
  }
}

type Done = (error: Error | null, body?: Buffer | StreamedBody) => void;

/** A body counts as it came, as the record batches made of it, and as what is sent to PostgreSQL. */
const COUNTED_TIMES = 3;
/** What a small body holds: large ones do not shut it out. */
export const SMALL_BODY_BYTES = COUNTED_TIMES * 64 * 1024;

export function acceptRawBodies(fastify: FastifyInstance, options: RawBodyOptions): void {
  const reader = new BodyReader(options);
  fastify.decorateRequest('reservedBytes', 0);
  fastify.decorateRequest('isBodyUnread', false);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage, done: Done) =>
    reader.read(request, payload, done),
  );
  fastify.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    reader.onExpectContinue(request, response);
    fastify.server.emit('request', request, response);
  });
  fastify.addHook('onSend', (...[request, reply, payload, done]: Parameters<onSendHookHandler>) => {
    reader.release(request, reply.statusCode);
    // Who waits for a word to go on never got it: the connection can't tell a late body from the next request.
    if (reader.expectsContinue(request)) void reply.header('connection', 'close');
    if (Buffer.isBuffer(payload) && isAnsweredEarly(request)) {
      request.isBodyUnread = true;
      void reply.header('connection', 'close');
    }
    if (request.isBodyUnread && Buffer.isBuffer(payload)) {
      void reply.header('content-length', payload.length);
      done(null, lingering(payload, request.raw));
    } else done(null, payload);
  });
}

/** Before its body, which nobody reads: it need not go on for ever. */
function isAnsweredEarly({ raw, body }: FastifyRequest): boolean {
  if (raw.complete || body !== undefined) return false;
  const { headers } = raw;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

class BodyReader {
  readonly #options: RawBodyOptions;
  readonly #gunzips: GunzipQueue;
  /** Requests whose client sends the body only when told to. */
  readonly #expecting = new WeakMap<IncomingMessage, ServerResponse>();

  constructor(options: RawBodyOptions) {
    this.#options = options;
    this.#gunzips = new GunzipQueue(options.decompressionRatioMax);
  }

  read(request: FastifyRequest, payload: IncomingMessage, done: Done): void {
    const encoding = request.headers['content-encoding']?.toLowerCase();
    const isGzip = encoding === 'gzip';
    const refuse = (error: unknown) => {
      request.isBodyUnread = !payload.complete;
      done(error as Error);
    };
    if (encoding !== undefined && encoding !== 'identity' && !isGzip) {
      refuse(plainError(415, `the body is encoded as ${encoding}; gzip and identity are read`));
      return;
    }
    if (request.routeConfig.streamsBody === true) {
      // Until the route begins to read it.
      request.isBodyUnread = true;
      done(null, this.#streamed(request, payload, isGzip));
      return;
    }
    const limits: BodyLimits = {
      maxBytes: this.#options.maxBytes,
      // What is encoded counts in full when it is decoded.
      reserve: (bytes) => this.#reserve(request, isGzip ? bytes : bytes * COUNTED_TIMES),
    };
    const accept = (body: Buffer) => {
      if (isGzip) this.#decode(request, body).then((decoded) => done(null, decoded), refuse);
      else done(null, body);
    };
    let bytes: BodyBytes;
    try {
      bytes = new BodyBytes(limits, Number(request.headers['content-length'] ?? 0));
    } catch (error) {
      refuse(error);
      return;
    }
    this.#letContinue(payload);
    collect(payload, bytes, { accept, refuse, slowBodies: this.#options.slowBodies });
  }

  /** Gives back what the request holds. Harmless where it holds nothing. */
  release(request: FastifyRequest, status: number): void {
    if (request.reservedBytes === 0) return;
    this.#options.requestBytes.release(byteClientOf(request), request.reservedBytes);
    request.reservedBytes = 0;
    // The answer may wait for a slow reader; the body must not. After a failure it may still be on its way to the log.
    if (status < 500 && Buffer.isBuffer(request.body)) freeBytes(request.body);
    request.body = undefined;
  }

  onExpectContinue(request: IncomingMessage, response: ServerResponse): void {
    this.#expecting.set(request, response);
  }

  expectsContinue({ headers, raw }: FastifyRequest): boolean {
    return headers.expect !== undefined && this.#expecting.has(raw);
  }

  #streamed(request: FastifyRequest, payload: IncomingMessage, isGzip: boolean): StreamedBody {
    const { requestBytes, decompressionRatioMax: ratioMax } = this.#options;
    const client = byteClientOf(request);
    const room: BodyRoom = {
      reserve: (bytes, heldBefore) =>
        requestBytes.reserve(client, bytes * COUNTED_TIMES, heldBefore * COUNTED_TIMES),
      release: (bytes) => requestBytes.release(client, bytes * COUNTED_TIMES),
    };
    const letContinue = () => {
      request.isBodyUnread = false;
      this.#letContinue(payload);
    };
    return new StreamedBody(payload, { isGzip, ratioMax, room, letContinue });
  }

  #letContinue(message: IncomingMessage): void {
    if (message.headers.expect === undefined) return;
    this.#expecting.get(message)?.writeContinue();
    this.#expecting.delete(message);
  }

  #decode(request: FastifyRequest, body: Buffer): Promise<Buffer> {
    const encodedBytes = request.reservedBytes;
    let isFirst = true;
    const reserve = (bytes: number) => {
      // The body as it came is gone when record batches are made, and is counted with them from here on.
      const credit = isFirst ? encodedBytes : 0;
      isFirst = false;
      this.#reserve(request, bytes * COUNTED_TIMES - credit);
    };
    return this.#gunzips.decode(body, { maxBytes: this.#options.maxBytes, reserve });
  }

  #reserve(request: FastifyRequest, bytes: number): void {
    this.#options.requestBytes.reserve(byteClientOf(request), bytes, request.reservedBytes);
    request.reservedBytes += bytes;
  }
}

interface Outcome {
  readonly accept: (body: Buffer) => void;
  readonly refuse: (error: unknown) => void;
  readonly slowBodies: SlowBodies;
}

/** Reads to the end, once: `accept` or `refuse` is called exactly one time. */
function collect(payload: IncomingMessage, bytes: BodyBytes, { accept, refuse, slowBodies }: Outcome): void {
  const stop = () => {
    slowBodies.end(arrival);
    payload.removeListener('data', onData);
    payload.removeListener('end', onEnd);
    payload.removeListener('error', onBreak);
    payload.removeListener('close', onBreak);
  };
  const giveUp = (error: unknown) => {
    stop();
    bytes.drop();
    refuse(error);
  };
  const arrival = slowBodies.begin(giveUp);
  const onData = (chunk: Buffer) => {
    arrival.receivedBytes += chunk.length;
    try {
      bytes.append(chunk);
    } catch (error) {
      giveUp(error);
    }
    freeBytes(chunk);
  };
  const onEnd = () => {
    stop();
    accept(bytes.finish());
  };
  const onBreak = () => giveUp(plainError(400, 'the body broke off'));
  payload.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
}
