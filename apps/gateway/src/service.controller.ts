// What belongs to no dialect: the root, health, the OpenAPI document.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { commit, version } from './build-info.ts';
import type { GatewayConfig } from './config.ts';
import { HealthCheck } from './health/health-check.ts';
import { parseAccept } from './http/media-type.ts';
import { contextOf } from './http/request-context.ts';
import { plainError } from './http/rest-error.ts';
import { Route } from './http/route.decorator.ts';
import { sendBytes, sendJson } from './http/send.ts';
import { openApiDocument } from './openapi/document.ts';
import * as operations from './service-operations.ts';
import { BROKER, CONFIG, HEALTH } from './tokens.ts';

const JSON_TYPE = 'application/json';

@Controller()
export class ServiceController {
  readonly #broker: Broker;
  readonly #config: Pick<GatewayConfig, 'tokens' | 'allowAnonymous'>;
  readonly #health: HealthCheck;
  /** Made when it is first asked for: a start need not wait for it. */
  #openApi: Buffer | undefined;

  constructor(
    @Inject(BROKER) broker: Broker,
    @Inject(CONFIG) config: GatewayConfig,
    @Inject(HEALTH) health: HealthCheck,
  ) {
    this.#broker = broker;
    this.#config = config;
    this.#health = health;
  }

  @Route(operations.getRoot)
  async getRoot(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (parseAccept(request.headers.accept).includes('text/html')) {
      void reply.code(303).header('location', '/ui/').send();
      return;
    }
    const { clusterId } = await this.#broker.describeCluster(contextOf(request));
    const { tokens, allowAnonymous } = this.#config;
    const needsToken = tokens.length > 0 && !allowAnonymous;
    sendJson(reply, JSON_TYPE, { version, commit, kafka_cluster_id: clusterId, needs_token: needsToken });
  }

  @Route(operations.getLive)
  getLive(@Res() reply: FastifyReply): void {
    sendJson(reply, JSON_TYPE, { status: 'live' });
  }

  @Route(operations.getReady)
  async getReady(@Res() reply: FastifyReply): Promise<void> {
    const fault = await this.#health.fault();
    if (fault === undefined) sendJson(reply, JSON_TYPE, { status: 'ready' });
    else throw plainError(503, fault);
  }

  @Route(operations.getOpenApi)
  async getOpenApi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.#openApi === undefined) {
      const { clusterId } = await this.#broker.describeCluster(contextOf(request));
      this.#openApi = Buffer.from(JSON.stringify(openApiDocument({ clusterId })));
    }
    sendBytes(reply, JSON_TYPE, this.#openApi);
  }
}
