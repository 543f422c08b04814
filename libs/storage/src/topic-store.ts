// TopicStore: topics as the database has them. Every answer is read afresh; topic-cache.ts is the fast, slightly old view.
import type { EntityManager } from 'typeorm';
import { In, QueryFailedError } from 'typeorm';
import { KafkaError, isInternalTopic, topicNameFault } from '@weir/protocol';
import type {
  AlterTopicConfigsRequest,
  AlterTopicConfigsResult,
  CreatePartitionsRequest,
  CreateTopicRequest,
  TopicDescription,
} from '@weir/protocol';
import type { BrokerConfigStore } from './broker-config-store.ts';
import { alterConfigs, validateTopicConfigs } from './config-alterations.ts';
import { sqlState } from './connection.ts';
import { effectiveTopicConfigs } from './effective-configs.ts';
import type { BrokerConfigLayers } from './effective-configs.ts';
import { TopicEntity } from './entities.ts';
import type { TopicRow } from './entities.ts';
import type { MetadataAccess } from './metadata-access.ts';
import { TOPIC_LOCK_CLASS } from './sql/locks.ts';

/** A bound on what one call may create; Kafka advises far fewer. */
export const MAX_PARTITIONS_PER_TOPIC = 10_000;

const UNIQUE_VIOLATION = '23505';

export interface TopicStoreOptions {
  readonly access: MetadataAccess;
  readonly brokerConfigs: BrokerConfigStore;
  readonly defaultPartitionCount: number;
}

export class TopicStore {
  readonly #access: MetadataAccess;
  readonly #brokerConfigs: BrokerConfigStore;
  readonly #defaultPartitionCount: number;

  constructor({ access, brokerConfigs, defaultPartitionCount }: TopicStoreOptions) {
    this.#access = access;
    this.#brokerConfigs = brokerConfigs;
    this.#defaultPartitionCount = defaultPartitionCount;
  }

  async list(): Promise<TopicDescription[]> {
    return this.#access.read(async (manager) => {
      const layers = await this.#brokerConfigs.layers(manager);
      const rows = await manager.find(TopicEntity, { order: { name: 'ASC' } });
      return rows.map((row) => describe(row, layers));
    });
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION. */
  async get(name: string): Promise<TopicDescription> {
    return this.#access.read(async (manager) => {
      const row = await manager.findOneBy(TopicEntity, { name });
      if (row === null) throw unknownTopic(name);
      return this.#describe(row, manager);
    });
  }

  /** Throws INVALID_TOPIC_EXCEPTION, INVALID_PARTITIONS, INVALID_CONFIG, TOPIC_ALREADY_EXISTS. */
  async create(request: CreateTopicRequest): Promise<TopicDescription> {
    const { name, partitionCount = this.#defaultPartitionCount, validateOnly = false } = request;
    const fault = topicNameFault(name);
    if (fault !== undefined) throw new KafkaError('INVALID_TOPIC_EXCEPTION', fault, { topic: name });
    if (isInternalTopic(name)) throw reserved(name);
    checkPartitionCount(partitionCount, name);
    const configs = validateTopicConfigs(request.configs ?? {});
    const wanted = { name, isInternal: isInternalTopic(name), partitionCount, configs };
    if (validateOnly) {
      return this.#access.read(async (manager) => {
        if (await manager.existsBy(TopicEntity, { name })) throw topicExists(name);
        return this.#describe({ ...wanted, id: -1 }, manager);
      });
    }
    return this.#access.change('changed', async (manager) => {
      const row = await manager
        .save(TopicEntity, manager.create(TopicEntity, wanted))
        .catch((error: unknown) => {
          throw violation(error, name);
        });
      await insertPartitions(manager, row.id, { from: 0, to: partitionCount });
      return this.#describe(row, manager);
    });
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION, INVALID_PARTITIONS. Partitions are only ever added. */
  async createPartitions(request: CreatePartitionsRequest): Promise<TopicDescription> {
    const { name, partitionCount, validateOnly = false } = request;
    return this.#access.change('changed', async (manager) => {
      const row = await manager.findOne(TopicEntity, {
        where: { name },
        lock: { mode: 'pessimistic_write' },
      });
      if (row === null) throw unknownTopic(name);
      checkPartitionCount(partitionCount, name);
      if (partitionCount <= row.partitionCount) {
        throw new KafkaError(
          'INVALID_PARTITIONS',
          `topic "${name}" has ${row.partitionCount} partitions already; ask for more than that`,
          { topic: name },
        );
      }
      if (validateOnly) return this.#describe({ ...row, partitionCount }, manager);
      await manager.update(TopicEntity, { id: row.id }, { partitionCount });
      await insertPartitions(manager, row.id, { from: row.partitionCount, to: partitionCount });
      return this.#describe({ ...row, partitionCount }, manager);
    });
  }

  /**
   * Throws UNKNOWN_TOPIC_OR_PARTITION. The topic is gone when this returns, also for appends of other gateways; its
   * batches are dropped in the background.
   */
  async delete(name: string): Promise<void> {
    if (isInternalTopic(name)) throw reserved(name);
    await this.#access.change('deleted', async (manager) => {
      const row = await manager.findOneBy(TopicEntity, { name });
      if (row === null) throw unknownTopic(name);
      // Appends hold this lock shared until they commit: none is under way when we go on, and none begins.
      await manager.query('select pg_advisory_xact_lock($1, $2)', [TOPIC_LOCK_CLASS, row.id]);
      await manager.query(
        'insert into weir.deleted_partition (id) select id from weir.partition where topic_id = $1',
        [row.id],
      );
      const { affected } = await manager.delete(TopicEntity, { id: row.id });
      if (affected !== 1) throw unknownTopic(name);
    });
  }

  /** See Broker.alterTopicConfigs. */
  async alterConfigs({
    topics,
    validateOnly = false,
  }: AlterTopicConfigsRequest): Promise<AlterTopicConfigsResult[]> {
    const names = topics.map(({ name }) => name);
    const where = { name: In(names.filter((name) => topicNameFault(name) === undefined)) };
    const alterAll = async (manager: EntityManager, rows: readonly TopicRow[]) => {
      const results: AlterTopicConfigsResult[] = [];
      for (const { name, alterations } of topics) {
        try {
          const row = rows.find((one) => one.name === name);
          if (row === undefined) throw unknownTopic(name);
          if (names.indexOf(name) !== names.lastIndexOf(name)) throw namedTwice(name);
          const configs = alterConfigs('topic', row.configs, alterations);
          if (!validateOnly) await manager.update(TopicEntity, { id: row.id }, { configs });
          results.push({ name, error: null });
        } catch (error) {
          if (!(error instanceof KafkaError)) throw error;
          results.push({ name, error });
        }
      }
      return results;
    };
    if (validateOnly) {
      return this.#access.read(async (manager) =>
        alterAll(manager, await manager.findBy(TopicEntity, where)),
      );
    }
    return this.#access.change('changed', async (manager) => {
      const rows = await manager.find(TopicEntity, {
        where,
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      return alterAll(manager, rows);
    });
  }

  async #describe(row: TopicRow, manager: EntityManager): Promise<TopicDescription> {
    return describe(row, await this.#brokerConfigs.layers(manager));
  }
}

function describe(
  { id, name, isInternal, partitionCount, configs }: TopicRow,
  layers: BrokerConfigLayers,
): TopicDescription {
  return {
    topicId: id,
    name,
    isInternal,
    partitionCount,
    configs: effectiveTopicConfigs(configs, layers),
  };
}

async function insertPartitions(
  manager: EntityManager,
  topicId: number,
  range: { from: number; to: number },
): Promise<void> {
  await manager.query(
    'insert into weir.partition (topic_id, partition) select $1, generate_series($2::int, $3::int - 1)',
    [topicId, range.from, range.to],
  );
}

function checkPartitionCount(count: number, topic: string): void {
  if (Number.isSafeInteger(count) && count >= 1 && count <= MAX_PARTITIONS_PER_TOPIC) return;
  throw new KafkaError(
    'INVALID_PARTITIONS',
    `a topic has from 1 to ${MAX_PARTITIONS_PER_TOPIC} partitions, not ${count}`,
    { topic },
  );
}

function reserved(topic: string): KafkaError {
  return new KafkaError('INVALID_TOPIC_EXCEPTION', `the name "${topic}" is reserved`, { topic });
}

export function unknownTopic(topic: string): KafkaError {
  return new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `topic "${topic}" does not exist`, { topic });
}

/** A unique violation is another topic of this name, or of one that Kafka takes for the same. */
function violation(error: unknown, name: string): unknown {
  if (!(error instanceof QueryFailedError) || sqlState(error.driverError) !== UNIQUE_VIOLATION) return error;
  const { constraint } = error.driverError as { constraint?: string };
  if (constraint !== 'topic_collision') return topicExists(name);
  const why = `topic "${name}" collides with an existing one: "." and "_" count as the same`;
  return new KafkaError('INVALID_TOPIC_EXCEPTION', why, { topic: name });
}

function namedTwice(topic: string): KafkaError {
  return new KafkaError('INVALID_REQUEST', `topic "${topic}" is named more than once`, { topic });
}

function topicExists(topic: string): KafkaError {
  return new KafkaError('TOPIC_ALREADY_EXISTS', `topic "${topic}" exists already`, { topic });
}
