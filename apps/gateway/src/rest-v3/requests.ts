// What every v3 route checks before its own work: that JSON is wanted and that the path names this cluster.
import { topicNameFault } from '@weir/protocol';
import type { Broker, ClusterDescription, RequestContext, TopicDescription } from '@weir/protocol';
import type { FastifyRequest } from 'fastify';
import { covers, parseAccept } from '../http/media-type.ts';
import { contextOf } from '../http/request-context.ts';
import { plainError, RestError } from '../http/rest-error.ts';
import { PAYLOAD_ERROR, unknownToBroker } from './errors.ts';
import { Links } from './links.ts';
import { V3_JSON } from './operations.ts';

export interface ClusterPath {
  readonly cluster_id: string;
}

export interface TopicPath extends ClusterPath {
  readonly topic_name: string;
}

export interface PartitionPath extends TopicPath {
  readonly partition_id: string;
}

/** What a route needs of its request and its cluster. */
export interface Scope {
  readonly cluster: ClusterDescription;
  readonly context: RequestContext;
  readonly links: Links;
}

/** Throws 406. */
export function requireJsonAccepted(request: FastifyRequest): void {
  const { accept } = request.headers;
  if (accept === undefined || accept === '*/*' || accept === V3_JSON) return;
  if (!parseAccept(accept).some((type) => covers(type, V3_JSON)))
    throw plainError(406, `this answer is ${V3_JSON}`);
}

/** Throws 404 for the id of another cluster, 406. */
export async function clusterScope(broker: Broker, request: FastifyRequest): Promise<Scope> {
  requireJsonAccepted(request);
  const context = contextOf(request);
  const cluster = await broker.describeCluster(context);
  const { cluster_id } = request.params as ClusterPath;
  if (cluster_id !== cluster.clusterId) throw plainError(404, `cluster ${cluster_id} is not served here`);
  return { cluster, context, links: new Links(request, cluster.clusterId) };
}

export function unknownTopic(name: string): RestError {
  const { status, errorCode } = unknownToBroker;
  return new RestError(status, `This server does not host topic ${name}`, { errorCode });
}

/** Throws 404/40403 for a name that no topic can have, without asking the broker. */
export function requireLegalName(name: string): void {
  if (topicNameFault(name) !== undefined) throw unknownTopic(name);
}

/** Throws 404/40403. */
export async function pathTopic(
  broker: Broker,
  name: string,
  context: RequestContext,
): Promise<TopicDescription> {
  requireLegalName(name);
  return broker.describeTopic(name, context);
}

export function payloadError(message: string): RestError {
  return new RestError(422, `Payload error. ${message}`, { errorCode: PAYLOAD_ERROR });
}

export function emptyBody(): RestError {
  return payloadError('Request body is empty. Data is required.');
}
