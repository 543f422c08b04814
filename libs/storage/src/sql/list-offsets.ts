// Ends of logs, and the batch at a time.
import type pg from 'pg';

export interface LogEnds {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
}

/** In the order of the ids; undefined where the partition does not exist (any more). */
export async function readLogEnds(
  reads: pg.Pool,
  partitionIds: readonly number[],
): Promise<(LogEnds | undefined)[]> {
  const { rows } = await reads.query<{ id: number; log_start_offset: number; log_end_offset: number }>({
    name: 'read-log-ends',
    text: `select p.id, p.log_start_offset, greatest(newest.end_offset, p.log_end_floor) as log_end_offset
           from weir.partition p
           left join lateral (
             select last_offset + 1 as end_offset from weir.batch
             where partition_id = p.id order by last_offset desc limit 1
           ) newest on true
           where p.id = any($1::int4[])`,
    values: [partitionIds],
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return partitionIds.map((id) => {
    const row = byId.get(id);
    return row && { logStartOffset: row.log_start_offset, logEndOffset: row.log_end_offset };
  });
}

export interface FoundBatch {
  readonly lastOffset: number;
  /** RecordBatch v2. */
  readonly data: Uint8Array;
}

/** The first batch that ends at the offset or later and holds a record of that time (epoch milliseconds) or later. */
export async function findBatchByTimestamp(
  reads: pg.Pool,
  partitionId: number,
  { fromOffset, timestamp }: { readonly fromOffset: number; readonly timestamp: number },
): Promise<FoundBatch | undefined> {
  const { rows } = await reads.query<FoundBatch>({
    name: 'find-batch-by-timestamp',
    text: 'select last_offset as "lastOffset", data from weir.find_batch_by_timestamp($1, $2, $3)',
    values: [partitionId, fromOffset, timestamp],
  });
  return rows[0];
}
