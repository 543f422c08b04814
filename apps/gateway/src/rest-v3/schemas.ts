// Bodies of REST Proxy v3. Requests are checked by these very schemas.
import { z } from 'zod';

export const link = z
  .object({ related: z.url() })
  .meta({ id: 'V3Link', description: 'Where a related resource is' });

export const metadata = z
  .object({ self: z.url(), resource_name: z.string().nullable() })
  .meta({ id: 'V3Metadata', description: 'Where the resource is and what it is called' });

const listMetadata = z
  .object({ self: z.url(), next: z.null().describe('Lists are not paged') })
  .meta({ id: 'V3ListMetadata', description: 'Where the list is' });

export function list<T extends z.ZodType>(kind: string, item: T, more: z.ZodRawShape = {}) {
  return z
    .object({ kind: z.literal(kind), metadata: listMetadata, ...more, data: z.array(item) })
    .meta({ id: kind, description: 'A list, whole' });
}

export const cluster = z
  .object({
    kind: z.literal('KafkaCluster'),
    metadata,
    cluster_id: z.string(),
    controller: link.nullable(),
    acls: link,
    brokers: link,
    broker_configs: link,
    consumer_groups: link,
    topics: link,
    partition_reassignments: link,
  })
  .meta({ id: 'KafkaCluster', description: 'The cluster: all gateways on one database' });

export const clusterList = list('KafkaClusterList', cluster);

export const topic = z
  .object({
    kind: z.literal('KafkaTopic'),
    metadata,
    cluster_id: z.string(),
    topic_name: z.string(),
    is_internal: z.boolean(),
    replication_factor: z.int(),
    partitions_count: z.int(),
    partitions: link,
    configs: link,
    partition_reassignments: link,
    authorized_operations: z.array(z.string()),
  })
  .meta({ id: 'KafkaTopic', description: 'A topic' });

export const topicList = list('KafkaTopicList', topic);

export const partition = z
  .object({
    kind: z.literal('KafkaPartition'),
    metadata,
    cluster_id: z.string(),
    topic_name: z.string(),
    partition_id: z.int(),
    leader: link.nullable(),
    replicas: link,
    reassignment: link,
  })
  .meta({ id: 'KafkaPartition', description: 'A partition' });

export const partitionList = list('KafkaPartitionList', partition);

export const partitionWithOffsets = z
  .object({
    kind: z.literal('KafkaPartitionWithOffsets'),
    metadata,
    cluster_id: z.string(),
    topic_name: z.string(),
    partition_id: z.int(),
    earliest_offset: z.int().describe('Offset of the first record that is kept'),
    latest_offset: z.int().describe('Offset that the next record will get'),
  })
  .meta({ id: 'KafkaPartitionWithOffsets', description: 'A partition and the ends of its log' });

export const replica = z
  .object({
    kind: z.literal('KafkaReplica'),
    metadata,
    cluster_id: z.string(),
    topic_name: z.string(),
    partition_id: z.int(),
    broker_id: z.int(),
    is_leader: z.boolean(),
    is_in_sync: z.boolean(),
    broker: link,
  })
  .meta({ id: 'KafkaReplica', description: 'A copy of a partition' });

export const replicaList = list('KafkaReplicaList', replica);

export const reassignment = z
  .object({
    kind: z.literal('KafkaReassignment'),
    metadata,
    cluster_id: z.string(),
    topic_name: z.string(),
    partition_id: z.int(),
    adding_replicas: z.array(z.int()),
    removing_replicas: z.array(z.int()),
    replicas: link,
  })
  .meta({ id: 'KafkaReassignment', description: 'A partition on its way to other brokers' });

export const reassignmentList = list('KafkaReassignmentList', reassignment);

export const broker = z
  .object({
    kind: z.literal('KafkaBroker'),
    metadata,
    cluster_id: z.string(),
    broker_id: z.int(),
    host: z.string().nullable().describe('As the caller reached it'),
    port: z.int().nullable(),
    rack: z.string().nullable(),
    configs: link,
    partition_replicas: link,
  })
  .meta({ id: 'KafkaBroker', description: 'All gateways of the cluster, as one broker' });

export const brokerList = list('KafkaBrokerList', broker);

const partitionStatistics = z
  .object({
    partition_id: z.int(),
    earliest_offset: z.int().describe('Offset of the first record that is kept'),
    latest_offset: z.int().describe('Offset that the next record will get'),
    records: z.int(),
    size_bytes: z.int(),
  })
  .meta({ id: 'KafkaPartitionStatistics', description: 'What a partition holds' });

const topicStatistics = z
  .object({
    kind: z.literal('KafkaTopicStatistics'),
    metadata,
    cluster_id: z.string(),
    topic_name: z.string(),
    is_internal: z.boolean(),
    partitions_count: z.int(),
    records: z.int(),
    size_bytes: z.int().describe('Of the stored record batches'),
    partitions: z.array(partitionStatistics),
  })
  .meta({ id: 'KafkaTopicStatistics', description: 'What a topic holds' });

export const topicStatisticsList = list('KafkaTopicStatisticsList', topicStatistics, {
  sampled_at: z.iso
    .datetime({ precision: 3 })
    .describe('When the numbers were read; rates come from two answers'),
});

/** Clients in other languages send numbers as strings, too. */
function count(description: string) {
  const inRange = z.int().min(-1).max(0x7fffffff);
  const digits = z.string().regex(/^-?\d{1,10}$/);
  return z.union([inRange, digits.transform(Number)]).describe(description);
}

/** Numbers and booleans are taken as the text that they are written as. */
export const configText = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

const configValue = configText.nullish().describe('null leaves the default');

/** Only described: an illegal name is answered with a code of its own. */
const topicName = z.string().meta({
  description: 'At most 249 letters, digits, ".", "_" and "-"',
  minLength: 1,
  maxLength: 249,
  pattern: String.raw`^(?!\.{1,2}$)[a-zA-Z0-9._-]+$`,
});

export const createTopic = z
  .strictObject({
    topic_name: topicName,
    partitions_count: count('Default: WEIR_NUM_PARTITIONS').nullish(),
    replication_factor: count('1 or -1: PostgreSQL keeps the one copy').nullish(),
    replicas_assignments: z
      .record(z.string(), z.array(z.int().min(0).max(0x7fffffff)))
      .nullish()
      .describe('Broker ids per partition, from "0" on without gaps; decides the number of partitions'),
    configs: z.array(z.strictObject({ name: z.string(), value: configValue })).nullish(),
    validate_only: z.boolean().nullish().describe('Check everything, create nothing'),
  })
  .meta({ id: 'V3CreateTopic', description: 'The topic to create' });

export const updatePartitions = z
  .strictObject({
    partitions_count: count('The new total, more than before'),
    validate_only: z.boolean().nullish().describe('Check everything, change nothing'),
  })
  .meta({ id: 'V3UpdateTopic', description: 'What to change' });
