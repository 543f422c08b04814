// REST Proxy v3: partitions.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainError, RestError } from '../http/rest-error.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { unknownToBroker } from './errors.ts';
import * as operations from './operations.ts';
import { V3_JSON } from './operations.ts';
import { clusterScope, pathTopic } from './requests.ts';
import type { PartitionPath, TopicPath } from './requests.ts';
import { partitionResource } from './resources.ts';

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
    const { topic_name: name, partition_id: text } = request.params as PartitionPath;
    if (!/^\d{1,10}$/.test(text)) throw plainError(404, `${text} is not a partition number`);
    const { partitionCount } = await pathTopic(this.#broker, name, context);
    const partition = Number(text);
    if (partition >= partitionCount) {
      const { status, errorCode } = unknownToBroker;
      throw new RestError(status, `This server does not host partition ${text} of topic ${name}`, {
        errorCode,
      });
    }
    sendJson(reply, V3_JSON, partitionResource({ topic: name, partition }, cluster, links));
  }
}
