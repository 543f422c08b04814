// Bodies of REST Proxy v3 that are about configs. Requests are checked by these very schemas.
import { z } from 'zod';
import { configText, list, metadata } from './schemas.ts';

const source = z
  .enum([
    'DYNAMIC_TOPIC_CONFIG',
    'DYNAMIC_BROKER_CONFIG',
    'DYNAMIC_DEFAULT_BROKER_CONFIG',
    'STATIC_BROKER_CONFIG',
    'DEFAULT_CONFIG',
  ])
  .meta({
    id: 'V3ConfigSource',
    description: 'Who set it: the topic, the broker, the cluster, the settings of a gateway, nobody',
  });

const synonym = z
  .object({ name: z.string(), value: z.string().nullable(), source })
  .meta({ id: 'V3ConfigSynonym', description: 'A value that would be in force without those before it' });

const configFields = {
  name: z.string(),
  value: z.string().nullable(),
  is_default: z.boolean(),
  is_read_only: z.boolean(),
  is_sensitive: z.boolean(),
  source,
  synonyms: z.array(synonym).describe('The one in force first'),
};

function config<K extends string>(kind: K, owner: z.ZodRawShape, description: string) {
  return z
    .object({ kind: z.literal(kind), metadata, cluster_id: z.string(), ...owner, ...configFields })
    .meta({ id: kind, description });
}

export const topicConfig = config('KafkaTopicConfig', { topic_name: z.string() }, 'A config of a topic');
export const topicConfigList = list('KafkaTopicConfigList', topicConfig);

export const brokerConfig = config('KafkaBrokerConfig', { broker_id: z.int() }, 'A config of a broker');
export const brokerConfigList = list('KafkaBrokerConfigList', brokerConfig);

export const clusterConfig = config(
  'KafkaClusterConfig',
  { config_type: z.literal('BROKER') },
  'A config of all brokers of the cluster',
);
export const clusterConfigList = list('KafkaClusterConfigList', clusterConfig);

export const updateConfig = z
  .strictObject({ value: configText.describe('The new value') })
  .meta({ id: 'V3UpdateConfig', description: 'What to set the config to' });

const alterations = z.array(
  z
    .strictObject({
      name: z.string(),
      value: configText.nullish().describe('Needed by SET'),
      operation: z.enum(['SET', 'DELETE']).nullish().describe('Default: SET. DELETE takes the config back'),
    })
    .meta({ id: 'V3ConfigAlteration', description: 'One config to set or to reset' }),
);

const validateOnly = z.boolean().nullish().describe('Check everything, alter nothing');

export const alterConfigs = z
  .strictObject({ data: alterations, validate_only: validateOnly })
  .meta({ id: 'V3AlterConfigs', description: 'Alterations, all or none' });

export const alterManyTopicConfigs = z
  .strictObject({
    data: z.array(
      z
        .strictObject({ topic_name: z.string(), configs: alterations })
        .meta({ id: 'V3TopicAlterations', description: 'Alterations of one topic, all or none' }),
    ),
    validate_only: validateOnly,
  })
  .meta({ id: 'V3AlterManyTopicConfigs', description: 'Alterations by topic' });

export const alterFailures = z
  .object({
    failures: z.array(
      z
        .object({ topic_name: z.string(), error_code: z.int(), message: z.string() })
        .meta({ id: 'V3TopicFailure', description: 'Why a topic was not altered' }),
    ),
  })
  .meta({
    id: 'V3AlterFailures',
    description: 'The topics that were not altered, in the order of the request',
  });
