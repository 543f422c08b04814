// Ends of several logs and the size of the batch that each reader would get next, in one round trip without any records.
import type pg from 'pg';

export interface LogHead {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** As a LogPage has it. */
  readonly rewrites: number;
  /** 0 at the end of the log. */
  readonly nextBatchBytes: number;
}

const text = `
select r.index::int4, p.log_start_offset, p.rewrites, greatest(newest.end_offset, p.log_end_floor) as log_end_offset,
  coalesce(next.size_bytes, 0) as next_batch_bytes
from unnest($1::int4[], $2::int8[]) with ordinality r (partition_id, wanted_offset, index)
join weir.partition p on p.id = r.partition_id
left join lateral (
  select last_offset + 1 as end_offset from weir.batch
  where partition_id = p.id order by last_offset desc limit 1
) newest on true
left join lateral (
  select size_bytes from weir.batch
  where partition_id = p.id and last_offset >= r.wanted_offset order by last_offset limit 1
) next on true`;

interface Row {
  index: number;
  log_start_offset: number;
  log_end_offset: number;
  rewrites: number;
  next_batch_bytes: number;
}

/** In the order of the positions; undefined where the partition does not exist (any more). */
export async function readLogHeads(
  reads: pg.Pool,
  positions: readonly { readonly partitionId: number; readonly offset: number }[],
): Promise<(LogHead | undefined)[]> {
  const { rows } = await reads.query<Row>({
    name: 'read-log-heads',
    text,
    values: [positions.map(({ partitionId }) => partitionId), positions.map(({ offset }) => offset)],
  });
  const heads = new Array<LogHead | undefined>(positions.length).fill(undefined);
  for (const row of rows) {
    heads[row.index - 1] = {
      logStartOffset: row.log_start_offset,
      logEndOffset: row.log_end_offset,
      rewrites: row.rewrites,
      nextBatchBytes: row.next_batch_bytes,
    };
  }
  return heads;
}
