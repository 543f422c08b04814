// PostgresBroker: Broker over the storage. It only puts the parts together; what they do is in @weir/storage.
import type {
  AlterBrokerConfigsRequest,
  AlterTopicConfigsRequest,
  AlterTopicConfigsResult,
  AppendEntry,
  AppendResult,
  Broker,
  ClusterDescription,
  CommitTransactionRequest,
  ConfigEntry,
  CreatePartitionsRequest,
  CreateTopicRequest,
  DeletedRecords,
  DeleteRecordsPartition,
  FetchedPartition,
  FetchRequest,
  InitProducerIdRequest,
  ListedOffset,
  ListOffsetsPartition,
  MetadataOptions,
  ProducerIdAndEpoch,
  RequestContext,
  StoredEntry,
  TopicDescription,
  TopicMetadata,
  TopicStatistics,
} from '@weir/protocol';
import { KafkaError, topicNameFault } from '@weir/protocol';
import {
  BrokerConfigStore,
  databaseError,
  LogManager,
  MetadataAccess,
  openDatabase,
  TopicStore,
} from '@weir/storage';
import type { AllLogEnds, CleanupSettings, Database, DatabaseOptions, StorageStats } from '@weir/storage';

export interface PostgresBrokerOptions extends DatabaseOptions, CleanupSettings {
  readonly appendLanes: number;
  readonly tailCacheBytes: number;
  /** How fast stored batches are read again and checked against their checksums; 0 is never. */
  readonly scrubBytesPerSecond: number;
  /** How long an idempotency key is honoured at least. */
  readonly idempotencyKeyRetentionMs: number;
  /** How long the state of a producer outlives its batches. */
  readonly producerIdExpirationMs: number;
  /** How long a transactional id is kept after its last use. */
  readonly transactionalIdExpirationMs: number;
  /** Partitions of a topic that is created without a number. */
  readonly numPartitions: number;
  /** The `max.message.bytes` of topics that set none of their own. */
  readonly messageMaxBytes: number;
  /** Create a topic when it is first asked for. */
  readonly autoCreateTopicsEnable: boolean;
}

/** Migrates the database first. Throws DatabaseUnusableError with one line that says what to do. */
export async function openPostgresBroker(options: PostgresBrokerOptions): Promise<PostgresBroker> {
  const database = await openDatabase(options);
  const broker = new PostgresBroker(database, options);
  await broker.start();
  return broker;
}

/** Every gateway of a cluster answers as this one broker. */
const BROKER_ID = 1;

export class PostgresBroker implements Broker {
  readonly #database: Database;
  readonly #options: PostgresBrokerOptions;
  readonly #topics: TopicStore;
  readonly #configs: BrokerConfigStore;
  readonly #logs: LogManager;

  constructor(database: Database, options: PostgresBrokerOptions) {
    const settings = configSettings(options);
    this.#database = database;
    this.#options = options;
    this.#logs = new LogManager({ ...options, database, settings });
    const access = new MetadataAccess({
      dataSource: database.dataSource,
      onChange: () => this.#logs.topicsChanged(),
    });
    this.#configs = new BrokerConfigStore({ access, settings });
    this.#topics = new TopicStore({
      access,
      brokerConfigs: this.#configs,
      defaultPartitionCount: options.numPartitions,
    });
  }

  start(): Promise<void> {
    return this.#logs.start();
  }

  /** Throws BROKER_NOT_AVAILABLE where the database does not answer. */
  async ping(): Promise<void> {
    try {
      await this.#database.reads.query('select 1');
    } catch (error) {
      throw databaseError(error);
    }
  }

  /** What this process has done since its start and does now; costs next to nothing. */
  stats(): StorageStats {
    return this.#logs.stats();
  }

  /** From the database; logs beyond the first `limit` are counted only. Throws BROKER_NOT_AVAILABLE. */
  logEnds(limit: number): Promise<AllLogEnds> {
    return this.#logs.logEnds(limit);
  }

  /** Ends waiting fetches, settles the appends in flight, then disconnects. */
  async close(): Promise<void> {
    await this.#logs.close();
    await this.#database.close();
  }

  describeCluster(_context: RequestContext): Promise<ClusterDescription> {
    return Promise.resolve({ clusterId: this.#database.clusterId, brokerId: BROKER_ID });
  }

  async metadata(
    topic: string,
    context: RequestContext,
    { allowAutoTopicCreation = true }: MetadataOptions = {},
  ): Promise<TopicMetadata> {
    try {
      return await this.#logs.metadata(topic);
    } catch (error) {
      if (!allowAutoTopicCreation || !this.#createsOnUse(topic, error)) throw error;
      await this.createTopic({ name: topic }, context).catch(ignoreExisting);
      return this.#logs.metadata(topic);
    }
  }

  listTopics(_context: RequestContext): Promise<TopicDescription[]> {
    return this.#topics.list();
  }

  describeTopic(name: string, _context: RequestContext): Promise<TopicDescription> {
    return this.#topics.get(name);
  }

  createTopic(request: CreateTopicRequest, _context: RequestContext): Promise<TopicDescription> {
    return this.#topics.create(request);
  }

  createPartitions(request: CreatePartitionsRequest, _context: RequestContext): Promise<TopicDescription> {
    return this.#topics.createPartitions(request);
  }

  deleteTopic(name: string, _context: RequestContext): Promise<void> {
    return this.#topics.delete(name);
  }

  alterTopicConfigs(
    request: AlterTopicConfigsRequest,
    _context: RequestContext,
  ): Promise<AlterTopicConfigsResult[]> {
    return this.#topics.alterConfigs(request);
  }

  describeBrokerConfigs(_context: RequestContext): Promise<ConfigEntry[]> {
    return this.#configs.describe();
  }

  alterBrokerConfigs(request: AlterBrokerConfigsRequest, _context: RequestContext): Promise<void> {
    return this.#configs.alter(request);
  }

  topicStatistics(
    names: readonly string[] | undefined,
    _context: RequestContext,
  ): Promise<TopicStatistics[]> {
    return this.#logs.statistics(names);
  }

  initProducerId(
    { transactionalId }: InitProducerIdRequest,
    _context: RequestContext,
  ): Promise<ProducerIdAndEpoch> {
    return this.#logs.initProducerId(transactionalId);
  }

  append(entries: readonly AppendEntry[], context: RequestContext): Promise<AppendResult[]> {
    return this.#logs.append(entries, context.principal);
  }

  commitTransaction(request: CommitTransactionRequest, context: RequestContext): Promise<StoredEntry[]> {
    return this.#logs.commitTransaction(request, context.principal);
  }

  fetch(request: FetchRequest, context: RequestContext): Promise<FetchedPartition[]> {
    return this.#logs.fetch(request, context.signal);
  }

  listOffsets(
    partitions: readonly ListOffsetsPartition[],
    _context: RequestContext,
  ): Promise<ListedOffset[]> {
    return this.#logs.listOffsets(partitions);
  }

  deleteRecords(
    partitions: readonly DeleteRecordsPartition[],
    _context: RequestContext,
  ): Promise<DeletedRecords[]> {
    return this.#logs.deleteRecords(partitions);
  }

  #createsOnUse(topic: string, error: unknown): boolean {
    return (
      this.#options.autoCreateTopicsEnable &&
      error instanceof KafkaError &&
      error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION' &&
      topicNameFault(topic) === undefined
    );
  }
}

/** What the options say of Kafka's broker configs. */
function configSettings({
  autoCreateTopicsEnable,
  logCleanerBackoffMs,
  logCleanerDedupeBufferSize,
  logRetentionCheckIntervalMs,
  messageMaxBytes,
  numPartitions,
}: PostgresBrokerOptions): Readonly<{ [name: string]: string }> {
  return {
    'auto.create.topics.enable': String(autoCreateTopicsEnable),
    'log.cleaner.backoff.ms': String(logCleanerBackoffMs),
    'log.cleaner.dedupe.buffer.size': String(logCleanerDedupeBufferSize),
    'log.retention.check.interval.ms': String(logRetentionCheckIntervalMs),
    'message.max.bytes': String(messageMaxBytes),
    'num.partitions': String(numPartitions),
  };
}

/** Somebody else created the topic at the same moment: as good as our own. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof KafkaError) || error.errorName !== 'TOPIC_ALREADY_EXISTS') throw error;
}
