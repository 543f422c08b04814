// Bodies of REST Proxy v3. Requests are checked by these very schemas.
import { z } from 'zod';

const link = z
  .object({ related: z.url() })
  .meta({ id: 'V3Link', description: 'Where a related resource is' });

const metadata = z
  .object({ self: z.url(), resource_name: z.string().nullable() })
  .meta({ id: 'V3Metadata', description: 'Where the resource is and what it is called' });

const listMetadata = z
  .object({ self: z.url(), next: z.null().describe('Lists are not paged') })
  .meta({ id: 'V3ListMetadata', description: 'Where the list is' });

function list<T extends z.ZodType>(kind: string, item: T, more: z.ZodRawShape = {}) {
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

const configValue = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .nullish()
  .describe('null leaves the default');

export const createTopic = z
  .strictObject({
    topic_name: z.string().describe('At most 249 letters, digits, ".", "_" and "-"'),
    partitions_count: count('Default: WEIR_NUM_PARTITIONS').nullish(),
    replication_factor: count('1 or -1: PostgreSQL keeps the one copy').nullish(),
    replicas_assignments: z
      .record(z.string(), z.array(z.int()))
      .nullish()
      .describe('Broker ids per partition, from "0" on without gaps; decides the number of partitions'),
    configs: z.array(z.strictObject({ name: z.string(), value: configValue })).nullish(),
    validate_only: z.boolean().nullish().describe('Check everything, create nothing'),
  })
  .meta({ id: 'V3CreateTopic', description: 'The topic to create' });

export const updatePartitions = z
  .strictObject({ partitions_count: count('The new total, more than before') })
  .meta({ id: 'V3UpdateTopic', description: 'What to change' });
