// From the body of a create call to Broker's request: what Kafka decides about replicas is decided here, since there is
// one copy.
import { KafkaError, topicNameFault } from '@weir/protocol';
import type { CreateTopicRequest } from '@weir/protocol';
import type { z } from 'zod';
import { payloadError } from './requests.ts';
import { REPLICATION_FACTOR } from './resources.ts';
import type { createTopic } from './schemas.ts';

/** As in Kafka: the server's own default. */
const DEFAULT = -1;

/** Throws 422/42206 for an illegal name; KafkaErrors for counts, assignments and configs. */
export function createTopicRequest(body: z.infer<typeof createTopic>, brokerId: number): CreateTopicRequest {
  const fault = topicNameFault(body.topic_name);
  if (fault !== undefined) throw payloadError(`Topic name is illegal: ${fault}`);
  const replicationFactor = body.replication_factor ?? DEFAULT;
  if (replicationFactor !== DEFAULT && replicationFactor !== REPLICATION_FACTOR) {
    throw new KafkaError(
      'INVALID_REPLICATION_FACTOR',
      `the replication factor is ${REPLICATION_FACTOR}, not ${replicationFactor}: PostgreSQL keeps the one copy`,
    );
  }
  const assigned = body.replicas_assignments ?? {};
  const partitionCount =
    Object.keys(assigned).length > 0 ? assignedPartitions(assigned, brokerId) : body.partitions_count;
  return {
    name: body.topic_name,
    partitionCount: partitionCount === DEFAULT ? undefined : (partitionCount ?? undefined),
    configs: configsOf(body.configs ?? []),
    validateOnly: body.validate_only ?? false,
  };
}

function assignedPartitions(assigned: Readonly<Record<string, readonly number[]>>, brokerId: number): number {
  const partitions = Object.keys(assigned);
  const isGapless = partitions.every((_, index) => Object.hasOwn(assigned, String(index)));
  const isOurs = Object.values(assigned).every((brokers) => brokers.length === 1 && brokers[0] === brokerId);
  if (isGapless && isOurs) return partitions.length;
  throw new KafkaError(
    'INVALID_REPLICA_ASSIGNMENT',
    `partitions are numbered from 0 without gaps, each with the one replica [${brokerId}]`,
  );
}

function configsOf(
  entries: readonly { readonly name: string; readonly value?: string | null }[],
): Record<string, string | null> {
  const configs: Record<string, string | null> = Object.create(null) as Record<string, string | null>;
  for (const { name, value } of entries) {
    if (name in configs) throw new KafkaError('INVALID_CONFIG', `config ${name} is given twice`);
    configs[name] = value ?? null;
  }
  return configs;
}
