// The log of requests: one line for each that should be looked at, or for each one at all.
import type { FastifyRequest } from 'fastify';
import { spanContextOf } from '@weir/broker';
import type { GatewayConfig } from '../config.ts';
import { pathOf } from '../http/path-of.ts';
import { contextOf } from '../http/request-context.ts';
import type { Logger } from '../logger.ts';
import type { EndedRequest } from './http-traffic.ts';

export type RequestLogConfig = Pick<GatewayConfig, 'logRequests' | 'logSlowRequestMs'>;

/** Trouble comes in floods, of which the first lines tell all: a disk must not fill with the rest. */
const TROUBLE_LINES_PER_SECOND = 100;

export class RequestLog {
  readonly #config: RequestLogConfig;
  readonly #logger: Logger;
  #second = 0;
  #lines = 0;
  #omitted = 0;

  constructor(config: RequestLogConfig, logger: Logger) {
    this.#config = config;
    this.#logger = logger;
  }

  ended(request: FastifyRequest, ended: EndedRequest, operation: string): void {
    const { logRequests } = this.#config;
    if (logRequests === 'all') this.#write(request, ended, operation);
    else if (logRequests === 'errors' && this.#isTrouble(request, ended) && this.#hasRoom())
      this.#write(request, ended, operation);
  }

  #isTrouble({ hasWaited }: FastifyRequest, { status, seconds }: EndedRequest): boolean {
    if (status >= 500) return true;
    const { logSlowRequestMs } = this.#config;
    // Who asked for records to come is not slow.
    return logSlowRequestMs > 0 && !hasWaited && seconds * 1000 >= logSlowRequestMs;
  }

  #hasRoom(): boolean {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#lines = 0;
    }
    if (this.#lines < TROUBLE_LINES_PER_SECOND) {
      this.#lines++;
      return true;
    }
    this.#omitted++;
    return false;
  }

  #write(request: FastifyRequest, ended: EndedRequest, operation: string): void {
    const { id, method, url } = request;
    const { status, seconds, bytesIn, bytesOut } = ended;
    const context = contextOf(request);
    const omitted = this.#omitted;
    this.#omitted = 0;
    this.#logger.info(
      {
        requestId: id,
        method,
        path: pathOf(url),
        operation,
        status,
        durationMs: Math.round(seconds * 1e6) / 1000,
        bytesIn,
        bytesOut,
        principal: context.principal,
        traceId: spanContextOf(context)?.traceId,
        ...(omitted === 0 ? {} : { omittedLines: omitted }),
      },
      'request',
    );
  }
}
