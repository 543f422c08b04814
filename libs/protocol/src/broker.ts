// Broker: the one seam that edges, Connect, Streams and KSQL stand on. Types only; docs/broker.md is its plan, a row per
// method. It holds what is built and grows with the engines; no method answers "not implemented".
import type { Batch } from './batch.ts';
import type { KafkaError } from './errors.ts';
import type {
  DeletedRecords,
  DeleteRecordsPartition,
  ListedOffset,
  ListOffsetsPartition,
} from './log-offsets.ts';
import type { TopicPartition } from './record.ts';

/** Who calls, for how long, and under which trace. Every call carries one. */
export interface RequestContext {
  /** Kafka's principal form, `User:name`; `User:ANONYMOUS` where nobody signed in. */
  readonly principal: string;
  readonly clientId: string;
  /** W3C trace context of the caller, if it sent one. */
  readonly traceparent?: string;
  /** Of the same trace, where the caller sent one beside `traceparent`. */
  readonly tracestate?: string;
  /** Aborts waiting (a long poll whose client went away); never undoes an append that was already handed over. */
  readonly signal?: AbortSignal;
}

export interface ClusterDescription {
  readonly clusterId: string;
  /** One broker id, the same on every gateway of the cluster. */
  readonly brokerId: number;
}

/** Who set a config: the topic, the one broker, the whole cluster, a gateway's settings, or nobody. */
export type ConfigSource =
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG';

/** A value that a config has, or would have if those before it were deleted. */
export interface ConfigSynonym {
  /** A broker config may stand in for a topic config of another name. */
  readonly name: string;
  readonly value: string;
  readonly source: ConfigSource;
}

/** One effective config of a topic or of the broker. `value` is the text form that Kafka uses. */
export interface ConfigEntry {
  readonly name: string;
  readonly value: string;
  readonly source: ConfigSource;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  /** The effective one first. */
  readonly synonyms: readonly ConfigSynonym[];
  readonly documentation: string;
}

/** What a producer or consumer needs to address a topic (Kafka's Metadata API). May be up to a second old. */
export interface TopicMetadata {
  readonly name: string;
  readonly topicId: number;
  readonly partitionCount: number;
  readonly isInternal: boolean;
}

/** Of Kafka's Metadata request. */
export interface MetadataOptions {
  /** Default true; whoever only reads says false. */
  readonly allowAutoTopicCreation?: boolean;
}

/** A topic as the database has it now (Kafka's DescribeTopicPartitions and DescribeConfigs). */
export interface TopicDescription extends TopicMetadata {
  readonly configs: readonly ConfigEntry[];
}

export interface CreateTopicRequest {
  readonly name: string;
  /** Default: the server's `num.partitions`. */
  readonly partitionCount?: number;
  /** Overrides of Kafka's topic configs, by Kafka's names. */
  readonly configs?: Readonly<{ [name: string]: string | null }>;
  /** Check everything, create nothing. */
  readonly validateOnly?: boolean;
}

export interface CreatePartitionsRequest {
  readonly name: string;
  /** The new total. */
  readonly partitionCount: number;
  readonly validateOnly?: boolean;
}

/** DELETE goes back to what is in force without it. */
export type ConfigAlteration =
  | { readonly name: string; readonly operation: 'SET'; readonly value: string }
  | { readonly name: string; readonly operation: 'DELETE' };

export interface AlterTopicConfigsRequest {
  readonly topics: readonly { readonly name: string; readonly alterations: readonly ConfigAlteration[] }[];
  readonly validateOnly?: boolean;
}

/** The verdict on one topic: all of its alterations are in force, or none. */
export interface AlterTopicConfigsResult {
  readonly name: string;
  readonly error: KafkaError | null;
}

export interface AlterBrokerConfigsRequest {
  /** `cluster`: the default of every broker; what is set for the one `broker` goes before it. */
  readonly scope: 'broker' | 'cluster';
  readonly alterations: readonly ConfigAlteration[];
  readonly validateOnly?: boolean;
}

export interface PartitionStatistics {
  readonly partition: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly records: number;
  readonly sizeBytes: number;
}

export interface TopicStatistics {
  readonly name: string;
  readonly isInternal: boolean;
  readonly records: number;
  readonly sizeBytes: number;
  readonly partitions: readonly PartitionStatistics[];
}

/** What makes an append safe to repeat (the Idempotency-Key header of HTTP). Keys belong to the caller's principal. */
export interface IdempotencyKey {
  readonly key: string;
  /** SHA-256 of all that was asked for: the same key with another one is refused with DUPLICATE_RESOURCE. */
  readonly fingerprint: Uint8Array;
}

/** Of Kafka's InitProducerId. */
export interface InitProducerIdRequest {
  /** Names the producer over all its restarts. */
  readonly transactionalId?: string;
}

/** What a producer writes into its batches, beside a sequence per partition that counts its records from 0. */
export interface ProducerIdAndEpoch {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** Records for one partition. */
export interface CommitEntry extends TopicPartition {
  readonly batch: Batch;
}

export interface AppendEntry extends CommitEntry {
  /**
   * Entries of one call under one key are stored together, once: whoever repeats them, in the same order, gets their first
   * verdicts. Where nothing of them was stored the key is not kept.
   */
  readonly idempotency?: IdempotencyKey;
}

/** A commit of a transactional producer: refused once the id was initialised anew, and safe to repeat. */
export interface TransactionalCommit extends ProducerIdAndEpoch {
  readonly transactionalId: string;
  /** Counts the commits of the epoch from 0; 0 follows 2^31 − 1. */
  readonly commitSequence: number;
  /** SHA-256 of all that was asked for: the same sequence with another one is refused with DUPLICATE_RESOURCE. */
  readonly fingerprint: Uint8Array;
}

export interface CommitTransactionRequest {
  /** Of any topics and partitions; those of one partition are stored in their order. */
  readonly entries: readonly CommitEntry[];
  readonly transaction?: TransactionalCommit;
  /** For who has no transactional id. */
  readonly idempotency?: IdempotencyKey;
}

/** Where an entry is stored. */
export interface StoredEntry {
  readonly error: null;
  /** The entry's own, but for a repeated append: then the one that the first took. */
  readonly partition: number;
  readonly baseOffset: number;
  /** Epoch milliseconds where the topic stamps records (LogAppendTime), else −1. */
  readonly logAppendTime: number;
  /** The timestamp given to records that came without one: epoch milliseconds. */
  readonly appendTime: number;
  /** The verdict is that of an earlier append: under the same idempotency key, or of the same producer's batch. */
  readonly isReplay?: boolean;
}

/** The verdict on one entry: stored whole at `baseOffset`, or refused with an error and nothing of it stored. */
export type AppendResult = StoredEntry | { readonly error: KafkaError; readonly isReplay?: boolean };

export type IsolationLevel = 'read_uncommitted' | 'read_committed';

export interface FetchPartition extends TopicPartition {
  /** First offset wanted. */
  readonly offset: number;
  /** Default: the request's `maxBytes`. */
  readonly maxBytes?: number;
}

export interface FetchRequest {
  readonly partitions: readonly FetchPartition[];
  /** How long to wait for `minBytes`; 0 answers at once. */
  readonly maxWaitMs: number;
  readonly minBytes: number;
  /** A bound on all partitions together; one batch is given even where it alone is larger. */
  readonly maxBytes: number;
  readonly isolationLevel?: IsolationLevel;
}

export interface FetchedPartition extends TopicPartition {
  readonly error: KafkaError | null;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** Whole batches: the first may begin before the offset asked for, readers skip to it. */
  readonly batches: readonly Batch[];
  /** Nobody else reads the bytes of the batches, which share one buffer: `freeBytes` may take it when they are done with. */
  readonly isExclusive?: boolean;
}

export interface Broker {
  describeCluster(context: RequestContext): Promise<ClusterDescription>;

  /**
   * Throws UNKNOWN_TOPIC_OR_PARTITION. Answers from memory where it can: the hot path's view of a topic. Creates it where
   * topics are created on use, unless told not to.
   */
  metadata(topic: string, context: RequestContext, options?: MetadataOptions): Promise<TopicMetadata>;
  /** Sorted by name. */
  listTopics(context: RequestContext): Promise<TopicDescription[]>;
  /** Throws UNKNOWN_TOPIC_OR_PARTITION. */
  describeTopic(name: string, context: RequestContext): Promise<TopicDescription>;
  /** Throws TOPIC_ALREADY_EXISTS, INVALID_TOPIC_EXCEPTION, INVALID_PARTITIONS, INVALID_CONFIG. */
  createTopic(request: CreateTopicRequest, context: RequestContext): Promise<TopicDescription>;
  /** Throws UNKNOWN_TOPIC_OR_PARTITION, INVALID_PARTITIONS. */
  createPartitions(request: CreatePartitionsRequest, context: RequestContext): Promise<TopicDescription>;
  /** Throws UNKNOWN_TOPIC_OR_PARTITION. */
  deleteTopic(name: string, context: RequestContext): Promise<void>;
  /**
   * A verdict per topic, in their order: UNKNOWN_TOPIC_OR_PARTITION, INVALID_CONFIG, INVALID_REQUEST. What is altered is in
   * force on every gateway within a second.
   */
  alterTopicConfigs(
    request: AlterTopicConfigsRequest,
    context: RequestContext,
  ): Promise<AlterTopicConfigsResult[]>;
  /** Sorted by name. */
  describeBrokerConfigs(context: RequestContext): Promise<ConfigEntry[]>;
  /** All or nothing; in force everywhere within a second. Throws INVALID_CONFIG, INVALID_REQUEST. */
  alterBrokerConfigs(request: AlterBrokerConfigsRequest, context: RequestContext): Promise<void>;
  /** Of all topics, or of those named (unknown names are left out); sorted by name. */
  topicStatistics(names: readonly string[] | undefined, context: RequestContext): Promise<TopicStatistics[]>;

  /**
   * A producer id of its own, epoch 0; a transactional id gets the one that it has, with the next epoch (and another one where the
   * epochs are used up). From then on nothing is stored under its former epochs. Throws INVALID_REQUEST.
   */
  initProducerId(request: InitProducerIdRequest, context: RequestContext): Promise<ProducerIdAndEpoch>;
  /**
   * Appends each entry to its log; resolves when all verdicts are known, durable ones committed, in the order of the
   * entries. One bad entry never fails its neighbours. Verdicts of an outage: BROKER_NOT_AVAILABLE and KAFKA_STORAGE_ERROR
   * (nothing of the entry was stored), NETWORK_EXCEPTION (whether it was stored is unknown).
   * A batch that carries a producer id is stored once and in sequence, as Kafka does it: a repeat gets the first verdict or, if
   * too late, DUPLICATE_SEQUENCE_NUMBER; else OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_PRODUCER_EPOCH, UNKNOWN_PRODUCER_ID (never given out).
   */
  append(entries: readonly AppendEntry[], context: RequestContext): Promise<AppendResult[]>;
  /**
   * Stores all entries, in one transaction, or none: then it throws, with the number of the `entry` at fault in the error's
   * details. A repeat, under the same commit sequence or idempotency key, gets the first answer. Besides what `append` refuses:
   * PRODUCER_FENCED (an epoch that is over), INVALID_PRODUCER_ID_MAPPING (the transactional id has another producer id, or has
   * expired), OUT_OF_ORDER_SEQUENCE_NUMBER and DUPLICATE_SEQUENCE_NUMBER (of the commit sequence), DUPLICATE_RESOURCE,
   * INVALID_REQUEST (batches with a producer id; both ways of repeating at once). After NETWORK_EXCEPTION the outcome is unknown:
   * repeat it.
   */
  commitTransaction(request: CommitTransactionRequest, context: RequestContext): Promise<StoredEntry[]>;
  /** Long poll. Per partition: OFFSET_OUT_OF_RANGE, UNKNOWN_TOPIC_OR_PARTITION; an error there answers at once. */
  fetch(request: FetchRequest, context: RequestContext): Promise<FetchedPartition[]>;
  /** Always from the database: what was acknowledged anywhere is counted. */
  listOffsets(partitions: readonly ListOffsetsPartition[], context: RequestContext): Promise<ListedOffset[]>;
  /**
   * Raises log start offsets (Kafka's DeleteRecords); an offset before the log start changes nothing. Per partition:
   * OFFSET_OUT_OF_RANGE (beyond the log end), UNKNOWN_TOPIC_OR_PARTITION, POLICY_VIOLATION (the topic is compacted only). No
   * gateway gives what was deleted a second later; its space is freed in the background.
   */
  deleteRecords(
    partitions: readonly DeleteRecordsPartition[],
    context: RequestContext,
  ): Promise<DeletedRecords[]>;
}
