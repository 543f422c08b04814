// An open laptop is not open to the web: which hosts and origins may be spoken to and from. The Host check stops a page
// that points its own name at us (DNS rebinding); the Origin check stops pages of other sites, which browsers let send
// though not read. Programs send no Origin and are not concerned. One list of origins serves requests, CORS answers and,
// later, the socket handshake.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { plainError } from '../http/rest-error.ts';

const safeMethods = new Set(['GET', 'HEAD']);
const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const EXPOSED_HEADERS =
  'Idempotency-Replayed, Link, Location, Retry-After, Weir-High-Watermark, Weir-Log-Start-Offset, X-Request-Id';
const PREFLIGHT_SECONDS = '600';

export type GateConfig = Pick<GatewayConfig, 'allowedHosts' | 'allowedOrigins'>;

/** Who may speak to us from where. Pure: it knows only what it was configured with. */
export class RequestGate {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  constructor({ allowedHosts, allowedOrigins }: GateConfig) {
    this.#hosts = new Set(allowedHosts.map((host) => host.toLowerCase()));
    this.#origins = new Set(allowedOrigins);
  }

  /** By a Host header; without one it is no browser that asks. */
  allowsHost(host: string | undefined): boolean {
    return host === undefined || this.#hosts.has(hostName(host));
  }

  /** A page of the host itself, whichever scheme a proxy in between speaks; or an origin of the list. */
  allowsOrigin(origin: string, host: string | undefined): boolean {
    if (this.#origins.has(origin)) return true;
    const name = /^https?:\/\/(.+)$/.exec(origin)?.[1];
    return name !== undefined && name.toLowerCase() === host?.toLowerCase();
  }

  /** Whether pages of this origin may read answers. */
  allowsReading(origin: string): boolean {
    return this.#origins.has(origin);
  }
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** Runs before every route, for paths that do not exist, too. */
export function guardRequests(fastify: FastifyInstance, gate: RequestGate): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-content-type-options', 'nosniff');
    // Probes of container platforms ask by address, and learn nothing that a page could use.
    const isProbe = request.url.startsWith('/health/');
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') done(missingHost());
    else if (!isProbe && !gate.allowsHost(request.headers.host)) done(foreignHost(request));
    else checkOrigin(gate, request, { reply, done });
  });
}

function checkOrigin(
  gate: RequestGate,
  request: FastifyRequest,
  { reply, done }: { reply: FastifyReply; done: (error?: Error) => void },
): void {
  const { origin, host } = request.headers;
  const isSafe = safeMethods.has(request.method);
  if (origin === undefined) {
    const isCrossSite = request.headers['sec-fetch-site'] === 'cross-site';
    done(isCrossSite && !isSafe ? foreignOrigin('another site') : undefined);
    return;
  }
  void reply.header('vary', 'Origin');
  if (gate.allowsReading(origin)) {
    void reply.header('access-control-allow-origin', origin);
    void reply.header('access-control-expose-headers', EXPOSED_HEADERS);
  }
  const isPreflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isSafe && !gate.allowsOrigin(origin, host)) done(foreignOrigin(origin));
  else if (isPreflight) answerPreflight(request, reply);
  else done();
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply): void {
  const wanted = request.headers['access-control-request-headers'];
  if (wanted !== undefined) void reply.header('access-control-allow-headers', wanted);
  void reply
    .code(204)
    .header('access-control-allow-methods', ALLOWED_METHODS)
    .header('access-control-max-age', PREFLIGHT_SECONDS)
    .send();
}

function missingHost(): Error {
  return plainError(400, 'HTTP/1.1 needs a Host header');
}

function foreignHost(request: FastifyRequest): Error {
  const name = hostName(request.headers.host ?? '');
  return plainError(421, `host ${name} is not served here; to allow it, add it to WEIR_ALLOWED_HOSTS`);
}

function foreignOrigin(origin: string): Error {
  return plainError(
    403,
    `pages of ${origin} may not call this server; to allow them, add the origin to WEIR_ALLOWED_ORIGINS`,
  );
}
