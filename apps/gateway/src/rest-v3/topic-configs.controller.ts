// REST Proxy v3: configs of topics.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import { KafkaError, topicNameFault } from '@weir/protocol';
import type { Broker, ConfigAlteration, ConfigEntry, RequestContext } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorAnswer } from '../http/error-answer.ts';
import { jsonBody } from '../http/json-body.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson, sendNothing } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { alterationsOf, configNamed, requireConfigs } from './config-requests.ts';
import { topicConfigResource } from './config-resources.ts';
import * as operations from './operations-configs.ts';
import { V3_JSON } from './operation-parts.ts';
import { clusterScope, emptyBody, pathTopic, requireLegalName } from './requests.ts';
import type { TopicConfigPath, TopicPath } from './requests.ts';
import * as schemas from './schemas-configs.ts';

interface Alteration {
  readonly name: string;
  readonly alterations: readonly ConfigAlteration[];
  readonly validateOnly?: boolean;
}

@Controller()
export class TopicConfigsV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listAllTopicConfigs)
  async listAll(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context, ...place } = await clusterScope(this.#broker, request);
    const topics = await this.#broker.listTopics(context);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaTopicConfigList',
      metadata: place.links.list(['topics', '-', 'configs']),
      data: topics.flatMap(({ name, configs }) =>
        configs.map((config) => topicConfigResource(config, name, place)),
      ),
    });
  }

  @Route(operations.topicConfigs.list)
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context, ...place } = await clusterScope(this.#broker, request);
    const { topic_name: name } = request.params as TopicPath;
    const { configs } = await pathTopic(this.#broker, name, context);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaTopicConfigList',
      metadata: place.links.list(['topics', name, 'configs']),
      data: configs.map((config) => topicConfigResource(config, name, place)),
    });
  }

  @Route(operations.topicConfigs.get)
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context, ...place } = await clusterScope(this.#broker, request);
    const { topic_name: topic, name } = request.params as TopicConfigPath;
    const { configs } = await pathTopic(this.#broker, topic, context);
    sendJson(reply, V3_JSON, topicConfigResource(configNamed(configs, name), topic, place));
  }

  @Route(operations.topicConfigs.update)
  async update(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    const { topic_name: topic, name } = request.params as TopicConfigPath;
    requireLegalName(topic);
    const { value } = jsonBody(request, schemas.updateConfig, { empty: emptyBody });
    await this.#alter({ name: topic, alterations: [{ name, operation: 'SET', value }] }, context);
    sendNothing(reply);
  }

  @Route(operations.topicConfigs.reset)
  async reset(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    const { topic_name: topic, name } = request.params as TopicConfigPath;
    await this.#alter({ name: topic, alterations: [{ name, operation: 'DELETE' }] }, context);
    sendNothing(reply);
  }

  @Route(operations.topicConfigs.alter)
  async alter(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    const { topic_name: name } = request.params as TopicPath;
    requireLegalName(name);
    const body = jsonBody(request, schemas.alterConfigs, { empty: emptyBody });
    const alterations = alterationsOf(body.data);
    await this.#alter({ name, alterations, validateOnly: body.validate_only ?? false }, context);
    sendNothing(reply);
  }

  @Route(operations.alterManyTopicConfigs)
  async alterMany(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    const body = jsonBody(request, schemas.alterManyTopicConfigs, { empty: emptyBody });
    const topics = body.data.map(({ topic_name: name, configs }) => ({
      name,
      alterations: alterationsOf(configs),
    }));
    const known = await this.#knownConfigs(
      topics.map(({ name }) => name),
      context,
    );
    if (known !== undefined) for (const { alterations } of topics) requireConfigs(known, alterations);
    const validateOnly = body.validate_only ?? false;
    const results = await this.#broker.alterTopicConfigs({ topics, validateOnly }, context);
    const failures = results.flatMap(({ name, error }) => {
      if (error === null) return [];
      const shown = errorAnswer(error, { url: request.url, accept: undefined }).error;
      return [{ topic_name: name, error_code: shown.errorCode, message: shown.message }];
    });
    if (failures.length === 0) sendNothing(reply);
    else sendJson(reply.code(207), V3_JSON, { failures });
  }

  /** Throws 404 for an unknown topic or config, and the verdict on the topic. */
  async #alter(
    { name, alterations, validateOnly = false }: Alteration,
    context: RequestContext,
  ): Promise<void> {
    requireConfigs((await pathTopic(this.#broker, name, context)).configs, alterations);
    const request = { topics: [{ name, alterations }], validateOnly };
    const [result] = await this.#broker.alterTopicConfigs(request, context);
    if (result?.error) throw result.error;
  }

  /** All topics have the same configs: those of the first that is there; undefined where none is. */
  async #knownConfigs(
    topics: readonly string[],
    context: RequestContext,
  ): Promise<readonly ConfigEntry[] | undefined> {
    for (const name of topics) {
      if (topicNameFault(name) !== undefined) continue;
      try {
        return (await this.#broker.describeTopic(name, context)).configs;
      } catch (error) {
        if (!(error instanceof KafkaError) || error.errorName !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      }
    }
    return undefined;
  }
}
