// The operations of REST Proxy v3 on partitions: themselves, their offsets, replicas and reassignments.
import { z } from 'zod';
import type { Operation } from '../http/operation.ts';
import {
  everywhere,
  exampleBroker,
  exampleCluster,
  examplePartition,
  exampleTopic,
  json,
  noTopic,
  onCluster,
  onForeignCluster,
  onPartition,
  onTopic,
  V3_TAG,
} from './operation-parts.ts';
import * as schemas from './schemas.ts';

const partitionsPath = '/v3/clusters/{cluster_id}/topics/{topic_name}/partitions';
const noPartition = `${noTopic}, or no such partition`;
const onReplica = z.object({
  ...onPartition.shape,
  broker_id: z.string().describe('Id of the broker that has the replica'),
});
const ofTopic = { params: exampleTopic };
const ofPartition = { params: examplePartition };
const neverAny =
  'There is one copy of each partition and nowhere to move it: no reassignment is ever under way.';

export const listPartitions: Operation = {
  id: 'listPartitionsV3',
  method: 'GET',
  path: partitionsPath,
  tag: V3_TAG,
  summary: 'The partitions of a topic',
  params: onTopic,
  example: ofTopic,
  answers: { 200: json('The partitions', schemas.partitionList) },
  errors: { ...everywhere, 404: noTopic },
};

export const getPartition: Operation = {
  id: 'getPartitionV3',
  method: 'GET',
  path: `${partitionsPath}/{partition_id}`,
  tag: V3_TAG,
  summary: 'A partition',
  params: onPartition,
  example: ofPartition,
  answers: { 200: json('The partition', schemas.partition) },
  errors: { ...everywhere, 404: noPartition },
};

export const offsetsQuery = z.object({
  offset_type: z
    .literal('earliest_and_latest')
    .default('earliest_and_latest')
    .describe('Both ends; there is no other type'),
});

export const getPartitionOffsets: Operation = {
  id: 'getPartitionOffsetsV3',
  method: 'GET',
  path: `${partitionsPath}/{partition_id}/offset`,
  tag: V3_TAG,
  summary: 'First and next offset of a partition',
  params: onPartition,
  query: offsetsQuery,
  example: { ...ofPartition, query: { offset_type: 'earliest_and_latest' } },
  answers: { 200: json('The partition with its offsets', schemas.partitionWithOffsets) },
  errors: {
    ...everywhere,
    400: 'The query is not as described here',
    404: `${noTopic}; 40402: no such partition`,
  },
};

export const listReplicas: Operation = {
  id: 'listReplicasV3',
  method: 'GET',
  path: `${partitionsPath}/{partition_id}/replicas`,
  tag: V3_TAG,
  summary: 'The replicas of a partition: the one that PostgreSQL keeps',
  params: onPartition,
  example: ofPartition,
  answers: { 200: json('The replicas', schemas.replicaList) },
  errors: { ...everywhere, 404: noPartition },
};

export const getReplica: Operation = {
  id: 'getReplicaV3',
  method: 'GET',
  path: `${partitionsPath}/{partition_id}/replicas/{broker_id}`,
  tag: V3_TAG,
  summary: 'The replica of a partition on a broker',
  params: onReplica,
  example: { params: { ...examplePartition, ...exampleBroker } },
  answers: { 200: json('The replica', schemas.replica) },
  errors: { ...everywhere, 404: `${noPartition}; 404: no such broker` },
};

export const listAllReassignments: Operation = {
  id: 'listReassignmentsV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/-/partitions/-/reassignment',
  tag: V3_TAG,
  summary: 'Reassignments of replicas under way',
  description: neverAny,
  params: onCluster,
  example: { params: exampleCluster },
  answers: { 200: json('An empty list', schemas.reassignmentList) },
  errors: { ...everywhere, 404: onForeignCluster },
};

export const listTopicReassignments: Operation = {
  id: 'listTopicReassignmentsV3',
  method: 'GET',
  path: `${partitionsPath}/-/reassignment`,
  tag: V3_TAG,
  summary: 'Reassignments of a topic’s replicas under way',
  description: neverAny,
  params: onTopic,
  example: ofTopic,
  answers: { 200: json('An empty list', schemas.reassignmentList) },
  errors: { ...everywhere, 404: noTopic },
};

export const getReassignment: Operation = {
  id: 'getReassignmentV3',
  method: 'GET',
  path: `${partitionsPath}/{partition_id}/reassignment`,
  tag: V3_TAG,
  summary: 'The reassignment of a partition under way',
  description: neverAny,
  params: onPartition,
  example: ofPartition,
  answers: { 200: json('Never given', schemas.reassignment) },
  errors: { ...everywhere, 404: `${noPartition}; 404: no reassignment is under way` },
};

export const partitionOperations: readonly Operation[] = [
  listPartitions,
  getPartition,
  getPartitionOffsets,
  listReplicas,
  getReplica,
  listAllReassignments,
  listTopicReassignments,
  getReassignment,
];
