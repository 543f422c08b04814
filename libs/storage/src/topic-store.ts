// TopicStore: topics as the database has them. Every answer is read afresh; topic-cache.ts is the fast, slightly old view.
import type { DataSource, EntityManager } from 'typeorm';
import { QueryFailedError } from 'typeorm';
import { KafkaError, isInternalTopic, topicNameFault } from '@weir/protocol';
import type { CreatePartitionsRequest, CreateTopicRequest, TopicDescription } from '@weir/protocol';
import { databaseError, sqlState } from './connection.ts';
import { ClusterEntity, TopicEntity } from './entities.ts';
import type { TopicRow } from './entities.ts';
import { TOPIC_LOCK_CLASS } from './sql/locks.ts';
import { effectiveTopicConfigs, validateTopicConfigs } from './topic-config.ts';

/** A bound on what one call may create; Kafka advises far fewer. */
export const MAX_PARTITIONS_PER_TOPIC = 10_000;

const UNIQUE_VIOLATION = '23505';

export interface TopicStoreOptions {
  readonly dataSource: DataSource;
  readonly defaultPartitionCount: number;
  /** Called after a change committed, before the caller is answered. */
  readonly onChange: () => void;
}

export class TopicStore {
  readonly #options: TopicStoreOptions;

  constructor(options: TopicStoreOptions) {
    this.#options = options;
  }

  async list(): Promise<TopicDescription[]> {
    const rows = await this.#read((manager) => manager.find(TopicEntity, { order: { name: 'ASC' } }));
    return rows.map(describe);
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION. */
  async get(name: string): Promise<TopicDescription> {
    const row = await this.#read((manager) => manager.findOneBy(TopicEntity, { name }));
    if (row === null) throw unknownTopic(name);
    return describe(row);
  }

  /** Throws INVALID_TOPIC_EXCEPTION, INVALID_PARTITIONS, INVALID_CONFIG, TOPIC_ALREADY_EXISTS. */
  async create(request: CreateTopicRequest): Promise<TopicDescription> {
    const { name, partitionCount = this.#options.defaultPartitionCount, validateOnly = false } = request;
    const fault = topicNameFault(name);
    if (fault !== undefined) throw new KafkaError('INVALID_TOPIC_EXCEPTION', fault, { topic: name });
    checkPartitionCount(partitionCount, name);
    const configs = validateTopicConfigs(request.configs ?? {});
    const wanted = { name, isInternal: isInternalTopic(name), partitionCount, configs };
    if (validateOnly) {
      const existing = await this.#read((manager) => manager.findOneBy(TopicEntity, { name }));
      if (existing !== null) throw topicExists(name);
      return describe({ ...wanted, id: -1 });
    }
    return this.#change(async (manager) => {
      const row = await manager
        .save(TopicEntity, manager.create(TopicEntity, wanted))
        .catch((error: unknown) => {
          throw error instanceof QueryFailedError && sqlState(error.driverError) === UNIQUE_VIOLATION
            ? topicExists(name)
            : error;
        });
      await insertPartitions(manager, row.id, { from: 0, to: partitionCount });
      return describe(row);
    });
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION, INVALID_PARTITIONS. Partitions are only ever added. */
  async createPartitions(request: CreatePartitionsRequest): Promise<TopicDescription> {
    const { name, partitionCount, validateOnly = false } = request;
    return this.#change(async (manager) => {
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
      if (validateOnly) return describe({ ...row, partitionCount });
      await manager.update(TopicEntity, { id: row.id }, { partitionCount });
      await insertPartitions(manager, row.id, { from: row.partitionCount, to: partitionCount });
      return describe({ ...row, partitionCount });
    });
  }

  /**
   * Throws UNKNOWN_TOPIC_OR_PARTITION. The topic is gone when this returns, also for appends of other gateways; its
   * batches are dropped in the background.
   */
  async delete(name: string): Promise<void> {
    await this.#change(async (manager) => {
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

  async #read<T>(read: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await read(this.#options.dataSource.manager);
    } catch (error) {
      throw failure(error);
    }
  }

  async #change<T>(change: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.#options.dataSource.transaction('READ COMMITTED', async (manager) => {
        const result = await change(manager);
        // Last, so that the one row that all changes share is locked for the shortest time.
        await manager.increment(ClusterEntity, { onlyRow: true }, 'metadataVersion', 1);
        return result;
      });
    } catch (error) {
      throw failure(error);
    } finally {
      this.#options.onChange();
    }
  }
}

function failure(error: unknown): KafkaError {
  return databaseError(error instanceof QueryFailedError ? error.driverError : error);
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

function describe(row: TopicRow): TopicDescription {
  const { id, name, isInternal, partitionCount, configs } = row;
  return { topicId: id, name, isInternal, partitionCount, configs: effectiveTopicConfigs(configs) };
}

export function unknownTopic(topic: string): KafkaError {
  return new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `topic "${topic}" does not exist`, { topic });
}

function topicExists(topic: string): KafkaError {
  return new KafkaError('TOPIC_ALREADY_EXISTS', `topic "${topic}" exists already`, { topic });
}
