// One flush of units, the entries under one idempotency key each: one function call, which is one transaction.
import { freeBytes } from '@weir/protocol';
import type pg from 'pg';
import type { KeyedVerdicts } from '../keyed-verdicts.ts';
import { batchValues } from './append-batches.ts';
import type { EncodedBatch } from './append-batches.ts';

export interface EncodedUnit {
  readonly principal: string;
  readonly key: string;
  readonly fingerprint: Uint8Array;
  readonly verdicts: KeyedVerdicts;
  /** Places in the flush of the batches that the verdicts speak of; none where all entries are refused. */
  readonly batches: readonly number[];
}

/** A key that was stored before, by whomever. */
export interface KnownKey {
  /** Its unit's place in the flush. */
  readonly unit: number;
  /** The fingerprint is the same. */
  readonly isSame: boolean;
  readonly verdicts: KeyedVerdicts;
  readonly baseOffsets: readonly number[];
}

/** Nothing is stored where a key is known or a topic gone. */
export type AppendedUnits =
  | { readonly status: 'stored'; readonly baseOffsets: readonly number[] }
  | { readonly status: 'known'; readonly known: readonly KnownKey[] }
  | { readonly status: 'gone'; readonly topicIds: readonly number[] };

interface Row {
  readonly known: readonly KnownKey[] | null;
  readonly gone_topic_ids: readonly number[] | null;
  readonly base_offsets: readonly number[] | null;
}

/** Batches must come as `appendBatches` wants them; no two units may have the same key. */
export async function appendUnits(
  client: pg.Client,
  units: readonly EncodedUnit[],
  batches: readonly EncodedBatch[],
): Promise<AppendedUnits> {
  const columns = batchValues(batches);
  const { rows } = await client.query<Row>({
    name: 'append-units',
    text: `select known, gone_topic_ids, base_offsets
           from weir.append_units($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    values: [
      units.map(({ principal }) => principal),
      units.map(({ key }) => key),
      units.map(({ fingerprint }) => fingerprint),
      units.map(({ verdicts }) => JSON.stringify(verdicts)),
      units.map((unit) => `{${unit.batches.join(',')}}`),
      ...columns,
    ],
  });
  // pg has sent a copy.
  freeBytes(columns.at(-1) as Buffer);
  const row = rows[0];
  if (row?.known != null) return { status: 'known', known: row.known };
  if (row?.gone_topic_ids != null) return { status: 'gone', topicIds: row.gone_topic_ids };
  const baseOffsets = row?.base_offsets ?? [];
  if (baseOffsets.length !== batches.length)
    throw new Error('append_units answered another number of batches');
  return { status: 'stored', baseOffsets };
}
