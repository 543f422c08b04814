// REST Proxy v2: topics, partitions, their offsets, brokers.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker, TopicDescription } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { describedTopic, partitionNumber, pathTopic, unknownPartition } from './lookups.ts';
import { answerType } from './media-types.ts';
import * as operations from './operations.ts';

interface TopicPath {
  readonly topic: string;
}

interface PartitionPath extends TopicPath {
  readonly partition: string;
}

/** Every partition has one copy, in PostgreSQL, and every gateway serves it under the cluster's one broker id. */
function partitionShape(partition: number, brokerId: number) {
  return { partition, leader: brokerId, replicas: [{ broker: brokerId, leader: true, in_sync: true }] };
}

function partitionShapes({ partitionCount }: TopicDescription, brokerId: number) {
  return Array.from({ length: partitionCount }, (_, partition) => partitionShape(partition, brokerId));
}

@Controller()
export class TopicsV2Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listTopics)
  async listTopics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = answerType(request.headers.accept);
    const topics = await this.#broker.listTopics(contextOf(request));
    sendJson(
      reply,
      type,
      topics.filter((topic) => !topic.isInternal).map((topic) => topic.name),
    );
  }

  @Route(operations.getTopic)
  async getTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = answerType(request.headers.accept);
    const context = contextOf(request);
    const topic = await describedTopic(this.#broker, (request.params as TopicPath).topic, context);
    const { brokerId } = await this.#broker.describeCluster(context);
    sendJson(reply, type, {
      name: topic.name,
      configs: Object.fromEntries(topic.configs.map(({ name, value }) => [name, value])),
      partitions: partitionShapes(topic, brokerId),
    });
  }

  @Route(operations.listPartitions)
  async listPartitions(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = answerType(request.headers.accept);
    const context = contextOf(request);
    const topic = await pathTopic(this.#broker, (request.params as TopicPath).topic, context);
    const { brokerId } = await this.#broker.describeCluster(context);
    sendJson(reply, type, partitionShapes(topic, brokerId));
  }

  @Route(operations.getPartition)
  async getPartition(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = answerType(request.headers.accept);
    const { partition } = await this.#pathPartition(request);
    const { brokerId } = await this.#broker.describeCluster(contextOf(request));
    sendJson(reply, type, partitionShape(partition, brokerId));
  }

  @Route(operations.getOffsets)
  async getOffsets(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = answerType(request.headers.accept);
    const place = await this.#pathPartition(request);
    const [first, next] = await this.#broker.listOffsets(
      [
        { ...place, timestamp: 'earliest' },
        { ...place, timestamp: 'latest' },
      ],
      contextOf(request),
    );
    const error = first?.error ?? next?.error;
    if (error) throw error;
    sendJson(reply, type, { beginning_offset: first?.offset, end_offset: next?.offset });
  }

  @Route(operations.listBrokers)
  async listBrokers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = answerType(request.headers.accept);
    const { brokerId } = await this.#broker.describeCluster(contextOf(request));
    sendJson(reply, type, { brokers: [brokerId] });
  }

  /** Throws 404 where the path names no partition that there is. */
  async #pathPartition(request: FastifyRequest): Promise<{ topic: string; partition: number }> {
    const path = request.params as PartitionPath;
    const partition = partitionNumber(path.partition);
    const topic = await pathTopic(this.#broker, path.topic, contextOf(request));
    if (partition >= topic.partitionCount) throw unknownPartition(path.topic, path.partition);
    return { topic: path.topic, partition };
  }
}
