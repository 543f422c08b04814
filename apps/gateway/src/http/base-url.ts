// The address under which the caller reached us, for links and Location headers: what a proxy says in Forwarded or
// X-Forwarded-*, else the request's own Host. Whatever is not a plain host, port or path is ignored.
import type { FastifyRequest } from 'fastify';

const HOST = /^(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const PATH = /^(?:\/[\w.~-]+)+\/?$/;

type IncomingHeaders = FastifyRequest['headers'];

/** Of several proxies, the first is the one that the client spoke to. */
function firstOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text?.split(',')[0]?.trim();
}

function forwardedPart(headers: IncomingHeaders, part: 'host' | 'proto'): string | undefined {
  for (const pair of firstOf(headers['forwarded'])?.split(';') ?? []) {
    const [name = '', value = ''] = pair.split('=');
    if (name.trim().toLowerCase() === part) return value.trim().replaceAll('"', '');
  }
  return firstOf(headers[`x-forwarded-${part}`]);
}

function withPort(host: string, port: string | undefined): string {
  if (port === undefined || !/^\d{1,5}$/.test(port) || /:\d+$/.test(host)) return host;
  return `${host}:${port}`;
}

/** `http://localhost:8080`, without a slash at the end. */
export function baseUrl(request: FastifyRequest): string {
  const { headers } = request;
  const proto = forwardedPart(headers, 'proto')?.toLowerCase();
  const scheme = proto === 'https' || proto === 'http' ? proto : 'http';
  const forwardedHost = forwardedPart(headers, 'host');
  const path = firstOf(headers['x-forwarded-path']);
  const prefix = path !== undefined && PATH.test(path) ? path.replace(/\/$/, '') : '';
  if (forwardedHost !== undefined && HOST.test(forwardedHost)) {
    return `${scheme}://${withPort(forwardedHost, firstOf(headers['x-forwarded-port']))}${prefix}`;
  }
  const own = headers.host;
  if (own !== undefined && HOST.test(own)) return `${scheme}://${own}${prefix}`;
  return `${scheme}://${request.socket.localAddress ?? 'localhost'}:${request.socket.localPort ?? 80}${prefix}`;
}
