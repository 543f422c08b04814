// Watches every request from its first hook to the end of its answer: counts it, logs it, and makes a span of it where there
// is a tracer. What it costs is paid by each request.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Span, Tracer } from '@opentelemetry/api';
import { spanContextOf } from '@weir/broker';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from '../http/path-of.ts';
import { contextOf } from '../http/request-context.ts';
import type { EndedRequest, HttpTraffic, OperationTraffic } from './http-traffic.ts';
import type { RequestLog } from './request-log.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    traffic?: OperationTraffic;
  }
  interface FastifyRequest {
    /** Of the request, where there is a tracer. */
    span: Span | undefined;
    /** It asked to wait for records: how long it took says nothing about us. */
    hasWaited: boolean;
    /** When its head had come, on the clock of performance.now(). */
    startMs: number;
  }
}

export interface RequestObservers {
  readonly traffic: HttpTraffic;
  readonly log: RequestLog;
  readonly tracer: Tracer | undefined;
}

/** The client left before there was an answer; the number is the one that proxies use for it. */
const CLIENT_LEFT = 499;

/** What a connection had carried when its last request ended. */
interface CarriedBytes {
  read: number;
  written: number;
}

const carried = Symbol('carried bytes');
const observed = Symbol('observed request');
type ObservedSocket = Socket & { [carried]?: CarriedBytes };
type ObservedResponse = ServerResponse & { [observed]?: FastifyRequest };

/** Call before routes are registered, and before other hooks: what they refuse is watched, too. */
export function observeRequests(fastify: FastifyInstance, { traffic, log, tracer }: RequestObservers): void {
  fastify.decorateRequest('span', undefined);
  fastify.decorateRequest('hasWaited', false);
  fastify.decorateRequest('startMs', 0);
  fastify.server.on('connection', (socket: ObservedSocket) => {
    socket[carried] = { read: 0, written: 0 };
  });
  fastify.addHook('onRoute', (route) => {
    const [method = ''] = [route.method].flat();
    route.config = { ...route.config, traffic: traffic.ofRoute(method, route.url) };
  });
  const trafficOf = (request: FastifyRequest) => request.routeConfig.traffic ?? traffic.other;
  // One function for all requests: a closure for each would cost more than what it does.
  function onClose(this: ObservedResponse): void {
    const request = this[observed];
    if (request === undefined) return;
    const seconds = (performance.now() - request.startMs) / 1000;
    const ended = endedRequest(this, request.raw.socket, seconds);
    const own = trafficOf(request);
    own.ended(ended);
    log.ended(request, ended, own.id);
    if (request.span !== undefined) endSpan(request.span, ended.status);
  }
  fastify.addHook('onRequest', (request, reply, done) => {
    request.startMs = performance.now();
    const own = trafficOf(request);
    own.inFlight++;
    // A stream of records takes as long as who sends it.
    if (own.operation?.streamsBody === true) request.hasWaited = true;
    void reply.header('x-request-id', request.id);
    if (tracer !== undefined) request.span = startSpan(tracer, request, own);
    const response: ObservedResponse = reply.raw;
    response[observed] = request;
    // Comes once, whether or not the answer was sent.
    response.on('close', onClose);
    done();
  });
}

function endedRequest(
  { headersSent, statusCode }: ServerResponse,
  socket: ObservedSocket,
  seconds: number,
): EndedRequest {
  const status = headersSent ? statusCode : CLIENT_LEFT;
  const { bytesRead, bytesWritten, [carried]: before } = socket;
  if (before === undefined) return { status, seconds, bytesIn: 0, bytesOut: 0 };
  const ended = {
    status,
    seconds,
    bytesIn: bytesRead - before.read,
    bytesOut: bytesWritten - before.written,
  };
  before.read = bytesRead;
  before.written = bytesWritten;
  return ended;
}

/** By OpenTelemetry's conventions for HTTP servers. */
function startSpan(tracer: Tracer, request: FastifyRequest, { operation }: OperationTraffic): Span {
  const { method, headers, raw, url } = request;
  const caller = spanContextOf(contextOf(request));
  const path = operation?.path;
  const attributes = {
    'http.request.method': method,
    'url.scheme': 'http',
    'url.path': pathOf(url),
    'server.address': headers.host?.replace(/:\d+$/, ''),
    'client.address': raw.socket.remoteAddress,
    'user_agent.original': headers['user-agent'],
    'network.protocol.version': raw.httpVersion,
    ...(path === undefined ? {} : { 'http.route': path }),
  };
  return tracer.startSpan(
    path === undefined ? method : `${method} ${path}`,
    { kind: SpanKind.SERVER, attributes },
    caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, caller),
  );
}

function endSpan(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500)
    span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
