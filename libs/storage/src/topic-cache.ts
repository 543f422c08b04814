// TopicCache: the hot path's view of topics, at most `refreshMs` old. One small query tells whether anything changed;
// entries are loaded when first asked for.
import type pg from 'pg';
import { databaseError, reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import type { ConfigOverrides } from './config-alterations.ts';
import { appendLimits, brokerConfigLayers } from './effective-configs.ts';
import type { AppendLimits, DynamicBrokerConfigs } from './effective-configs.ts';
import { unknownTopic } from './topic-store.ts';

export interface CachedTopic {
  readonly name: string;
  readonly topicId: number;
  readonly isInternal: boolean;
  /** The database's id of each partition; the index is the partition's number. */
  readonly partitionIds: readonly number[];
  readonly limits: AppendLimits;
}

interface TopicRow {
  id: number;
  is_internal: boolean;
  configs: ConfigOverrides;
  broker_configs: DynamicBrokerConfigs;
  partition_ids: number[];
}

export interface TopicCacheOptions {
  readonly reads: pg.Pool;
  readonly logger: Logger;
  readonly refreshMs: number;
  /** Broker configs that this gateway starts with. */
  readonly settings: ConfigOverrides;
}

export class TopicCache {
  readonly #reads: pg.Pool;
  readonly #settings: ConfigOverrides;
  readonly #logger: Logger;
  readonly #topics = new Map<string, Promise<CachedTopic>>();
  readonly #timer: NodeJS.Timeout;
  #version = -1;
  #isRefreshing = false;

  constructor(options: TopicCacheOptions) {
    this.#reads = options.reads;
    this.#settings = options.settings;
    this.#logger = options.logger;
    this.#timer = setInterval(() => void this.refresh(), options.refreshMs);
    this.#timer.unref();
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION; absence is never remembered, so a topic is usable as soon as it exists. */
  get(name: string): Promise<CachedTopic> {
    const cached = this.#topics.get(name);
    if (cached !== undefined) return cached;
    const loading = this.#load(name);
    this.#topics.set(name, loading);
    loading.catch(() => {
      if (this.#topics.get(name) === loading) this.#topics.delete(name);
    });
    return loading;
  }

  forget(name: string): void {
    this.#topics.delete(name);
  }

  clear(): void {
    this.#topics.clear();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Drops what is cached if any topic or broker config changed. A database that does not answer leaves the cache as it is. */
  async refresh(): Promise<void> {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    try {
      const { rows } = await this.#reads.query<{ metadata_version: number }>(
        'select metadata_version from weir.cluster',
      );
      const version = rows[0]?.metadata_version ?? -1;
      if (version !== this.#version) this.clear();
      this.#version = version;
    } catch (error) {
      this.#logger.debug(reasonOf(error), 'topic metadata could not be refreshed');
    } finally {
      this.#isRefreshing = false;
    }
  }

  async #load(name: string): Promise<CachedTopic> {
    const { rows } = await this.#reads
      .query<TopicRow>({
        name: 'load-topic',
        text: `select t.id, t.is_internal, t.configs,
                      (select jsonb_object_agg(scope, configs) from weir.broker_config) as broker_configs,
                      array(select id from weir.partition where topic_id = t.id order by partition) as partition_ids
               from weir.topic t where t.name = $1`,
        values: [name],
      })
      .catch((error: unknown) => {
        throw databaseError(error);
      });
    const row = rows[0];
    if (row === undefined) throw unknownTopic(name);
    return {
      name,
      topicId: row.id,
      isInternal: row.is_internal,
      partitionIds: row.partition_ids,
      limits: appendLimits(row.configs, brokerConfigLayers(row.broker_configs, this.#settings)),
    };
  }
}
