// The one exception filter: everything thrown in a route, and everything that Fastify refuses, is answered here.
import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logger.ts';
import { errorAnswer, errorBody } from './error-answer.ts';
import { pathOf } from './path-of.ts';

@Catch()
export class ErrorFilter implements ExceptionFilter {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendError(error, http.getRequest<FastifyRequest>(), {
      reply: http.getResponse<FastifyReply>(),
      logger: this.#logger,
    });
  }
}

export function sendError(
  error: unknown,
  request: FastifyRequest,
  { reply, logger }: { reply: FastifyReply; logger: Logger },
): void {
  const { headers, id, method, url } = request;
  const answer = errorAnswer(error, { url, accept: headers.accept });
  const { status, errorCode } = answer.error;
  const facts = { requestId: id, method, path: pathOf(url) };
  if (answer.isOurs) logger.error({ err: error, ...facts }, 'a request failed');
  else if (status === 503) logger.debug({ err: error, ...facts }, 'a request met an outage');
  else logger.debug({ ...facts, status, errorCode }, 'a request was refused');
  if (reply.sent) return;
  for (const [name, value] of Object.entries(answer.error.headers)) void reply.header(name, value);
  void reply
    .code(status)
    .header('content-type', answer.contentType)
    .header('cache-control', 'no-store')
    .header('x-request-id', id)
    .send(errorBody(answer.error));
}
