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
import type { TopicConfigOverrides } from './topic-config.ts';
import { TOPIC_CHANNEL } from './sql/channels.ts';

/** A bound on what one call may create; Kafka advises far fewer. */
export const MAX_PARTITIONS_PER_TOPIC = 10_000;

const UNIQUE_VIOLATION = '23505';

export interface TopicStoreOptions {
  readonly dataSource: DataSource;
  readonly defaultPartitionCount: number;
  /** Topic configs whose default is not Kafka's. */
  readonly configDefaults: TopicConfigOverrides;
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
    return rows.map((row) => this.#describe(row));
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION. */
  async get(name: string): Promise<TopicDescription> {
    const row = await this.#read((manager) => manager.findOneBy(TopicEntity, { name }));
    if (row === null) throw unknownTopic(name);
    return this.#describe(row);
  }

  /** Throws INVALID_TOPIC_EXCEPTION, INVALID_PARTITIONS, INVALID_CONFIG, TOPIC_ALREADY_EXISTS. */
  async create(request: CreateTopicRequest): Promise<TopicDescription> {
    const { name, partitionCount = this.#options.defaultPartitionCount, validateOnly = false } = request;
    const fault = topicNameFault(name);
    if (fault !== undefined) throw new KafkaError('INVALID_TOPIC_EXCEPTION', fault, { topic: name });
    if (isInternalTopic(name)) throw reserved(name);
    checkPartitionCount(partitionCount, name);
    const configs = validateTopicConfigs(request.configs ?? {});
    const wanted = { name, isInternal: isInternalTopic(name), partitionCount, configs };
    if (validateOnly) {
      const existing = await this.#read((manager) => manager.findOneBy(TopicEntity, { name }));
      if (existing !== null) throw topicExists(name);
      return this.#describe({ ...wanted, id: -1 });
    }
    return this.#change('changed', async (manager) => {
      const row = await manager
        .save(TopicEntity, manager.create(TopicEntity, wanted))
        .catch((error: unknown) => {
          throw violation(error, name);
        });
      await insertPartitions(manager, row.id, { from: 0, to: partitionCount });
      return this.#describe(row);
    });
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION, INVALID_PARTITIONS. Partitions are only ever added. */
  async createPartitions(request: CreatePartitionsRequest): Promise<TopicDescription> {
    const { name, partitionCount, validateOnly = false } = request;
    return this.#change('changed', async (manager) => {
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
      if (validateOnly) return this.#describe({ ...row, partitionCount });
      await manager.update(TopicEntity, { id: row.id }, { partitionCount });
      await insertPartitions(manager, row.id, { from: row.partitionCount, to: partitionCount });
      return this.#describe({ ...row, partitionCount });
    });
  }

  /**
   * Throws UNKNOWN_TOPIC_OR_PARTITION. The topic is gone when this returns, also for appends of other gateways; its
   * batches are dropped in the background.
   */
  async delete(name: string): Promise<void> {
    if (isInternalTopic(name)) throw reserved(name);
    await this.#change('deleted', async (manager) => {
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

  #describe({ id, name, isInternal, partitionCount, configs }: TopicRow): TopicDescription {
    const effective = effectiveTopicConfigs(configs, this.#options.configDefaults);
    return { topicId: id, name, isInternal, partitionCount, configs: effective };
  }

  async #read<T>(read: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await read(this.#options.dataSource.manager);
    } catch (error) {
      throw failure(error);
    }
  }

  async #change<T>(kind: 'changed' | 'deleted', change: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.#options.dataSource.transaction('READ COMMITTED', async (manager) => {
        const result = await change(manager);
        // Last, so that the one row that all changes share is locked for the shortest time.
        await manager.increment(ClusterEntity, { onlyRow: true }, 'metadataVersion', 1);
        await manager.query('select pg_notify($1, $2)', [TOPIC_CHANNEL, kind]);
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

function topicExists(topic: string): KafkaError {
  return new KafkaError('TOPIC_ALREADY_EXISTS', `topic "${topic}" exists already`, { topic });
}
