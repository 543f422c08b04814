// The gateway's application: Nest on Fastify with the defaults that the APIs need, every edge over one Broker. main.ts and
// the tests make it the same way; whoever makes it listens.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ObservedBroker } from '@weir/broker';
import type { Broker } from '@weir/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import type { GatewayConfig } from './config.ts';
import { GatewayModule } from './gateway.module.ts';
import { HealthCheck } from './health/health-check.ts';
import type { Pingable } from './health/health-check.ts';
import { answerClientError, answerExpectation } from './http/client-error.ts';
import { compressAnswers } from './http/compress-answers.ts';
import { ErrorFilter, sendError } from './http/error.filter.ts';
import { watchRoutes } from './http/method-not-allowed.ts';
import { acceptRawBodies, SMALL_BODY_BYTES } from './http/raw-body.ts';
import { RequestBytes } from './http/request-bytes.ts';
import { WaitingRequests } from './http/request-context.ts';
import { limitRequests } from './http/request-limits.ts';
import { plainError } from './http/rest-error.ts';
import { rememberRouteConfigs } from './http/route-config.ts';
import { SlowBodies } from './http/slow-bodies.ts';
import type { Logger } from './logger.ts';
import { nestLogger } from './nest-logger.ts';
import { GatewayMetrics } from './observe/gateway-metrics.ts';
import type { Measured } from './observe/gateway-metrics.ts';
import { HttpTraffic } from './observe/http-traffic.ts';
import { observeRequests } from './observe/observe-requests.ts';
import { RequestLog } from './observe/request-log.ts';
import { startTracing } from './observe/tracing.ts';
import { operations } from './openapi/document.ts';
import { authenticateRequests } from './security/authenticate-requests.ts';
import { Authenticator } from './security/authenticator.ts';
import { guardRequests, RequestGate } from './security/request-gate.ts';
import { namedTokens } from './security/token-list.ts';
import { serveDashboard } from './ui/serve-dashboard.ts';
import { serveDocs } from './ui/serve-docs.ts';

export interface AppOptions {
  readonly broker: Broker & Pingable & Measured;
  readonly config: GatewayConfig;
  readonly logger: Logger;
  /** The dashboard's static export; a page says how to build it where it is missing. */
  readonly dashboardDir?: string;
}

/** A topic name has 249 characters, each of which may come as three. */
const PARAMETER_MAX_LENGTH = 1024;
/** How often connections are looked at whose headers take too long. */
const CONNECTIONS_CHECK_MS = 1000;
const defaultDashboardDir = fileURLToPath(new URL('../../dashboard/out', import.meta.url));

/** Closing it answers what waits, takes nothing new, and finishes what is in flight. The broker stays open. */
export async function createApp(options: AppOptions): Promise<NestFastifyApplication> {
  const { config, logger } = options;
  const adapter = newAdapter(config, logger);
  const fastify = adapter.getInstance<FastifyInstance>();
  const waiting = new WaitingRequests();
  const health = new HealthCheck(options.broker);
  const tracing = await startTracing(config, logger);
  const broker = new ObservedBroker(options.broker, {
    recordTraceContext: config.recordTraceContext,
    topicsMax: config.metricsTopicsMax,
    tracer: tracing?.tracer,
  });
  rememberRouteConfigs(fastify);
  const traffic = new HttpTraffic(operations);
  observeRequests(fastify, { traffic, log: new RequestLog(config, logger), tracer: tracing?.tracer });
  // REST Proxy v2 reads a body on a GET.
  fastify.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  fastify.decorateRequest('jsonDepthMax', config.jsonDepthMax);
  const bodies = new RequestBytes({
    limitBytes: config.requestBytesInFlightMax,
    clientLimitBytes: config.clientBytesInFlightMax,
    smallBytes: SMALL_BODY_BYTES,
  });
  acceptRawBodies(fastify, {
    maxBytes: config.requestBodyMaxBytes,
    decompressionRatioMax: config.decompressionRatioMax,
    requestBytes: bodies,
    slowBodies: new SlowBodies({
      bytesPerSecondMin: config.requestBodyBytesPerSecondMin,
      graceMs: config.requestBodyGraceMs,
      arrivalMaxMs: config.requestArrivalMaxMs,
    }),
  });
  compressAnswers(fastify);
  fastify.server.on('checkExpectation', answerExpectation);
  closeInOrder(fastify, () => {
    health.stop();
    waiting.close();
  });
  guardRequests(fastify, new RequestGate(config));
  limitRequests(fastify, config);
  const { allowAnonymous } = config;
  const authenticator = new Authenticator({ tokens: namedTokens(config.tokens), allowAnonymous });
  authenticateRequests(fastify, authenticator, logger);
  const metrics = new GatewayMetrics({ traffic, broker, storage: options.broker, bodies, config });
  fastify.addHook('onClose', async () => {
    metrics.stop();
    await tracing?.stop();
  });
  const refuseOtherMethods = watchRoutes(fastify);
  serveDashboard(fastify, options.dashboardDir ?? defaultDashboardDir);
  serveDocs(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.of({ broker, config, health, logger, metrics, waiting }),
    adapter,
    { logger: nestLogger(logger), abortOnError: false, bodyParser: false },
  );
  app.useGlobalFilters(new ErrorFilter(logger));
  await app.init();
  refuseOtherMethods();
  await fastify.ready();
  return app;
}

function newAdapter(config: GatewayConfig, logger: Logger): FastifyAdapter {
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
      sendError(plainError(400, 'the path is malformed or too long'), request, { reply, logger }),
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

/** Connections end with the answer that they wait for, else they would stay open for the next request. */
function closeInOrder(fastify: FastifyInstance, onClose: () => void): void {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    onClose();
    done();
  });
  fastify.addHook('onSend', (...[, reply, , done]: Parameters<onSendHookHandler>) => {
    if (isClosing) void reply.header('connection', 'close');
    done();
  });
}
