// REST Proxy v3: topics, and the statistics that are Weir's own.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import { topicNameFault } from '@weir/protocol';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonBody } from '../http/json-body.ts';
import { parseQuery } from '../http/parse-query.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson, sendNothing } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { createTopicRequest } from './create-topic-request.ts';
import * as operations from './operations.ts';
import { V3_JSON } from './operations.ts';
import { clusterScope, emptyBody, pathTopic, requireLegalName } from './requests.ts';
import type { TopicPath } from './requests.ts';
import { statisticsResource, topicResource } from './resources.ts';
import * as schemas from './schemas.ts';

@Controller()
export class TopicsV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listTopics)
  async listTopics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    const query = parseQuery(operations.listTopicsQuery, request.query);
    const topics = await this.#broker.listTopics(scope.context);
    const includes = query.includeAuthorizedOperations;
    const asked = includes === undefined ? '' : `?includeAuthorizedOperations=${includes}`;
    sendJson(reply, V3_JSON, {
      kind: 'KafkaTopicList',
      metadata: scope.links.list(['topics'], asked),
      data: topics.map((topic) => topicResource(topic, scope, includes)),
    });
  }

  @Route(operations.createTopic)
  async createTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    const body = jsonBody(request, schemas.createTopic, { empty: emptyBody });
    const wanted = createTopicRequest(body, scope.cluster.brokerId);
    const topic = topicResource(await this.#broker.createTopic(wanted, scope.context), scope);
    if (wanted.validateOnly === true) void reply.code(200);
    else void reply.code(201).header('location', topic.metadata.self);
    sendJson(reply, V3_JSON, topic);
  }

  @Route(operations.getTopic)
  async getTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    const query = parseQuery(operations.getTopicQuery, request.query);
    const topic = await pathTopic(this.#broker, (request.params as TopicPath).topic_name, scope.context);
    sendJson(reply, V3_JSON, topicResource(topic, scope, query.include_authorized_operations));
  }

  @Route(operations.updateTopic)
  async updateTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    const { topic_name: name } = request.params as TopicPath;
    requireLegalName(name);
    const body = jsonBody(request, schemas.updatePartitions, { empty: emptyBody });
    const wanted = { name, partitionCount: body.partitions_count, validateOnly: body.validate_only ?? false };
    const topic = await this.#broker.createPartitions(wanted, scope.context);
    sendJson(reply, V3_JSON, topicResource(topic, scope));
  }

  @Route(operations.deleteTopic)
  async deleteTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    const { topic_name: name } = request.params as TopicPath;
    requireLegalName(name);
    await this.#broker.deleteTopic(name, context);
    sendNothing(reply);
  }

  @Route(operations.listStatistics)
  async listStatistics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const { topic_name: name } = parseQuery(operations.statisticsQuery, request.query);
    const names = name === undefined ? undefined : [name];
    const isNobodys = name !== undefined && topicNameFault(name) !== undefined;
    const topics = isNobodys ? [] : await this.#broker.topicStatistics(names, context);
    const query = name === undefined ? '' : `?topic_name=${encodeURIComponent(name)}`;
    sendJson(reply, V3_JSON, {
      kind: 'KafkaTopicStatisticsList',
      metadata: links.list(['topics', '-', 'statistics'], query),
      sampled_at: new Date().toISOString(),
      data: topics.map((topic) => statisticsResource(topic, cluster.clusterId, links)),
    });
  }
}
