// The gateway's application: Nest on Fastify with the defaults that the APIs need, every edge over one Broker. main.ts and
// the tests make it the same way; whoever makes it listens.
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ObservedBroker } from '@weir/broker';
import type { Broker } from '@weir/protocol';
import type { FastifyInstance, onSendHookHandler } from 'fastify';
import type { GatewayConfig } from './config.ts';
import { GatewayModule } from './gateway.module.ts';
import { HealthCheck } from './health/health-check.ts';
import type { Pingable } from './health/health-check.ts';
import { answerExpectation } from './http/client-error.ts';
import { compressAnswers } from './http/compress-answers.ts';
import { Connections } from './http/connections.ts';
import { ErrorFilter } from './http/error.filter.ts';
import { watchRoutes } from './http/method-not-allowed.ts';
import { newAdapter } from './http/new-adapter.ts';
import { acceptRawBodies, SMALL_BODY_BYTES } from './http/raw-body.ts';
import { RequestBytes } from './http/request-bytes.ts';
import { WaitingRequests } from './http/request-context.ts';
import { limitRequests } from './http/request-limits.ts';
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

const defaultDashboardDir = fileURLToPath(new URL('../../dashboard/out', import.meta.url));

/** Closing it answers what waits, takes nothing new, and finishes what is in flight. The broker stays open. */
export async function createApp(options: AppOptions): Promise<NestFastifyApplication> {
  const { config, logger } = options;
  const adapter = newAdapter(config, logger);
  const fastify = adapter.getInstance<FastifyInstance>();
  const tracing = await startTracing(config, logger);
  const tracer = tracing?.tracer;
  const { recordTraceContext, metricsTopicsMax: topicsMax } = config;
  const broker = new ObservedBroker(options.broker, { recordTraceContext, topicsMax, tracer });
  const traffic = new HttpTraffic(operations);
  const health = new HealthCheck(options.broker);
  const waiting = new WaitingRequests();

  // Hooks run in the order in which they are added: this is the way of a request.
  rememberRouteConfigs(fastify);
  observeRequests(fastify, { traffic, log: new RequestLog(config, logger), tracer });
  const connections = new Connections(fastify.server, config.connectionsMax);
  admitRequests(fastify, connections, { config, logger });
  const bodies = takeBodies(fastify, config);
  compressAnswers(fastify);

  const metrics = new GatewayMetrics({
    traffic,
    connections,
    broker,
    storage: options.broker,
    bodies,
    config,
  });
  closeInOrder(fastify, () => {
    health.stop();
    waiting.close();
  });
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

/** Who may speak to us from where, how much at a time, and who it is: asked in this order, before anything is read. */
function admitRequests(
  fastify: FastifyInstance,
  connections: Connections,
  { config, logger }: Pick<AppOptions, 'config' | 'logger'>,
): void {
  const { allowAnonymous, tokens } = config;
  guardRequests(fastify, new RequestGate(config));
  limitRequests(fastify, connections, config);
  authenticateRequests(fastify, new Authenticator({ tokens: namedTokens(tokens), allowAnonymous }), logger);
}

/** Answers what the bodies of requests under way hold. */
function takeBodies(fastify: FastifyInstance, config: GatewayConfig): RequestBytes {
  // REST Proxy v2 reads a body on a GET.
  fastify.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  fastify.server.on('checkExpectation', answerExpectation);
  fastify.decorateRequest('jsonDepthMax', config.jsonDepthMax);
  const requestBytes = new RequestBytes({
    limitBytes: config.requestBytesInFlightMax,
    clientLimitBytes: config.clientBytesInFlightMax,
    smallBytes: SMALL_BODY_BYTES,
  });
  acceptRawBodies(fastify, {
    maxBytes: config.requestBodyMaxBytes,
    decompressionRatioMax: config.decompressionRatioMax,
    requestBytes,
    slowBodies: new SlowBodies({
      bytesPerSecondMin: config.requestBodyBytesPerSecondMin,
      graceMs: config.requestBodyGraceMs,
      arrivalMaxMs: config.requestArrivalMaxMs,
    }),
  });
  return requestBytes;
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
