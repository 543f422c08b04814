// REST Proxy v3: partitions.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseQuery } from '../http/parse-query.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { partitionNotFound } from './errors.ts';
import * as operations from './operations-partitions.ts';
import { V3_JSON } from './operation-parts.ts';
import { clusterScope, pathPartition, pathTopic } from './requests.ts';
import type { TopicPath } from './requests.ts';
import { partitionResource, partitionWithOffsetsResource } from './resources.ts';

@Controller()
export class PartitionsV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listPartitions)
  async listPartitions(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const { topic_name: name } = request.params as TopicPath;
    const { partitionCount } = await pathTopic(this.#broker, name, context);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaPartitionList',
      metadata: links.list(['topics', name, 'partitions']),
      data: Array.from({ length: partitionCount }, (_, partition) =>
        partitionResource({ topic: name, partition }, cluster, links),
      ),
    });
  }

  @Route(operations.getPartition)
  async getPartition(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const place = await pathPartition(this.#broker, request, { context });
    sendJson(reply, V3_JSON, partitionResource(place, cluster, links));
  }

  @Route(operations.getPartitionOffsets)
  async getOffsets(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    parseQuery(operations.offsetsQuery, request.query);
    const { context } = scope;
    const place = await pathPartition(this.#broker, request, { context, row: partitionNotFound });
    const [first, next] = await this.#broker.listOffsets(
      [
        { ...place, timestamp: 'earliest' },
        { ...place, timestamp: 'latest' },
      ],
      context,
    );
    const error = first?.error ?? next?.error;
    if (error) throw error;
    const ends = { earliest: first?.offset ?? 0, latest: next?.offset ?? 0 };
    sendJson(reply, V3_JSON, partitionWithOffsetsResource(place, ends, scope));
  }
}
