// Fastify with the defaults that the APIs need, before anything is registered with it.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import type { Logger } from '../logger.ts';
import { answerClientError } from './client-error.ts';
import { sendError } from './error.filter.ts';
import { pathTooLong } from './request-limits.ts';
import { plainError } from './rest-error.ts';
import type { RestError } from './rest-error.ts';

/** A topic name has 249 characters, each of which may come as three. */
const PARAMETER_MAX_LENGTH = 1024;
/** How often connections are looked at whose headers take too long. */
const CONNECTIONS_CHECK_MS = 1000;

export function newAdapter(config: GatewayConfig, logger: Logger): FastifyAdapter {
  const processId = randomUUID().slice(0, 8);
  let requests = 0;
  return new FastifyAdapter({
    logger: false,
    routerOptions: { maxParamLength: PARAMETER_MAX_LENGTH, ignoreTrailingSlash: true },
    genReqId: (request: IncomingMessage) => callersId(request) ?? `${processId}-${(++requests).toString(36)}`,
    // Streams of records take as long as they like; bodies that are read whole have a limit of their own.
    requestTimeout: 0,
    return503OnClosing: false,
    skipMiddie: true,
    multipart: false,
    // What the router refuses before any hook runs: paths that are no UTF-8, and ones that are too long.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendError(pathFault(request, config), request, { reply, logger }),
    clientErrorHandler: answerClientError,
    // Node would refuse a request without one, with an empty body: the gate does it in the API's shape.
    http: {
      requireHostHeader: false,
      headersTimeout: config.requestHeadersTimeoutMs,
      connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
      // The limit is the first size that is refused.
      maxHeaderSize: config.requestHeaderMaxBytes + 1,
    },
  });
}

/** A caller's own id follows its request through the log, as long as it can do no harm there. */
function callersId(request: IncomingMessage): string | undefined {
  const id = request.headers['x-request-id'];
  return typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : undefined;
}

/** Of what the router itself refuses. */
function pathFault({ url }: FastifyRequest, { requestUrlMaxBytes }: GatewayConfig): RestError {
  if (url.length > requestUrlMaxBytes) return pathTooLong(requestUrlMaxBytes);
  return plainError(400, 'the path is not UTF-8, or a name in it is longer than any can be');
}
