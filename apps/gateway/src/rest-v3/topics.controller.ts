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
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const topics = await this.#broker.listTopics(context);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaTopicList',
      metadata: links.list(['topics']),
      data: topics.map((topic) => topicResource(topic, cluster.clusterId, links)),
    });
  }

  @Route(operations.createTopic)
  async createTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const body = jsonBody(request, schemas.createTopic, { empty: emptyBody });
    const wanted = createTopicRequest(body, cluster.brokerId);
    const topic = topicResource(await this.#broker.createTopic(wanted, context), cluster.clusterId, links);
    if (wanted.validateOnly === true) void reply.code(200);
    else void reply.code(201).header('location', topic.metadata.self);
    sendJson(reply, V3_JSON, topic);
  }

  @Route(operations.getTopic)
  async getTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const topic = await pathTopic(this.#broker, (request.params as TopicPath).topic_name, context);
    sendJson(reply, V3_JSON, topicResource(topic, cluster.clusterId, links));
  }

  @Route(operations.updateTopic)
  async updateTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const { topic_name: name } = request.params as TopicPath;
    requireLegalName(name);
    const { partitions_count: partitionCount } = jsonBody(request, schemas.updatePartitions, {
      empty: emptyBody,
    });
    const topic = await this.#broker.createPartitions({ name, partitionCount }, context);
    sendJson(reply, V3_JSON, topicResource(topic, cluster.clusterId, links));
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
