// AtomicCommits: entries for many partitions of many topics, stored in one transaction or not at all; fenced by transactional id and
// producer epoch, and safe to repeat by a commit sequence or an idempotency key.
import { KafkaError } from '@weir/protocol';
import type { CommitTransactionRequest, StoredEntry, TransactionalCommit } from '@weir/protocol';
import { appendsOf, checkEntries, checkPartitionCount } from './check-entries.ts';
import { commitLane } from './commit-lane.ts';
import type { CommitHook, CommitOutcome, WaitingCommit } from './commit-lane.ts';
import { checkKey, otherRequest } from './keyed-appends.ts';
import type { KeyedAppendsOptions } from './keyed-appends.ts';
import type { Lane, LaneQueue } from './lane.ts';
import { checkTransactionalId } from './producer-ids.ts';
import type { CommitRefusal } from './sql/commit-batches.ts';
import { sumOfQueues } from './storage-stats.ts';
import type { TopicCache } from './topic-cache.ts';

/** Commits that are written at once: PostgreSQL flushes them together. */
const LANES = 4;
const MAX_SEQUENCE = 2 ** 31 - 1;

export class AtomicCommits {
  readonly #topics: TopicCache;
  readonly #lanes: readonly Lane<WaitingCommit>[];
  #turn = 0;

  constructor(options: KeyedAppendsOptions) {
    this.#topics = options.topics;
    this.#lanes = Array.from({ length: LANES }, () => commitLane(options));
  }

  /** See Lane.queue. */
  get queue(): LaneQueue {
    return sumOfQueues(this.#lanes.map(({ queue }) => queue));
  }

  /** See Broker.commitTransaction. */
  async commit(
    request: CommitTransactionRequest,
    principal: string,
    hook?: CommitHook,
  ): Promise<StoredEntry[]> {
    checkRequest(request);
    const gone = new Set<number>();
    for (;;) {
      const outcome = await this.#commitOnce(request, { principal, hook, gone });
      if (outcome.status === 'answered') {
        if (outcome.results.length === request.entries.length) return [...outcome.results];
        throw refused(request, 'DUPLICATE_RESOURCE', null);
      }
      if (outcome.status === 'refused') throw refused(request, outcome.refusal, outcome.due);
      if (outcome.status === 'failed') throw outcome.error;
      // Our view was old: topics were deleted, and perhaps made anew. Their names are what the producer meant.
      if (outcome.status === 'gone') for (const topicId of outcome.topicIds) gone.add(topicId);
    }
  }

  /** Resolves when everything that was to be committed is settled. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  /** Never answers `absent`. */
  async #commitOnce(
    { entries, transaction, idempotency }: CommitTransactionRequest,
    { principal, hook, gone }: { principal: string; hook: CommitHook | undefined; gone: ReadonlySet<number> },
  ): Promise<CommitOutcome> {
    const checked = await checkEntries(this.#topics, entries, gone);
    const appends = appendsOf(checked);
    const fault = faultOf(checked, appends);
    // What could not be stored now may have been stored when it first came.
    if (fault !== undefined && transaction === undefined && idempotency === undefined) throw fault;
    const lane = this.#lanes[this.#turn++ % LANES] as Lane<WaitingCommit>;
    const outcome = await new Promise<CommitOutcome>((settle) =>
      lane.add({
        ...{ principal, transaction, idempotency, hook, settle },
        entries: fault === undefined ? checked : undefined,
        appends: fault === undefined ? appends : [],
        sizeBytes: appends.reduce((sum, append) => sum + append.sizeBytes, 0),
      }),
    );
    if (outcome.status === 'absent' && fault !== undefined) throw fault;
    return outcome;
  }
}

type Checked = Awaited<ReturnType<typeof checkEntries>>;

function faultOf(checked: Checked, appends: WaitingCommit['appends']): KafkaError | undefined {
  for (const [entry, one] of checked.entries())
    if ('error' in one) {
      const { errorName, message, details } = one.error;
      return new KafkaError(errorName, message, { ...details, entry });
    }
  try {
    checkPartitionCount(appends, 'the records of one commit');
    return undefined;
  } catch (error) {
    if (error instanceof KafkaError) return error;
    throw error;
  }
}

/** Throws INVALID_REQUEST. */
function checkRequest({ entries, transaction, idempotency }: CommitTransactionRequest): void {
  if (transaction !== undefined && idempotency !== undefined)
    throw invalid(
      'a commit is safe to repeat by its commit sequence or by an Idempotency-Key: send one of them',
    );
  if (idempotency !== undefined) checkKey(idempotency.key);
  if (transaction !== undefined) checkTransaction(transaction);
  if (entries.some(({ batch }) => batch.producerRecords === undefined && batch.header.producerId >= 0))
    throw invalid('batches of a commit carry no producer id: the commit sequence makes it safe to repeat');
}

function checkTransaction(transaction: TransactionalCommit): void {
  const { transactionalId, producerId, producerEpoch, commitSequence } = transaction;
  checkTransactionalId(transactionalId);
  const isInteger = (value: number, max: number) => Number.isSafeInteger(value) && value >= 0 && value <= max;
  if (!isInteger(producerId, Number.MAX_SAFE_INTEGER) || !isInteger(producerEpoch, 32_767))
    throw invalid('producer id and producer epoch are those that initProducerId gave');
  if (!isInteger(commitSequence, MAX_SEQUENCE))
    throw invalid(`a commit sequence is a whole number from 0 to ${MAX_SEQUENCE}`);
}

function invalid(message: string): KafkaError {
  return new KafkaError('INVALID_REQUEST', message);
}

function refused(
  { transaction, idempotency }: CommitTransactionRequest,
  refusal: CommitRefusal,
  due: number | null,
): KafkaError {
  if (transaction === undefined) return otherRequest(idempotency?.key ?? '');
  const { transactionalId, producerId, producerEpoch, commitSequence } = transaction;
  const messages: Readonly<Record<CommitRefusal, string>> = {
    INVALID_PRODUCER_ID_MAPPING: `producer ${producerId} is not that of transactional id "${transactionalId}", or the id has expired: initialise it`,
    PRODUCER_FENCED: `transactional id "${transactionalId}" is at epoch ${due}, not ${producerEpoch}: a newer instance has taken over`,
    DUPLICATE_RESOURCE: `commit sequence ${commitSequence} of transactional id "${transactionalId}" belongs to another request: a new commit takes the next one, and a repeat the same body`,
    DUPLICATE_SEQUENCE_NUMBER: `commit sequence ${commitSequence} of transactional id "${transactionalId}" was committed, and others after it: ${due} is due`,
    OUT_OF_ORDER_SEQUENCE_NUMBER: `commit sequence ${commitSequence} of transactional id "${transactionalId}" leaves a gap: ${due} is due`,
  };
  return new KafkaError(refusal, messages[refusal], {
    transactionalId,
    producerId,
    producerEpoch,
    commitSequence,
  });
}
