// What a request may be before anybody looks at what it wants: the length of its path, the number of its headers, and the
// number of connections. Node itself bounds the bytes of headers and the time they take (client-error.ts answers).
import type { FastifyInstance } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import type { Connections } from './connections.ts';
import { plainError, RestError } from './rest-error.ts';

export type RequestLimits = Pick<
  GatewayConfig,
  'requestUrlMaxBytes' | 'requestHeadersMax' | 'connectionsMax'
>;

export function limitRequests(
  fastify: FastifyInstance,
  connections: Pick<Connections, 'isSurplus'>,
  limits: RequestLimits,
): void {
  const { requestUrlMaxBytes, requestHeadersMax, connectionsMax } = limits;
  // Node would leave out what is beyond a count of its own, without a word.
  fastify.server.maxHeadersCount = 0;
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    if (connections.isSurplus(raw.socket)) done(tooManyConnections(connectionsMax));
    else if ((raw.url ?? '').length > requestUrlMaxBytes) {
      done(pathTooLong(requestUrlMaxBytes));
    } else if (raw.rawHeaders.length > 2 * requestHeadersMax) {
      const limit = `requestHeadersMax=${requestHeadersMax} (WEIR_REQUEST_HEADERS_MAX)`;
      done(plainError(431, `the request has more headers than ${limit}`));
    } else done();
  });
}

export function pathTooLong(requestUrlMaxBytes: number): RestError {
  return plainError(
    414,
    `the path exceeds requestUrlMaxBytes=${requestUrlMaxBytes} (WEIR_REQUEST_URL_MAX_BYTES)`,
  );
}

function tooManyConnections(connectionsMax: number): RestError {
  const limit = `connectionsMax=${connectionsMax} (WEIR_CONNECTIONS_MAX)`;
  return new RestError(503, `HTTP 503 Service Unavailable: the connections reach ${limit}; try again`, {
    headers: { 'retry-after': '1', connection: 'close' },
  });
}
