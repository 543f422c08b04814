// One flush of the append queue: all its batches in one function call, which is one transaction and one round trip.
import { freeBytes } from '@weir/protocol';
import type pg from 'pg';

/** One row of the log before it has its offsets. */
export interface EncodedBatch {
  readonly topicId: number;
  readonly partitionId: number;
  readonly recordCount: number;
  readonly maxTimestamp: number;
  readonly attributes: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** RecordBatch v2. */
  readonly bytes: Uint8Array;
}

/** In the order of the numbers that weir.append_batches answers. */
const statuses = [
  'stored',
  'unknown-partition',
  'repeated',
  'repeated-too-late',
  'out-of-order',
  'other-epoch',
  'unknown-producer',
] as const;

/** Besides them one that only a later version of the function has. */
export type AppendStatus = (typeof statuses)[number] | 'not-understood';

export interface AppendedBatch {
  readonly status: AppendStatus;
  /** Where it is stored; of a batch out of order the sequence that was due, of one in another epoch the one that there is. */
  readonly baseOffset: number;
  /** The largest timestamp of what a repeated batch was stored as, else −1. */
  readonly knownTimestamp: number;
}

interface Row {
  readonly statuses: readonly number[];
  readonly base_offsets: readonly number[];
  readonly known_timestamps: readonly number[] | null;
}

/** Batches must come in ascending order of partition ids, those of one partition in the order of their append. */
export async function appendBatches(
  client: pg.Client,
  batches: readonly EncodedBatch[],
): Promise<AppendedBatch[]> {
  const values = batchValues(batches);
  const { rows } = await client.query<Row>({
    name: 'append-batches',
    text: `select statuses, base_offsets, known_timestamps
           from weir.append_batches($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values,
  });
  // pg has sent a copy.
  freeBytes(values.at(-1) as Buffer);
  const answer = rows[0];
  if (answer?.statuses.length !== batches.length)
    throw new Error('append_batches answered another number of batches');
  return batches.map((_, index) => ({
    status: statuses[answer.statuses[index] ?? -1] ?? 'not-understood',
    baseOffset: answer.base_offsets[index] ?? -1,
    knownTimestamp: answer.known_timestamps?.[index] ?? -1,
  }));
}

/** The parameters of a flush's batches: an array per column, and all their bytes. */
export function batchValues(batches: readonly EncodedBatch[]): unknown[] {
  return [
    batches.map(({ topicId }) => topicId),
    batches.map(({ partitionId }) => partitionId),
    batches.map(({ recordCount }) => recordCount),
    batches.map(({ bytes }) => bytes.length),
    batches.map(({ maxTimestamp }) => maxTimestamp),
    batches.map(({ attributes }) => attributes),
    batches.map(({ producerId }) => producerId),
    batches.map(({ producerEpoch }) => producerEpoch),
    batches.map(({ baseSequence }) => baseSequence),
    Buffer.concat(batches.map(({ bytes }) => bytes)),
  ];
}
