// What every v3 route checks before its own work: that JSON is wanted and that the path names this cluster.
import { topicNameFault } from '@weir/protocol';
import type { Broker, ClusterDescription, RequestContext, TopicDescription } from '@weir/protocol';
import type { FastifyRequest } from 'fastify';
import { negotiatedType, parseMediaType } from '../http/media-type.ts';
import { contextOf } from '../http/request-context.ts';
import type { ErrorRow } from '../http/error-kinds.ts';
import { plainError, RestError } from '../http/rest-error.ts';
import { noPartition, noTopic } from '../http/unknown-names.ts';
import { PAYLOAD_ERROR, unknownToBroker } from './errors.ts';
import { Links } from './links.ts';
import { V3_JSON } from './operation-parts.ts';

export interface ClusterPath {
  readonly cluster_id: string;
}

export interface TopicPath extends ClusterPath {
  readonly topic_name: string;
}

export interface PartitionPath extends TopicPath {
  readonly partition_id: string;
}

export interface ReplicaPath extends PartitionPath {
  readonly broker_id: string;
}

export interface BrokerPath extends ClusterPath {
  readonly broker_id: string;
}

export interface ConfigPath extends ClusterPath {
  readonly name: string;
}

export interface TopicConfigPath extends TopicPath, ConfigPath {}

export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
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
  negotiatedType(accept, [V3_JSON]);
}

/** Throws 415. */
export function requireJsonSent(request: FastifyRequest): void {
  const type = parseMediaType(request.headers['content-type']);
  if (type?.name !== V3_JSON || !['utf-8', 'utf8', undefined].includes(type.charset))
    throw plainError(415, `send entries as ${V3_JSON}, in UTF-8`);
}

/** Throws 404 for the id of another cluster. */
export async function requireCluster(
  broker: Broker,
  request: FastifyRequest,
  context: RequestContext,
): Promise<ClusterDescription> {
  const cluster = await broker.describeCluster(context);
  const { cluster_id } = request.params as ClusterPath;
  if (cluster_id !== cluster.clusterId) throw plainError(404, `cluster ${cluster_id} is not served here`);
  return cluster;
}

/** Throws 404 for the id of another cluster, 406. */
export function clusterScope(broker: Broker, request: FastifyRequest): Promise<Scope> {
  requireJsonAccepted(request);
  return scopeOf(broker, request);
}

/** For answers that are not JSON alone. Throws 404 for the id of another cluster. */
export async function scopeOf(broker: Broker, request: FastifyRequest): Promise<Scope> {
  const context = contextOf(request);
  const cluster = await requireCluster(broker, request, context);
  return { cluster, context, links: new Links(request, cluster.clusterId) };
}

/** Throws 404 for another broker than the one that there is, besides what clusterScope throws. */
export async function brokerScope(broker: Broker, request: FastifyRequest): Promise<Scope> {
  const scope = await clusterScope(broker, request);
  requireBroker((request.params as BrokerPath).broker_id, scope.cluster);
  return scope;
}

/** Throws 404. */
export function requireBroker(id: string, { brokerId }: ClusterDescription): void {
  if (id !== String(brokerId)) throw plainError(404, `there is no broker ${id}, only broker ${brokerId}`);
}

export function unknownTopic(name: string): RestError {
  const { status, errorCode } = unknownToBroker;
  return new RestError(status, noTopic(name), { errorCode });
}

/** Throws 404/40403 for a name that no topic can have, without asking the broker. */
export function requireLegalName(name: string): void {
  if (topicNameFault(name) !== undefined) throw unknownTopic(name);
}

/** The number of a partition in a path. Throws 404: what is no number names no resource. */
export function partitionNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw plainError(404, `${text} is not a partition number`);
  return Number(text);
}

export function unknownPartition({ topic, partition }: PartitionPlace, row = unknownToBroker): RestError {
  return new RestError(row.status, noPartition(topic, partition), { errorCode: row.errorCode });
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

/** The partition that the path names. Throws 404 with the row's code, 40403 for the topic, plain 404 for what is no number. */
export async function pathPartition(
  broker: Broker,
  request: FastifyRequest,
  { context, row = unknownToBroker }: { readonly context: RequestContext; readonly row?: ErrorRow },
): Promise<PartitionPlace> {
  const { topic_name: topic, partition_id: text } = request.params as PartitionPath;
  const place = { topic, partition: partitionNumber(text) };
  const { partitionCount } = await pathTopic(broker, topic, context);
  if (place.partition < partitionCount) return place;
  throw unknownPartition(place, row);
}

export function payloadError(message: string): RestError {
  return new RestError(422, `Payload error. ${message}`, { errorCode: PAYLOAD_ERROR });
}

export function emptyBody(): RestError {
  return payloadError('Request body is empty. Data is required.');
}
