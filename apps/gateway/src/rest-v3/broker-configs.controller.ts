// REST Proxy v3: configs of the one broker, and those that are set for the whole cluster.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { AlterBrokerConfigsRequest, Broker, ConfigEntry, RequestContext } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonBody } from '../http/json-body.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson, sendNothing } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { alterationsOf, configNamed, requireConfigs } from './config-requests.ts';
import { brokerConfigResource, clusterConfigResource, clusterConfigs } from './config-resources.ts';
import * as operations from './operations-configs.ts';
import { V3_JSON } from './operation-parts.ts';
import { brokerScope, clusterScope, emptyBody } from './requests.ts';
import type { ConfigPath, Scope } from './requests.ts';
import * as schemas from './schemas-configs.ts';

type ConfigScope = AlterBrokerConfigsRequest['scope'];

/** What a request finds below its path. */
interface Changed {
  readonly scope: ConfigScope;
  readonly context: RequestContext;
}

@Controller()
export class BrokerConfigsV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listAllBrokerConfigs)
  async listAll(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    await this.#sendBrokerConfigs(reply, '-', scope);
  }

  @Route(operations.brokerConfigs.list)
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await brokerScope(this.#broker, request);
    await this.#sendBrokerConfigs(reply, String(scope.cluster.brokerId), scope);
  }

  @Route(operations.brokerConfigs.get)
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await brokerScope(this.#broker, request);
    const { name } = request.params as ConfigPath;
    const entry = configNamed(await this.#broker.describeBrokerConfigs(scope.context), name);
    sendJson(reply, V3_JSON, brokerConfigResource(entry, scope));
  }

  @Route(operations.brokerConfigs.update)
  async update(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await brokerScope(this.#broker, request);
    await this.#update(request, { scope: 'broker', context });
    sendNothing(reply);
  }

  @Route(operations.brokerConfigs.reset)
  async reset(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await brokerScope(this.#broker, request);
    await this.#reset(request, { scope: 'broker', context });
    sendNothing(reply);
  }

  @Route(operations.brokerConfigs.alter)
  async alter(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await brokerScope(this.#broker, request);
    await this.#alterMany(request, { scope: 'broker', context });
    sendNothing(reply);
  }

  @Route(operations.clusterConfigs.list)
  async listOfCluster(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    const entries = await this.#clusterConfigs(scope);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaClusterConfigList',
      metadata: scope.links.list(['broker-configs']),
      data: entries.map((entry) => clusterConfigResource(entry, scope)),
    });
  }

  @Route(operations.clusterConfigs.get)
  async getOfCluster(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    const entry = configNamed(await this.#clusterConfigs(scope), (request.params as ConfigPath).name);
    sendJson(reply, V3_JSON, clusterConfigResource(entry, scope));
  }

  @Route(operations.clusterConfigs.update)
  async updateOfCluster(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    await this.#update(request, { scope: 'cluster', context });
    sendNothing(reply);
  }

  @Route(operations.clusterConfigs.reset)
  async resetOfCluster(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    await this.#reset(request, { scope: 'cluster', context });
    sendNothing(reply);
  }

  @Route(operations.clusterConfigs.alter)
  async alterOfCluster(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    await this.#alterMany(request, { scope: 'cluster', context });
    sendNothing(reply);
  }

  async #sendBrokerConfigs(reply: FastifyReply, brokerId: string, scope: Scope): Promise<void> {
    const entries = await this.#broker.describeBrokerConfigs(scope.context);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaBrokerConfigList',
      metadata: scope.links.list(['brokers', brokerId, 'configs']),
      data: entries.map((entry) => brokerConfigResource(entry, scope)),
    });
  }

  async #clusterConfigs({ context }: Scope): Promise<ConfigEntry[]> {
    return clusterConfigs(await this.#broker.describeBrokerConfigs(context));
  }

  async #update(request: FastifyRequest, { scope, context }: Changed): Promise<void> {
    const { name } = request.params as ConfigPath;
    const { value } = jsonBody(request, schemas.updateConfig, { empty: emptyBody });
    await this.#change({ scope, alterations: [{ name, operation: 'SET', value }] }, context);
  }

  async #reset(request: FastifyRequest, { scope, context }: Changed): Promise<void> {
    const { name } = request.params as ConfigPath;
    await this.#change({ scope, alterations: [{ name, operation: 'DELETE' }] }, context);
  }

  async #alterMany(request: FastifyRequest, { scope, context }: Changed): Promise<void> {
    const body = jsonBody(request, schemas.alterConfigs, { empty: emptyBody });
    const alterations = alterationsOf(body.data);
    await this.#change({ scope, alterations, validateOnly: body.validate_only ?? false }, context);
  }

  /** Throws 404 for an unknown config. */
  async #change(wanted: AlterBrokerConfigsRequest, context: RequestContext): Promise<void> {
    requireConfigs(await this.#broker.describeBrokerConfigs(context), wanted.alterations);
    await this.#broker.alterBrokerConfigs(wanted, context);
  }
}
