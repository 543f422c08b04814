// LogManager: the one entry to the logs. Finds the log of a topic partition, checks what is appended, joins the group
// commit, reads through the tail cache, and lets fetches wait.
import { freeBytes, KafkaError, setBaseOffset } from '@weir/protocol';
import type {
  AppendEntry,
  AppendResult,
  CommitTransactionRequest,
  DeletedRecords,
  DeleteRecordsPartition,
  FetchedPartition,
  FetchRequest,
  ListedOffset,
  ListOffsetsPartition,
  ProducerIdAndEpoch,
  StoredEntry,
  TopicMetadata,
  TopicStatistics,
} from '@weir/protocol';
import { AtomicCommits } from './atomic-commits.ts';
import { appendLane } from './append-lane.ts';
import { BackgroundWork } from './background-work.ts';
import type { BackgroundSettings } from './background-work.ts';
import { checkAppend } from './check-append.ts';
import type { CommitHook } from './commit-lane.ts';
import { CommitStats } from './commit-stats.ts';
import { databaseError } from './connection.ts';
import type { Database } from './database.ts';
import { deleteRecords } from './delete-records.ts';
import type { AppendOutcome, WaitingAppend } from './encode-flush.ts';
import { FetchWaiter } from './fetch-waiter.ts';
import { fetchFromLogs } from './fetch.ts';
import { Hints } from './hints.ts';
import { KeyedAppends, unitsOf } from './keyed-appends.ts';
import type { Unit } from './keyed-appends.ts';
import type { Lane } from './lane.ts';
import { listOffsets } from './list-offsets.ts';
import { LogStarts } from './log-starts.ts';
import { initProducerId } from './producer-ids.ts';
import type { EncodedBatch } from './sql/append-batches.ts';
import { readAllLogEnds } from './sql/log-ends.ts';
import type { AllLogEnds } from './sql/log-ends.ts';
import { readTopicStatistics } from './sql/topic-statistics.ts';
import { sumOfQueues } from './storage-stats.ts';
import type { StorageStats } from './storage-stats.ts';
import { TailCache } from './tail-cache.ts';
import { TopicCache } from './topic-cache.ts';
import type { CachedTopic } from './topic-cache.ts';
import { unknownTopic } from './topic-store.ts';

export interface LogManagerOptions extends BackgroundSettings {
  readonly database: Database;
  /** Appends flush in this many transactions at once; a partition always uses the same one. */
  readonly appendLanes: number;
  readonly tailCacheBytes: number;
}

/** How old the hot path's view of topics may be, and how late a fetch hears of an append whose hint was lost. */
const METADATA_REFRESH_MS = 500;
const FALLBACK_POLL_MS = 250;

export class LogManager {
  readonly #database: Database;
  readonly #lanes: Lane<WaitingAppend>[];
  readonly #keyed: KeyedAppends;
  readonly #atomic: AtomicCommits;
  readonly #commits = new CommitStats();
  readonly #tails: TailCache;
  readonly #topics: TopicCache;
  readonly #waiter: FetchWaiter;
  readonly #hints: Hints;
  readonly #starts: LogStarts;
  readonly #background: BackgroundWork;

  constructor({ database, appendLanes, tailCacheBytes, ...background }: LogManagerOptions) {
    const { reads } = database;
    const { logger } = database.options;
    const { settings } = background;
    this.#database = database;
    this.#tails = new TailCache(tailCacheBytes);
    this.#topics = new TopicCache({ reads, logger, refreshMs: METADATA_REFRESH_MS, settings });
    this.#waiter = new FetchWaiter({ reads, logger, pollMs: FALLBACK_POLL_MS });
    this.#starts = new LogStarts({
      ...{ reads, logger, refreshMs: METADATA_REFRESH_MS },
      onRewritten: (partitionId) => this.#tails.forget(partitionId),
    });
    this.#background = new BackgroundWork(database, background);
    this.#hints = new Hints({
      connection: database.options,
      logger,
      onGrew: (partitionId, endOffset) => this.#waiter.grew(partitionId, endOffset),
      onTopicsChanged: (isDeletion) => {
        this.topicsChanged();
        if (!isDeletion) return;
        this.#starts.clear();
        this.#waiter.wakeAll();
      },
    });
    const onStored = (batch: EncodedBatch, baseOffset: number): void => this.#stored(batch, baseOffset);
    const laneOptions = { connection: database.options, logger, commits: this.#commits, onStored };
    this.#lanes = Array.from({ length: appendLanes }, () => appendLane(laneOptions));
    this.#keyed = new KeyedAppends({ ...laneOptions, topics: this.#topics });
    this.#atomic = new AtomicCommits({ ...laneOptions, topics: this.#topics });
  }

  async start(): Promise<void> {
    await this.#hints.start();
    await this.#topics.refresh();
    this.#background.start();
  }

  /** Ends waiting fetches, settles what was appended, and lets go of its connections. */
  async close(): Promise<void> {
    this.#waiter.close();
    this.#topics.close();
    this.#starts.close();
    await Promise.all([...this.#lanes, this.#keyed, this.#atomic].map((lane) => lane.close()));
    await Promise.all([this.#hints.close(), this.#background.close()]);
  }

  /** Topics or configs changed here: what is cached is of yesterday. */
  topicsChanged(): void {
    this.#topics.clear();
    this.#background.topicsChanged();
  }

  /** Throws UNKNOWN_TOPIC_OR_PARTITION. */
  async metadata(name: string): Promise<TopicMetadata> {
    const { topicId, isInternal, partitionIds } = await this.#topics.get(name);
    return { name, topicId, isInternal, partitionCount: partitionIds.length };
  }

  /** See Broker.initProducerId. */
  initProducerId(transactionalId: string | undefined): Promise<ProducerIdAndEpoch> {
    return initProducerId(this.#database.reads, transactionalId);
  }

  /** See Broker.append. */
  append(entries: readonly AppendEntry[], principal: string): Promise<AppendResult[]> {
    if (entries.some(({ idempotency }) => idempotency !== undefined))
      return this.#appendKeyed(entries, principal);
    return Promise.all(entries.map((entry) => this.#appendOne(entry)));
  }

  /** See Broker.commitTransaction; the hook writes in the same transaction. */
  commitTransaction(
    request: CommitTransactionRequest,
    principal: string,
    hook?: CommitHook,
  ): Promise<StoredEntry[]> {
    return this.#atomic.commit(request, principal, hook);
  }

  /** See Broker.fetch. */
  fetch(request: FetchRequest, signal?: AbortSignal): Promise<FetchedPartition[]> {
    const { reads } = this.#database;
    return fetchFromLogs(
      { reads, topics: this.#topics, tails: this.#tails, starts: this.#starts, waiter: this.#waiter },
      request,
      signal,
    );
  }

  /** See Broker.deleteRecords. */
  async deleteRecords(partitions: readonly DeleteRecordsPartition[]): Promise<DeletedRecords[]> {
    const { reads } = this.#database;
    const results = await deleteRecords({ reads, topics: this.#topics, starts: this.#starts }, partitions);
    this.#background.recordsDeleted();
    return results;
  }

  /** See Broker.listOffsets. */
  listOffsets(partitions: readonly ListOffsetsPartition[]): Promise<ListedOffset[]> {
    return listOffsets({ reads: this.#database.reads, topics: this.#topics }, partitions);
  }

  /** See Broker.topicStatistics. */
  async statistics(names: readonly string[] | undefined): Promise<TopicStatistics[]> {
    try {
      return await readTopicStatistics(this.#database.reads, names);
    } catch (error) {
      throw databaseError(error);
    }
  }

  /** Throws BROKER_NOT_AVAILABLE. */
  async logEnds(limit: number): Promise<AllLogEnds> {
    try {
      return await readAllLogEnds(this.#database.reads, limit);
    } catch (error) {
      throw databaseError(error);
    }
  }

  stats(): StorageStats {
    const { totalCount, idleCount, waitingCount } = this.#database.reads;
    return {
      commits: this.#commits.snapshot(),
      appendQueue: sumOfQueues([...this.#lanes, this.#keyed, this.#atomic].map(({ queue }) => queue)),
      tailCache: { ...this.#tails.reads, sizeBytes: this.#tails.sizeBytes },
      cleanup: this.#background.cleanup,
      waitingFetches: this.#waiter.waitingCount,
      readPool: { total: totalCount, idle: idleCount, waiting: waitingCount },
    };
  }

  #stored({ partitionId, recordCount, bytes }: EncodedBatch, baseOffset: number): void {
    setBaseOffset(bytes, baseOffset);
    const lastOffset = baseOffset + recordCount - 1;
    this.#tails.add({ partitionId, baseOffset, lastOffset, bytes });
    freeBytes(bytes);
    this.#waiter.grew(partitionId, lastOffset + 1);
    this.#hints.grew(partitionId, lastOffset + 1);
  }

  async #appendKeyed(entries: readonly AppendEntry[], principal: string): Promise<AppendResult[]> {
    const results = new Array<AppendResult>(entries.length);
    const units = unitsOf(entries, principal).map(async (unit) => {
      const verdicts = await this.#appendUnit(unit);
      unit.indexes.forEach((index, place) => (results[index] = verdicts[place] as AppendResult));
    });
    const others = entries.map(async (entry, index) => {
      if (entry.idempotency === undefined) results[index] = await this.#appendOne(entry);
    });
    await Promise.all([...units, ...others]);
    return results;
  }

  async #appendUnit(unit: Unit): Promise<AppendResult[]> {
    try {
      return await this.#keyed.append(unit);
    } catch (error) {
      const verdict = this.#refusal(error);
      return unit.entries.map(() => verdict);
    }
  }

  async #appendOne(entry: AppendEntry): Promise<AppendResult> {
    try {
      let topic = await this.#topics.get(entry.topic);
      let outcome = await this.#enqueue(entry, topic);
      if (outcome.status === 'unknown-partition') {
        // Our view was old: the topic was deleted, and perhaps made anew. The name is what the producer meant.
        const staleId = topic.topicId;
        this.#topics.forget(entry.topic);
        topic = await this.#topics.get(entry.topic);
        if (topic.topicId === staleId) throw unknownTopic(entry.topic);
        outcome = await this.#enqueue(entry, topic);
      }
      if (outcome.status === 'failed') throw outcome.error;
      if (outcome.status === 'unknown-partition') throw unknownTopic(entry.topic);
      const { baseOffset, appendTime, isReplay } = outcome;
      return {
        error: null,
        partition: entry.partition,
        baseOffset,
        appendTime,
        logAppendTime: topic.limits.stampsAppendTime ? appendTime : -1,
        ...(isReplay ? { isReplay } : {}),
      };
    } catch (error) {
      return this.#refusal(error);
    }
  }

  #refusal(error: unknown): { readonly error: KafkaError } {
    if (error instanceof KafkaError) return { error };
    this.#database.options.logger.error({ err: error }, 'append failed unexpectedly');
    const why = 'the append failed for a reason of our own; see the log';
    return { error: new KafkaError('UNKNOWN_SERVER_ERROR', why) };
  }

  #enqueue(entry: AppendEntry, topic: CachedTopic): Promise<AppendOutcome> {
    const checked = checkAppend(entry, topic);
    const lane = this.#lanes[checked.partitionId % this.#lanes.length];
    return new Promise((settle) => lane?.add({ ...checked, settle }));
  }
}
