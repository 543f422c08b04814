// The operations of REST Proxy v3 on configs: the same five on those of a topic, of the broker and of the whole cluster.
import { z } from 'zod';
import type { Operation } from '../http/operation.ts';
import {
  everywhere,
  exampleBroker,
  exampleCluster,
  exampleTopic,
  json,
  noBroker,
  noTopic,
  onBroker,
  onCluster,
  onForeignCluster,
  onTopic,
  V3_JSON,
  V3_TAG,
  withBody,
} from './operation-parts.ts';
import * as schemas from './schemas-configs.ts';

interface ConfigOwner {
  /** `Topic`, of ids. */
  readonly name: string;
  readonly of: string;
  /** Where its configs are. */
  readonly path: string;
  readonly params: z.ZodObject;
  readonly notFound: string;
  readonly list: z.ZodType;
  readonly item: z.ZodType;
  readonly exampleParams: Readonly<{ [name: string]: string }>;
  /** A config that the examples read and set. */
  readonly exampleName: string;
  readonly description?: string;
}

type ConfigOperations = Readonly<Record<'list' | 'get' | 'update' | 'reset' | 'alter', Operation>>;

const illegal = '400: not the JSON described here; 40002: the value is not legal, or the config is read-only';
const empty = '42206: no body; 422: something is missing';

/** In an order in which the examples work: what is read was set before. */
function configsOf(owner: ConfigOwner): ConfigOperations {
  const { list, get } = readsOf(owner);
  const { update, reset, alter } = changesOf(owner);
  return { list, update, get, reset, alter };
}

function readsOf(owner: ConfigOwner): Pick<ConfigOperations, 'list' | 'get'> {
  const { name, of, path, params, exampleParams } = owner;
  const about = owner.description === undefined ? {} : { description: owner.description };
  return {
    list: {
      id: `list${name}ConfigsV3`,
      method: 'GET',
      path,
      tag: V3_TAG,
      summary: `The configs of ${of}, sorted by name`,
      ...about,
      params,
      example: { params: exampleParams },
      answers: { 200: json('The configs', owner.list) },
      errors: { ...everywhere, 404: owner.notFound },
    },
    get: {
      id: `get${name}ConfigV3`,
      method: 'GET',
      path: `${path}/{name}`,
      tag: V3_TAG,
      summary: `A config of ${of}`,
      ...about,
      params: withName(params),
      example: { params: { ...exampleParams, name: owner.exampleName } },
      answers: { 200: json('The config', owner.item) },
      errors: { ...everywhere, 404: `${owner.notFound}; 404: no such config` },
    },
  };
}

function changesOf(owner: ConfigOwner): Omit<ConfigOperations, 'list' | 'get'> {
  const { name, of, path, params, exampleParams, exampleName } = owner;
  const notFound = `${owner.notFound}; 404: no such config`;
  const ofConfig = { path: `${path}/{name}`, params: withName(params) };
  const example = { params: { ...exampleParams, name: exampleName } };
  return {
    update: {
      id: `update${name}ConfigV3`,
      method: 'PUT',
      ...ofConfig,
      tag: V3_TAG,
      summary: `Set a config of ${of}`,
      body: { required: true, content: { [V3_JSON]: schemas.updateConfig } },
      example: { ...example, body: { mediaType: V3_JSON, value: { value: '86400000' } } },
      answers: { 204: { description: 'It is set' } },
      errors: { ...withBody, 400: illegal, 404: notFound, 422: empty },
    },
    reset: {
      id: `reset${name}ConfigV3`,
      method: 'DELETE',
      ...ofConfig,
      tag: V3_TAG,
      summary: `Take a config of ${of} back to what is in force without it`,
      example,
      answers: { 204: { description: 'It is not set any more' } },
      errors: { ...everywhere, 400: '40002: the config is read-only', 404: notFound },
    },
    alter: {
      id: `alter${name}ConfigsV3`,
      method: 'POST',
      path: `${path}:alter`,
      tag: V3_TAG,
      summary: `Set and reset several configs of ${of}, all or none`,
      params,
      body: { required: true, content: { [V3_JSON]: schemas.alterConfigs } },
      example: {
        params: exampleParams,
        body: {
          mediaType: V3_JSON,
          value: { data: [{ name: exampleName, value: '86400000' }], validate_only: true },
        },
      },
      answers: { 204: { description: 'They are in force; with validate_only: they could be' } },
      errors: { ...withBody, 400: `${illegal}, or a name is given twice`, 404: notFound, 422: empty },
    },
  };
}

function withName(params: z.ZodObject): z.ZodObject {
  return params.extend({ name: z.string().describe('Name of the config') });
}

export const topicConfigs = configsOf({
  name: 'Topic',
  of: 'a topic',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/configs',
  params: onTopic,
  notFound: noTopic,
  list: schemas.topicConfigList,
  item: schemas.topicConfig,
  exampleParams: exampleTopic,
  exampleName: 'retention.ms',
});

export const brokerConfigs = configsOf({
  name: 'Broker',
  of: 'a broker',
  path: '/v3/clusters/{cluster_id}/brokers/{broker_id}/configs',
  params: onBroker,
  notFound: noBroker,
  list: schemas.brokerConfigList,
  item: schemas.brokerConfig,
  exampleParams: exampleBroker,
  exampleName: 'log.retention.ms',
});

export const clusterConfigs = configsOf({
  name: 'Cluster',
  of: 'all brokers of the cluster',
  description:
    'Only what is set for the whole cluster is shown. What a broker sets for itself goes before it.',
  path: '/v3/clusters/{cluster_id}/broker-configs',
  params: onCluster,
  notFound: onForeignCluster,
  list: schemas.clusterConfigList,
  item: schemas.clusterConfig,
  exampleParams: exampleCluster,
  exampleName: 'log.retention.ms',
});

export const listAllTopicConfigs: Operation = {
  id: 'listAllTopicConfigsV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/-/configs',
  tag: V3_TAG,
  summary: 'The configs of all topics, sorted by topic and name',
  params: onCluster,
  example: { params: exampleCluster },
  answers: { 200: json('The configs', schemas.topicConfigList) },
  errors: { ...everywhere, 404: onForeignCluster },
};

export const listAllBrokerConfigs: Operation = {
  id: 'listAllBrokerConfigsV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/brokers/-/configs',
  tag: V3_TAG,
  summary: 'The configs of all brokers',
  params: onCluster,
  example: { params: exampleCluster },
  answers: { 200: json('The configs', schemas.brokerConfigList) },
  errors: { ...everywhere, 404: onForeignCluster },
};

export const alterManyTopicConfigs: Operation = {
  id: 'alterManyTopicConfigsV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/topics/-/configs:alter',
  tag: V3_TAG,
  summary: 'Set and reset configs of several topics',
  description:
    'Each topic takes all of its alterations or none, whatever becomes of the others. Where a config is not known, nothing is altered.',
  params: onCluster,
  body: { required: true, content: { [V3_JSON]: schemas.alterManyTopicConfigs } },
  example: {
    params: exampleCluster,
    body: {
      mediaType: V3_JSON,
      value: {
        data: [{ topic_name: 'example', configs: [{ name: 'retention.ms', value: '86400000' }] }],
        validate_only: true,
      },
    },
  },
  answers: {
    204: { description: 'All topics are altered' },
    207: json('Some topics are not altered, and this is why', schemas.alterFailures),
  },
  errors: {
    ...withBody,
    400: 'Not the JSON described here',
    404: `${onForeignCluster}, or no such config`,
    422: empty,
  },
};

export const configOperations: readonly Operation[] = [
  ...Object.values(topicConfigs),
  ...Object.values(brokerConfigs),
  ...Object.values(clusterConfigs),
  listAllTopicConfigs,
  listAllBrokerConfigs,
  alterManyTopicConfigs,
];
