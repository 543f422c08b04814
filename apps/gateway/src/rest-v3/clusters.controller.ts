// REST Proxy v3: the cluster.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { Links } from './links.ts';
import * as operations from './operations.ts';
import { V3_JSON } from './operations.ts';
import { clusterScope, requireJsonAccepted } from './requests.ts';
import { clusterResource } from './resources.ts';

@Controller()
export class ClustersV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listClusters)
  async listClusters(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    requireJsonAccepted(request);
    const cluster = await this.#broker.describeCluster(contextOf(request));
    const links = new Links(request, cluster.clusterId);
    sendJson(reply, V3_JSON, {
      kind: 'KafkaClusterList',
      metadata: links.clusters(),
      data: [clusterResource(cluster, links)],
    });
  }

  @Route(operations.getCluster)
  async getCluster(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, links } = await clusterScope(this.#broker, request);
    sendJson(reply, V3_JSON, clusterResource(cluster, links));
  }
}
