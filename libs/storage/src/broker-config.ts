// Kafka's broker configs that mean something here: the defaults of topic configs, which can be changed at any time, and
// what the cluster is made of, which is shown and can not.
import { boolean, define, int, long } from './config-definition.ts';
import type { ConfigDefinition } from './config-definition.ts';
import { topicConfigs } from './topic-config.ts';

export interface BrokerConfigDefinition extends ConfigDefinition {
  /** Why it is read-only, or undefined. */
  readonly fixedBecause?: string;
}

/** Broker configs by the topic config whose default they are. */
export const brokerConfigNames: Readonly<{ [topicConfig: string]: string }> = {
  'cleanup.policy': 'log.cleanup.policy',
  'delete.retention.ms': 'log.cleaner.delete.retention.ms',
  'max.compaction.lag.ms': 'log.cleaner.max.compaction.lag.ms',
  'max.message.bytes': 'message.max.bytes',
  'message.timestamp.after.max.ms': 'log.message.timestamp.after.max.ms',
  'message.timestamp.before.max.ms': 'log.message.timestamp.before.max.ms',
  'message.timestamp.type': 'log.message.timestamp.type',
  'min.cleanable.dirty.ratio': 'log.cleaner.min.cleanable.ratio',
  'min.compaction.lag.ms': 'log.cleaner.min.compaction.lag.ms',
  'retention.bytes': 'log.retention.bytes',
  'retention.ms': 'log.retention.ms',
};

function topicDefault([topicConfig, name]: [string, string]): [string, BrokerConfigDefinition] {
  const definition = topicConfigs[topicConfig];
  if (definition === undefined) throw new Error(`${name} is the default of no topic config`);
  const documentation = `The ${topicConfig} of topics that set none of their own. ${definition.documentation}`;
  return [name, { ...definition, documentation }];
}

function fixed(
  name: string,
  definition: ConfigDefinition,
  fixedBecause: string,
): [string, BrokerConfigDefinition] {
  return [name, { ...definition, fixedBecause }];
}

const oneBroker = 'all gateways of a cluster are one broker';
const setting = 'it is a setting that a gateway starts with';

/** Sorted by name. */
export const brokerConfigs: Readonly<{ [name: string]: BrokerConfigDefinition }> = Object.fromEntries(
  [
    ...Object.entries(brokerConfigNames).map(topicDefault),
    fixed(
      'auto.create.topics.enable',
      define('false', boolean, 'Whether a topic is created when somebody produces to it.'),
      setting,
    ),
    fixed('broker.id', define('1', int(0), 'The id of this broker.'), oneBroker),
    fixed(
      'default.replication.factor',
      define('1', int(1), 'Copies of each partition that Weir keeps.'),
      'PostgreSQL keeps the one copy',
    ),
    fixed(
      'log.cleaner.backoff.ms',
      define('15000', long(0), 'How often it is looked for compacted topics that are dirty enough.'),
      setting,
    ),
    fixed(
      'log.cleaner.dedupe.buffer.size',
      define('33554432', long(0), 'Memory of a gateway for the keys of a log that it compacts, in bytes.'),
      setting,
    ),
    fixed(
      'log.retention.check.interval.ms',
      define('300000', long(1), 'How often it is looked for records that need not be kept any more.'),
      setting,
    ),
    fixed('node.id', define('1', int(0), 'The id of this broker, by its newer name.'), oneBroker),
    fixed(
      'num.partitions',
      define('1', int(1), 'Partitions of a topic that is created without a number.'),
      setting,
    ),
  ].sort(([a], [b]) => (a < b ? -1 : 1)),
);
