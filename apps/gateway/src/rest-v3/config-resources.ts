// Configs as REST Proxy v3 answers them: of a topic, of the broker, of the whole cluster.
import type { ConfigEntry } from '@weir/protocol';
import type { ResourcePath } from './links.ts';
import type { Scope } from './requests.ts';

type Place = Pick<Scope, 'cluster' | 'links'>;

export function topicConfigResource(entry: ConfigEntry, topic: string, place: Place) {
  const path = ['topics', topic, 'configs', entry.name];
  return configResource(entry, { kind: 'KafkaTopicConfig', path, owner: { topic_name: topic } }, place);
}

export function brokerConfigResource(entry: ConfigEntry, place: Place) {
  const { brokerId } = place.cluster;
  const path = ['brokers', String(brokerId), 'configs', entry.name];
  return configResource(entry, { kind: 'KafkaBrokerConfig', path, owner: { broker_id: brokerId } }, place);
}

export function clusterConfigResource(entry: ConfigEntry, place: Place) {
  const path = ['broker-configs', entry.name];
  return configResource(entry, { kind: 'KafkaClusterConfig', path, owner: { config_type: 'BROKER' } }, place);
}

/** The broker's configs that are set for the whole cluster, whatever the broker itself says of them. */
export function clusterConfigs(entries: readonly ConfigEntry[]): ConfigEntry[] {
  return entries.flatMap((entry) => {
    const ofCluster = entry.synonyms.find(({ source }) => source === 'DYNAMIC_DEFAULT_BROKER_CONFIG');
    if (ofCluster === undefined) return [];
    return [{ ...entry, value: ofCluster.value, source: ofCluster.source, synonyms: [ofCluster] }];
  });
}

interface Owned {
  readonly kind: string;
  readonly path: ResourcePath;
  readonly owner: object;
}

function configResource(entry: ConfigEntry, { kind, path, owner }: Owned, { cluster, links }: Place) {
  return {
    kind,
    metadata: links.resource(path),
    cluster_id: cluster.clusterId,
    ...owner,
    name: entry.name,
    value: entry.value,
    is_default: entry.source === 'DEFAULT_CONFIG',
    is_read_only: entry.isReadOnly,
    is_sensitive: entry.isSensitive,
    source: entry.source,
    synonyms: entry.synonyms.map(({ name, value, source }) => ({ name, value, source })),
  };
}
