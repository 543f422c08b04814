// Which value of a config is in force: a topic's own, else the broker's, else the whole cluster's, else a gateway's
// settings, else the default.
import type { ConfigEntry, ConfigSource, ConfigSynonym } from '@weir/protocol';
import { brokerConfigNames, brokerConfigs } from './broker-config.ts';
import type { BrokerConfigDefinition } from './broker-config.ts';
import type { ConfigOverrides } from './config-alterations.ts';
import { topicConfigs } from './topic-config.ts';

/** Broker configs that somebody set, the first layer before the next. */
export type BrokerConfigLayers = readonly {
  readonly source: ConfigSource;
  readonly overrides: ConfigOverrides;
}[];

/** What is set in the database, by scope. */
export interface DynamicBrokerConfigs {
  readonly broker: ConfigOverrides;
  readonly cluster: ConfigOverrides;
}

/** `settings`: the broker configs that a gateway starts with; those that say the default count as not set. */
export function brokerConfigLayers(
  { broker, cluster }: DynamicBrokerConfigs,
  settings: ConfigOverrides,
): BrokerConfigLayers {
  const ownSettings = Object.entries(settings).filter(
    ([name, value]) => value !== brokerConfigs[name]?.defaultValue,
  );
  return [
    { source: 'DYNAMIC_BROKER_CONFIG', overrides: broker },
    { source: 'DYNAMIC_DEFAULT_BROKER_CONFIG', overrides: cluster },
    { source: 'STATIC_BROKER_CONFIG', overrides: Object.fromEntries(ownSettings) },
  ];
}

/** All configs of the broker as they are in force, sorted by name. */
export function effectiveBrokerConfigs(layers: BrokerConfigLayers): ConfigEntry[] {
  return Object.entries(brokerConfigs).map(([name, definition]) =>
    entry(name, definition, brokerSynonyms(name, layers)),
  );
}

/** All configs of a topic as they are in force, sorted by name. */
export function effectiveTopicConfigs(overrides: ConfigOverrides, layers: BrokerConfigLayers): ConfigEntry[] {
  return Object.entries(topicConfigs).map(([name, definition]) =>
    entry(name, definition, topicSynonyms(name, overrides, layers)),
  );
}

/** The configs that the append path checks, parsed once per change of the topic. */
export interface AppendLimits {
  readonly maxMessageBytes: number;
  readonly stampsAppendTime: boolean;
  readonly isCompacted: boolean;
  /** By retention and by who asks for it: cleanup.policy names delete. */
  readonly isDeleted: boolean;
  readonly timestampBeforeMaxMs: number;
  readonly timestampAfterMaxMs: number;
}

export function appendLimits(overrides: ConfigOverrides, layers: BrokerConfigLayers): AppendLimits {
  const value = (name: string): string => topicSynonyms(name, overrides, layers)[0]?.value ?? '';
  return {
    maxMessageBytes: Number(value('max.message.bytes')),
    stampsAppendTime: value('message.timestamp.type') === 'LogAppendTime',
    isCompacted: value('cleanup.policy').includes('compact'),
    isDeleted: value('cleanup.policy').includes('delete'),
    timestampBeforeMaxMs: Number(value('message.timestamp.before.max.ms')),
    timestampAfterMaxMs: Number(value('message.timestamp.after.max.ms')),
  };
}

/** The configs that retention and compaction follow. What has no limit is Infinity. */
export interface CleanupLimits {
  readonly isDeleted: boolean;
  readonly isCompacted: boolean;
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly deleteRetentionMs: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly minCleanableDirtyRatio: number;
}

export function cleanupLimits(overrides: ConfigOverrides, layers: BrokerConfigLayers): CleanupLimits {
  const value = (name: string): string => topicSynonyms(name, overrides, layers)[0]?.value ?? '';
  const limit = (name: string): number => {
    const number = Number(value(name));
    return number === -1 || !Number.isSafeInteger(number) ? Infinity : number;
  };
  const policy = value('cleanup.policy');
  return {
    isDeleted: policy.includes('delete'),
    isCompacted: policy.includes('compact'),
    retentionMs: limit('retention.ms'),
    retentionBytes: limit('retention.bytes'),
    deleteRetentionMs: limit('delete.retention.ms'),
    minCompactionLagMs: limit('min.compaction.lag.ms'),
    maxCompactionLagMs: limit('max.compaction.lag.ms'),
    minCleanableDirtyRatio: Number(value('min.cleanable.dirty.ratio')),
  };
}

function entry(
  name: string,
  definition: BrokerConfigDefinition,
  synonyms: readonly ConfigSynonym[],
): ConfigEntry {
  return {
    name,
    value: synonyms[0]?.value ?? definition.defaultValue,
    source: synonyms[0]?.source ?? 'DEFAULT_CONFIG',
    isReadOnly: definition.fixedBecause !== undefined,
    isSensitive: false,
    synonyms,
    documentation: definition.documentation,
  };
}

function topicSynonyms(
  name: string,
  overrides: ConfigOverrides,
  layers: BrokerConfigLayers,
): ConfigSynonym[] {
  const own = overrides[name];
  const brokerName = brokerConfigNames[name];
  return [
    ...(own === undefined ? [] : [{ name, value: own, source: 'DYNAMIC_TOPIC_CONFIG' as const }]),
    ...(brokerName === undefined
      ? [byDefault(name, topicConfigs[name]?.defaultValue)]
      : brokerSynonyms(brokerName, layers)),
  ];
}

function brokerSynonyms(name: string, layers: BrokerConfigLayers): ConfigSynonym[] {
  const given = layers.flatMap(({ source, overrides: { [name]: value } }) =>
    value === undefined ? [] : [{ name, value, source }],
  );
  return [...given, byDefault(name, brokerConfigs[name]?.defaultValue)];
}

function byDefault(name: string, value = ''): ConfigSynonym {
  return { name, value, source: 'DEFAULT_CONFIG' };
}
