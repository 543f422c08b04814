// The operations of REST Proxy v3 on brokers. All gateways on one database are one broker.
import type { Operation } from '../http/operation.ts';
import {
  everywhere,
  exampleBroker,
  exampleCluster,
  json,
  noBroker,
  onBroker,
  onCluster,
  onForeignCluster,
  V3_TAG,
} from './operation-parts.ts';
import * as schemas from './schemas.ts';

const brokersPath = '/v3/clusters/{cluster_id}/brokers';
const ofBroker = { params: exampleBroker };

export const listBrokers: Operation = {
  id: 'listBrokersV3',
  method: 'GET',
  path: brokersPath,
  tag: V3_TAG,
  summary: 'The brokers: all gateways of the cluster are one',
  params: onCluster,
  example: { params: exampleCluster },
  answers: { 200: json('The brokers', schemas.brokerList) },
  errors: { ...everywhere, 404: onForeignCluster },
};

export const getBroker: Operation = {
  id: 'getBrokerV3',
  method: 'GET',
  path: `${brokersPath}/{broker_id}`,
  tag: V3_TAG,
  summary: 'A broker',
  params: onBroker,
  example: ofBroker,
  answers: { 200: json('The broker', schemas.broker) },
  errors: { ...everywhere, 404: noBroker },
};

export const listPartitionReplicas: Operation = {
  id: 'listPartitionReplicasV3',
  method: 'GET',
  path: `${brokersPath}/{broker_id}/partition-replicas`,
  tag: V3_TAG,
  summary: 'The replicas that a broker has, of all topics',
  params: onBroker,
  example: ofBroker,
  answers: { 200: json('The replicas, sorted by topic', schemas.replicaList) },
  errors: { ...everywhere, 404: noBroker },
};

export const brokerOperations: readonly Operation[] = [listBrokers, getBroker, listPartitionReplicas];
