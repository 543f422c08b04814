// The resources of REST Proxy v3, as they are answered.
import type { ClusterDescription, PartitionStatistics, TopicMetadata, TopicStatistics } from '@weir/protocol';
import type { Links } from './links.ts';
import type { PartitionPlace, Scope } from './requests.ts';

/** What Kafka lets everybody do to a topic where nothing is forbidden. */
const TOPIC_OPERATIONS = [
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
] as const;

/** PostgreSQL keeps the one copy of a partition; its own replication is not Kafka's. */
export const REPLICATION_FACTOR = 1;

export function clusterResource({ clusterId, brokerId }: ClusterDescription, links: Links) {
  return {
    kind: 'KafkaCluster',
    metadata: links.resource(),
    cluster_id: clusterId,
    controller: links.link(['brokers', String(brokerId)]),
    acls: links.link(['acls']),
    brokers: links.link(['brokers']),
    broker_configs: links.link(['broker-configs']),
    consumer_groups: links.link(['consumer-groups']),
    topics: links.link(['topics']),
    partition_reassignments: links.link(['topics', '-', 'partitions', '-', 'reassignment']),
  };
}

export function topicResource(
  topic: Pick<TopicMetadata, 'name' | 'partitionCount' | 'isInternal'>,
  { cluster: { clusterId }, links }: Pick<Scope, 'cluster' | 'links'>,
  includeAuthorizedOperations = false,
) {
  const path = ['topics', topic.name];
  return {
    kind: 'KafkaTopic',
    metadata: links.resource(path),
    cluster_id: clusterId,
    topic_name: topic.name,
    is_internal: topic.isInternal,
    replication_factor: REPLICATION_FACTOR,
    partitions_count: topic.partitionCount,
    partitions: links.link([...path, 'partitions']),
    configs: links.link([...path, 'configs']),
    partition_reassignments: links.link([...path, 'partitions', '-', 'reassignment']),
    authorized_operations: includeAuthorizedOperations ? TOPIC_OPERATIONS : [],
  };
}

export function partitionResource(
  { topic, partition }: PartitionPlace,
  { clusterId, brokerId }: ClusterDescription,
  links: Links,
) {
  const path = ['topics', topic, 'partitions', String(partition)];
  return {
    kind: 'KafkaPartition',
    metadata: links.resource(path),
    cluster_id: clusterId,
    topic_name: topic,
    partition_id: partition,
    leader: links.link([...path, 'replicas', String(brokerId)]),
    replicas: links.link([...path, 'replicas']),
    reassignment: links.link([...path, 'reassignment']),
  };
}

export function partitionWithOffsetsResource(
  { topic, partition }: PartitionPlace,
  offsets: { readonly earliest: number; readonly latest: number },
  { cluster: { clusterId }, links }: Pick<Scope, 'cluster' | 'links'>,
) {
  const path = ['topics', topic, 'partitions', String(partition)];
  const { resource_name } = links.resource([...path, 'offset_type', 'earliest_and_latest']);
  return {
    kind: 'KafkaPartitionWithOffsets',
    metadata: { self: links.url([...path, 'offset']), resource_name },
    cluster_id: clusterId,
    topic_name: topic,
    partition_id: partition,
    earliest_offset: offsets.earliest,
    latest_offset: offsets.latest,
  };
}

/** The one copy: it leads, and is in sync with itself. */
export function replicaResource(
  { topic, partition }: PartitionPlace,
  { clusterId, brokerId }: ClusterDescription,
  links: Links,
) {
  return {
    kind: 'KafkaReplica',
    metadata: links.resource([
      'topics',
      topic,
      'partitions',
      String(partition),
      'replicas',
      String(brokerId),
    ]),
    cluster_id: clusterId,
    topic_name: topic,
    partition_id: partition,
    broker_id: brokerId,
    is_leader: true,
    is_in_sync: true,
    broker: links.link(['brokers', String(brokerId)]),
  };
}

/** `baseUrl`: where the caller reached us, which is all that a caller needs to know of where we are. */
export function brokerResource(
  { clusterId, brokerId }: ClusterDescription,
  { baseUrl, links }: { readonly baseUrl: string; readonly links: Links },
) {
  const { hostname, port, protocol } = new URL(baseUrl);
  const path = ['brokers', String(brokerId)];
  return {
    kind: 'KafkaBroker',
    metadata: links.resource(path),
    cluster_id: clusterId,
    broker_id: brokerId,
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    rack: null,
    configs: links.link([...path, 'configs']),
    partition_replicas: links.link([...path, 'partition-replicas']),
  };
}

export function statisticsResource(topic: TopicStatistics, clusterId: string, links: Links) {
  const { resource_name } = links.resource(['topics', topic.name]);
  return {
    kind: 'KafkaTopicStatistics',
    metadata: {
      self: links.url(['topics', '-', 'statistics'], `?topic_name=${encodeURIComponent(topic.name)}`),
      resource_name,
    },
    cluster_id: clusterId,
    topic_name: topic.name,
    is_internal: topic.isInternal,
    partitions_count: topic.partitions.length,
    records: topic.records,
    size_bytes: topic.sizeBytes,
    partitions: topic.partitions.map(partitionStatistics),
  };
}

function partitionStatistics(partition: PartitionStatistics) {
  return {
    partition_id: partition.partition,
    earliest_offset: partition.logStartOffset,
    latest_offset: partition.logEndOffset,
    records: partition.records,
    size_bytes: partition.sizeBytes,
  };
}
