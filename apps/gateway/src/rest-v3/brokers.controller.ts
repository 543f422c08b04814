// REST Proxy v3: the one broker, and the replicas that it has.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { baseUrl } from '../http/base-url.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import * as operations from './operations-brokers.ts';
import { V3_JSON } from './operation-parts.ts';
import { brokerScope, clusterScope } from './requests.ts';
import { brokerResource, replicaResource } from './resources.ts';

@Controller()
export class BrokersV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listBrokers)
  async listBrokers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, links } = await clusterScope(this.#broker, request);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaBrokerList',
      metadata: links.list(['brokers']),
      data: [brokerResource(cluster, { baseUrl: baseUrl(request), links })],
    });
  }

  @Route(operations.getBroker)
  async getBroker(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, links } = await brokerScope(this.#broker, request);
    sendJson(reply, V3_JSON, brokerResource(cluster, { baseUrl: baseUrl(request), links }));
  }

  @Route(operations.listPartitionReplicas)
  async listPartitionReplicas(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await brokerScope(this.#broker, request);
    const topics = await this.#broker.listTopics(context);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaReplicaList',
      metadata: links.list(['brokers', String(cluster.brokerId), 'partition-replicas']),
      data: topics.flatMap(({ name, partitionCount }) =>
        Array.from({ length: partitionCount }, (_, partition) =>
          replicaResource({ topic: name, partition }, cluster, links),
        ),
      ),
    });
  }
}
