// The RequestContext of an HTTP request: who calls, and a signal that ends waiting when nobody waits any more.
import { once } from 'node:events';
import type { RequestContext } from '@weir/protocol';
import { traceHeadersOf } from '@weir/broker';
import type { FastifyReply, FastifyRequest } from 'fastify';

const CLIENT_ID = 'rest';

/** Without a signal: for calls that never wait. Making one costs more than the rest of a small produce. */
export function contextOf(request: FastifyRequest): RequestContext {
  const { principal, span, headers } = request;
  const context = { principal, clientId: CLIENT_ID };
  // Our own span is a child of the caller's; where none is recorded, the caller's it is.
  if (span?.isRecording() === true) return { ...context, ...traceHeadersOf(span.spanContext()) };
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== 'string') return context;
  return typeof tracestate === 'string'
    ? { ...context, traceparent, tracestate }
    : { ...context, traceparent };
}

/** Requests that wait, so that a gateway that closes can answer them first. */
export class WaitingRequests {
  readonly #waiting = new Set<AbortController>();
  readonly #callbacks = new Set<() => void>();
  #isClosing = false;

  /**
   * Runs `work` with a context whose signal fires when the client goes away or the gateway closes. Behind another answer on its
   * connection (HTTP pipelining) it first waits for that to end: what it reads could not leave, and would be held for as long.
   */
  async run<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (context: RequestContext) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    request.hasWaited = true;
    const abort = () => controller.abort();
    if (this.#isClosing) abort();
    this.#waiting.add(controller);
    reply.raw.once('close', abort);
    const { signal } = controller;
    try {
      if (reply.raw.socket === null) await once(reply.raw, 'socket', { signal }).catch(() => undefined);
      return await work({ ...contextOf(request), signal });
    } finally {
      this.#waiting.delete(controller);
      reply.raw.removeListener('close', abort);
    }
  }

  /** Calls back when the gateway closes, at once where it does already; the answer ends that. */
  onClose(callback: () => void): () => void {
    if (this.#isClosing) callback();
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  /** From now on nothing waits. */
  close(): void {
    this.#isClosing = true;
    for (const callback of this.#callbacks) callback();
    for (const controller of this.#waiting) controller.abort();
  }
}
