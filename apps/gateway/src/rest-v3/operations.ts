// The operations of REST Proxy v3: what their routes, checks and pages in the OpenAPI document are made from.
import { z } from 'zod';
<<<<<<< HEAD
import { DELETION } from '../http/operation.ts';
import type { AnswerDescription, Operation } from '../http/operation.ts';
import { partitionParam } from '../http/schemas.ts';
import * as schemas from './schemas.ts';

export const V3_JSON = 'application/json';

const clusterParam = z.string().describe('The id of this cluster, as GET /v3/clusters gives it');
const topicParam = z.string().describe('Name of the topic');
const onCluster = z.object({ cluster_id: clusterParam });
const onTopic = z.object({ cluster_id: clusterParam, topic_name: topicParam });
const onPartition = z.object({ ...onTopic.shape, partition_id: partitionParam });

function json(description: string, schema: z.ZodType): AnswerDescription {
  return { description, content: { [V3_JSON]: schema } };
}

const exampleCluster = { cluster_id: '{cluster_id}' };
const exampleTopic = { ...exampleCluster, topic_name: 'example' };
const examplePartition = { ...exampleTopic, partition_id: '0' };

const everywhere = {
  403: 'The page or host that the request comes from is not allowed',
  406: 'Accept does not cover application/json',
  421: 'The Host header names a host that is not served here',
  503: '50302: the database is away; try again after Retry-After seconds',
};
const onForeignCluster = '404: not the id of this cluster';
const noTopic = `${onForeignCluster}; 40403: no such topic`;
const withBody = {
  ...everywhere,
  413: 'The body is larger than WEIR_REQUEST_BODY_MAX_BYTES',
  415: 'Content-Type is not application/json',
  429: 'Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds',
};
=======
import type { Operation } from '../http/operation.ts';
import { queryBoolean } from '../http/schemas.ts';
import { brokerOperations } from './operations-brokers.ts';
import { configOperations } from './operations-configs.ts';
import { partitionOperations } from './operations-partitions.ts';
import {
  everywhere,
  json,
  noTopic,
  onCluster,
  onForeignCluster,
  onTopic,
  V3_JSON,
  withBody,
} from './operation-parts.ts';
import * as schemas from './schemas.ts';

export { V3_JSON } from './operation-parts.ts';
>>>>>>> 2c7ffc5 (rest-v3: brokers, configs of topics, broker and cluster, ends of partitions, replicas and reassignments)

export const listClusters: Operation = {
  id: 'listClustersV3',
  method: 'GET',
  path: '/v3/clusters',
  tag: 'REST Proxy v3',
  summary: 'The cluster, as a list of one',
  example: {},
  answers: { 200: json('The list', schemas.clusterList) },
  errors: everywhere,
};

export const getCluster: Operation = {
  id: 'getClusterV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}',
  tag: 'REST Proxy v3',
  summary: 'The cluster',
  params: onCluster,
  example: { params: exampleCluster },
  answers: { 200: json('The cluster', schemas.cluster) },
  errors: { ...everywhere, 404: onForeignCluster },
};

const withOperations = 'Whether authorized_operations lists what the caller may do; else it is empty';

export const listTopicsQuery = z.object({
  includeAuthorizedOperations: queryBoolean().optional().describe(withOperations),
});

export const listTopics: Operation = {
  id: 'listTopicsV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics',
  tag: 'REST Proxy v3',
  summary: 'All topics, sorted by name',
  params: onCluster,
<<<<<<< HEAD
  example: { params: exampleCluster },
=======
  query: listTopicsQuery,
>>>>>>> 2c7ffc5 (rest-v3: brokers, configs of topics, broker and cluster, ends of partitions, replicas and reassignments)
  answers: { 200: json('The topics', schemas.topicList) },
  errors: { ...everywhere, 400: 'The query is not as described here', 404: onForeignCluster },
};

export const createTopic: Operation = {
  id: 'createTopicV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/topics',
  tag: 'REST Proxy v3',
  summary: 'Create a topic',
  params: onCluster,
  body: { required: true, content: { [V3_JSON]: schemas.createTopic } },
  example: {
    params: exampleCluster,
    body: { mediaType: V3_JSON, value: { topic_name: 'example' } },
  },
  answers: {
    200: json('With validate_only: the topic as it would be', schemas.topic),
    201: { ...json('The topic', schemas.topic), headers: { Location: 'Where the topic is' } },
  },
  errors: {
    ...withBody,
    400: '400: not the JSON described here; 40002: the topic exists, or counts or configs are not legal',
    404: onForeignCluster,
    422: '42206: no body, or an illegal name; 422: topic_name is missing',
  },
};

export const getTopicQuery = z.object({
  include_authorized_operations: queryBoolean().optional().describe(withOperations),
});

export const getTopic: Operation = {
  id: 'getTopicV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}',
  tag: 'REST Proxy v3',
  summary: 'A topic',
  params: onTopic,
<<<<<<< HEAD
  example: { params: exampleTopic },
=======
  query: getTopicQuery,
>>>>>>> 2c7ffc5 (rest-v3: brokers, configs of topics, broker and cluster, ends of partitions, replicas and reassignments)
  answers: { 200: json('The topic', schemas.topic) },
  errors: { ...everywhere, 400: 'The query is not as described here', 404: noTopic },
};

export const updateTopic: Operation = {
  id: 'updateTopicV3',
  method: 'PATCH',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}',
  tag: 'REST Proxy v3',
  summary: 'Add partitions to a topic',
  params: onTopic,
  body: { required: true, content: { [V3_JSON]: schemas.updatePartitions } },
<<<<<<< HEAD
  example: { params: exampleTopic, body: { mediaType: V3_JSON, value: { partitions_count: 2 } } },
  answers: { 200: json('The topic', schemas.topic) },
=======
  answers: { 200: json('The topic; with validate_only: as it would be', schemas.topic) },
>>>>>>> 2c7ffc5 (rest-v3: brokers, configs of topics, broker and cluster, ends of partitions, replicas and reassignments)
  errors: {
    ...withBody,
    400: '400: not the JSON described here; 40002: not more partitions than before',
    404: noTopic,
    422: '42206: no body; 422: partitions_count is missing',
  },
};

export const deleteTopic: Operation = {
  id: 'deleteTopicV3',
  method: 'DELETE',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}',
  tag: DELETION,
  summary: 'Delete a topic with all its records',
  params: onTopic,
  example: { params: exampleTopic },
  answers: { 204: { description: 'It is gone' } },
  errors: { ...everywhere, 404: noTopic },
};

<<<<<<< HEAD
export const listPartitions: Operation = {
  id: 'listPartitionsV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/partitions',
  tag: 'REST Proxy v3',
  summary: 'The partitions of a topic',
  params: onTopic,
  example: { params: exampleTopic },
  answers: { 200: json('The partitions', schemas.partitionList) },
  errors: { ...everywhere, 404: noTopic },
};

export const getPartition: Operation = {
  id: 'getPartitionV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}',
  tag: 'REST Proxy v3',
  summary: 'A partition',
  params: onPartition,
  example: { params: examplePartition },
  answers: { 200: json('The partition', schemas.partition) },
  errors: { ...everywhere, 404: `${noTopic}, or no such partition` },
};

=======
>>>>>>> 2c7ffc5 (rest-v3: brokers, configs of topics, broker and cluster, ends of partitions, replicas and reassignments)
export const statisticsQuery = z.object({
  topic_name: z.string().optional().describe('Only of this topic'),
});

export const listStatistics: Operation = {
  id: 'listTopicStatisticsV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/-/statistics',
  tag: 'REST Proxy v3',
  summary: 'Records, bytes and end offsets of all topics',
  description: "Weir's own, in the style of v3.",
  params: onCluster,
  query: statisticsQuery,
  example: { params: exampleCluster, query: { topic_name: 'example' } },
  answers: { 200: json('The statistics, sorted by topic', schemas.topicStatisticsList) },
  errors: { ...everywhere, 400: 'The query is not as described here', 404: onForeignCluster },
};

export const v3Operations: readonly Operation[] = [
  listClusters,
  getCluster,
  listTopics,
  createTopic,
  getTopic,
  updateTopic,
  deleteTopic,
  listStatistics,
  ...partitionOperations,
  ...brokerOperations,
  ...configOperations,
];
