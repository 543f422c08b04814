// One atomic commit: one function call, which is one transaction where none is open.
import { freeBytes } from '@weir/protocol';
import type { IdempotencyKey, TransactionalCommit } from '@weir/protocol';
import type pg from 'pg';
import type { KeyedVerdicts } from '../keyed-verdicts.ts';
import { batchValues } from './append-batches.ts';
import type { EncodedBatch } from './append-batches.ts';

export interface EncodedCommit {
  readonly principal: string;
  readonly transaction: TransactionalCommit | undefined;
  readonly idempotency: IdempotencyKey | undefined;
  readonly batches: readonly EncodedBatch[];
  /** Without them it is only asked whether it was committed before. */
  readonly verdicts: KeyedVerdicts | undefined;
  /** Places of the batches that the verdicts speak of. */
  readonly verdictBatches: readonly number[];
}

export type CommitRefusal =
  | 'INVALID_PRODUCER_ID_MAPPING'
  | 'PRODUCER_FENCED'
  | 'DUPLICATE_RESOURCE'
  | 'DUPLICATE_SEQUENCE_NUMBER'
  | 'OUT_OF_ORDER_SEQUENCE_NUMBER';

/** Something is done only where it is stored. */
export type CommittedBatches =
  | { readonly status: 'stored'; readonly baseOffsets: readonly number[] }
  | { readonly status: 'known'; readonly verdicts: KeyedVerdicts; readonly baseOffsets: readonly number[] }
  | { readonly status: 'absent' }
  | { readonly status: 'gone'; readonly topicIds: readonly number[] }
  /** `due` is the epoch or the sequence that there should be. */
  | { readonly status: CommitRefusal; readonly due: number | null };

interface Row {
  readonly status: CommittedBatches['status'];
  readonly known_verdicts: KeyedVerdicts;
  readonly known_offsets: readonly number[];
  readonly gone_topic_ids: readonly number[];
  readonly due: number | null;
  readonly base_offsets: readonly number[] | null;
}

export const COMMIT_STATEMENT = 'commit-batches';

/** Batches must come as `appendBatches` wants them, none with a producer id. */
export async function commitBatches(client: pg.Client, commit: EncodedCommit): Promise<CommittedBatches> {
  const { transaction, idempotency, verdicts } = commit;
  const columns = batchValues(commit.batches);
  const { rows } = await client.query<Row>({
    name: COMMIT_STATEMENT,
    text: `select status, known_verdicts, known_offsets, gone_topic_ids, due, base_offsets from weir.commit_batches(
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    values: [
      transaction?.transactionalId ?? null,
      transaction?.producerId ?? null,
      transaction?.producerEpoch ?? null,
      transaction?.commitSequence ?? null,
      idempotency === undefined ? null : commit.principal,
      idempotency?.key ?? null,
      transaction?.fingerprint ?? idempotency?.fingerprint ?? null,
      verdicts === undefined ? null : JSON.stringify(verdicts),
      commit.verdictBatches,
      ...columns,
    ],
  });
  // pg has sent a copy.
  freeBytes(columns.at(-1) as Buffer);
  return answerOf(rows[0] as Row, commit.batches.length);
}

function answerOf(row: Row, batchCount: number): CommittedBatches {
  const { status } = row;
  switch (status) {
    case 'known':
      return { status, verdicts: row.known_verdicts, baseOffsets: row.known_offsets };
    case 'gone':
      return { status, topicIds: row.gone_topic_ids };
    case 'absent':
      return { status };
    case 'stored': {
      const baseOffsets = row.base_offsets ?? [];
      if (baseOffsets.length !== batchCount)
        throw new Error('commit_batches answered another number of batches');
      return { status, baseOffsets };
    }
    default:
      return { status, due: row.due };
  }
}
