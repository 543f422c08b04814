// REST Proxy v3: replicas of partitions, and their reassignments, of which there are none: each partition has the one copy.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainError } from '../http/rest-error.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import type { ResourcePath } from './links.ts';
import * as operations from './operations-partitions.ts';
import { V3_JSON } from './operation-parts.ts';
import { clusterScope, pathPartition, pathTopic, requireBroker } from './requests.ts';
import type { ReplicaPath, Scope, TopicPath } from './requests.ts';
import { replicaResource } from './resources.ts';

@Controller()
export class ReplicasV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(operations.listReplicas)
  async listReplicas(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const place = await pathPartition(this.#broker, request, { context });
    sendJson(reply, V3_JSON, {
      kind: 'KafkaReplicaList',
      metadata: links.list(['topics', place.topic, 'partitions', String(place.partition), 'replicas']),
      data: [replicaResource(place, cluster, links)],
    });
  }

  @Route(operations.getReplica)
  async getReplica(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cluster, context, links } = await clusterScope(this.#broker, request);
    const place = await pathPartition(this.#broker, request, { context });
    requireBroker((request.params as ReplicaPath).broker_id, cluster);
    sendJson(reply, V3_JSON, replicaResource(place, cluster, links));
  }

  @Route(operations.listAllReassignments)
  async listAllReassignments(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    sendNoReassignments(reply, ['topics', '-', 'partitions', '-', 'reassignment'], scope);
  }

  @Route(operations.listTopicReassignments)
  async listTopicReassignments(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const scope = await clusterScope(this.#broker, request);
    const { name } = await pathTopic(this.#broker, (request.params as TopicPath).topic_name, scope.context);
    sendNoReassignments(reply, ['topics', name, 'partitions', '-', 'reassignment'], scope);
  }

  @Route(operations.getReassignment)
  async getReassignment(@Req() request: FastifyRequest): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    const { topic, partition } = await pathPartition(this.#broker, request, { context });
    throw plainError(404, `no reassignment of partition ${partition} of topic ${topic} is under way`);
  }
}

function sendNoReassignments(reply: FastifyReply, path: ResourcePath, { links }: Scope): void {
  sendJson(reply, V3_JSON, { kind: 'KafkaReassignmentList', metadata: links.list(path), data: [] });
}
