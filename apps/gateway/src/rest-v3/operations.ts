// The operations of REST Proxy v3: what their routes, checks and pages in the OpenAPI document are made from.
import { z } from 'zod';
import { DELETION } from '../http/operation.ts';
import type { Operation } from '../http/operation.ts';
import { queryBoolean } from '../http/schemas.ts';
import { brokerOperations } from './operations-brokers.ts';
import { configOperations } from './operations-configs.ts';
import { deleteRecords } from './operations-delete-records.ts';
import { partitionOperations } from './operations-partitions.ts';
import { produceOperations } from './operations-produce.ts';
import { readOperations } from './operations-read.ts';
import {
  everywhere,
  exampleCluster,
  exampleTopic,
  json,
  noTopic,
  onCluster,
  onForeignCluster,
  onTopic,
  V3_JSON,
  withBody,
} from './operation-parts.ts';
import { transactionOperations } from './operations-transactions.ts';
import * as schemas from './schemas.ts';

export { V3_JSON } from './operation-parts.ts';

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
  query: listTopicsQuery,
  example: { params: exampleCluster, query: { includeAuthorizedOperations: true } },
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
  query: getTopicQuery,
  example: { params: exampleTopic, query: { include_authorized_operations: true } },
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
  example: { params: exampleTopic, body: { mediaType: V3_JSON, value: { partitions_count: 2 } } },
  answers: { 200: json('The topic; with validate_only: as it would be', schemas.topic) },
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

export const statisticsQuery = z.strictObject({
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
  ...produceOperations,
  ...transactionOperations,
  ...readOperations,
  deleteRecords,
];
