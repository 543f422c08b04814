// The lanes of atomic commits: each commit is a transaction of its own, in which a hook may write more.
import type { IdempotencyKey, StoredEntry, TransactionalCommit } from '@weir/protocol';
import { KafkaError } from '@weir/protocol';
import type pg from 'pg';
import { databaseError, isConnectionLost } from './connection.ts';
import { encodeFlush } from './encode-flush.ts';
import type { CheckedAppend } from './encode-flush.ts';
import { isKeyTaken } from './keyed-lane.ts';
import type { KeyedLaneOptions } from './keyed-lane.ts';
import { encodeVerdicts, resultsOf } from './keyed-verdicts.ts';
import type { CheckedEntry, EncodedVerdicts } from './keyed-verdicts.ts';
import { Lane } from './lane.ts';
import type { FailedOutcome } from './lane.ts';
import { commitBatches } from './sql/commit-batches.ts';
import type { CommitRefusal, CommittedBatches, EncodedCommit } from './sql/commit-batches.ts';

/**
 * Writes in the transaction of a commit, after its records and before it is committed; a KafkaError that it throws undoes all
 * and is the answer. Not called where the commit is a repeat. Its locks come last in the order of locks.
 */
export type CommitHook = (client: pg.ClientBase) => Promise<void>;

export interface WaitingCommit {
  readonly principal: string;
  readonly transaction: TransactionalCommit | undefined;
  readonly idempotency: IdempotencyKey | undefined;
  /** None where a check refused one of them: then it is only asked whether it was committed before. */
  readonly entries: readonly CheckedEntry<CheckedAppend>[] | undefined;
  readonly appends: readonly CheckedAppend[];
  readonly sizeBytes: number;
  readonly hook: CommitHook | undefined;
  readonly settle: (outcome: CommitOutcome) => void;
}

export type CommitOutcome =
  | { readonly status: 'answered'; readonly results: readonly StoredEntry[] }
  | { readonly status: 'absent' }
  /** Nothing was done: entries go to topics that are not there any more. */
  | { readonly status: 'gone'; readonly topicIds: readonly number[] }
  | { readonly status: 'refused'; readonly refusal: CommitRefusal; readonly due: number | null }
  | FailedOutcome;

export function commitLane(options: KeyedLaneOptions): Lane<WaitingCommit> {
  return new Lane({
    ...options,
    itemsMax: 1,
    addPartitions: ({ appends }, partitions) => {
      for (const { partitionId } of appends) partitions.add(partitionId);
    },
    prepare: (items) => {
      const commit = items[0] as WaitingCommit;
      const encoded = encodeCommit(commit, Date.now());
      return async (client) => {
        try {
          const answer = await options.commits.measure(
            () => write(client, encoded, commit.hook),
            ({ status }) => (status === 'stored' ? encoded.batches : []),
          );
          if (answer.status === 'stored')
            encoded.batches.forEach((batch, i) => options.onStored(batch, answer.baseOffsets[i] as number));
          commit.settle(outcomeOf(answer, encoded));
          return [];
        } catch (error) {
          // Another gateway stored the key in the same moment; the next try finds it.
          if (isKeyTaken(error)) return items;
          throw error;
        }
      };
    },
    split: (items) => [items],
  });
}

function encodeCommit(commit: WaitingCommit, now: number): EncodedCommit {
  const { principal, transaction, idempotency, entries, appends } = commit;
  const flush = encodeFlush(appends, now);
  const { verdicts, batches: verdictBatches }: Partial<EncodedVerdicts> =
    entries === undefined ? {} : encodeVerdicts(entries, { ...flush, first: 0 });
  const { batches } = flush;
  return { principal, transaction, idempotency, batches, verdicts, verdictBatches: verdictBatches ?? [] };
}

async function write(
  client: pg.Client,
  commit: EncodedCommit,
  hook: CommitHook | undefined,
): Promise<CommittedBatches | FailedOutcome> {
  if (hook === undefined) return commitBatches(client, commit);
  await client.query('begin');
  let answer: CommittedBatches;
  try {
    answer = await commitBatches(client, commit);
  } catch (error) {
    if (!isConnectionLost(error)) await client.query('rollback');
    throw error;
  }
  try {
    if (answer.status === 'stored') await hook(client);
  } catch (error) {
    await client.query('rollback');
    return { status: 'failed', error: databaseError(error) };
  }
  const { command } = await client.query('commit');
  if (command === 'COMMIT') return answer;
  // PostgreSQL answers ROLLBACK where a statement has failed and the hook did not say so.
  const why = 'a statement beside the records failed: nothing was stored';
  return { status: 'failed', error: new KafkaError('UNKNOWN_SERVER_ERROR', why) };
}

function outcomeOf(answer: CommittedBatches | FailedOutcome, encoded: EncodedCommit): CommitOutcome {
  switch (answer.status) {
    case 'stored': {
      const own = encoded.verdictBatches.map((batch) => answer.baseOffsets[batch] as number);
      const results = encoded.verdicts === undefined ? [] : resultsOf(encoded.verdicts, own, false);
      return { status: 'answered', results: results as StoredEntry[] };
    }
    case 'known': {
      const results = resultsOf(answer.verdicts, answer.baseOffsets, true);
      return { status: 'answered', results: results as StoredEntry[] };
    }
    case 'absent':
    case 'gone':
    case 'failed':
      return answer;
    default:
      return { status: 'refused', refusal: answer.status, due: answer.due };
  }
}
