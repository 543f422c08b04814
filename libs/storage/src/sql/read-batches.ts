// Reads pages of several logs in one round trip. A page is whole batches end to end in one binary value: a RecordBatch
// tells its own length, so no other column travels. Ends and batches come from one snapshot.
import type pg from 'pg';

export interface ReadPosition {
  readonly partitionId: number;
  readonly offset: number;
  readonly maxBytes: number;
}

export interface LogPage {
  /** Batches end to end, from the one that holds the offset on; at least one where there is any. */
  readonly bytes: Uint8Array;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** How often compaction rewrote batches of the log: what was read or appended before may look different now. */
  readonly rewrites: number;
}

/** Many small batches cost rows, not bytes: a page has at most this many. */
const MAX_BATCHES_PER_PAGE = 2_000;

/** Exported for the test of what it reads. */
export const readBatchesText = `
select r.index::int4, p.log_start_offset, p.rewrites, greatest(newest.end_offset, p.log_end_floor) as log_end_offset, page.bytes
from unnest($1::int4[], $2::int8[], $3::int4[]) with ordinality r (partition_id, wanted_offset, max_bytes, index)
join weir.partition p on p.id = r.partition_id
left join lateral (
  select last_offset + 1 as end_offset from weir.batch
  where partition_id = p.id order by last_offset desc limit 1
) newest on true
left join lateral (
  select string_agg(data, ''::bytea order by last_offset) as bytes from (
    select data, last_offset from weir.batch
    where partition_id = p.id and last_offset >= r.wanted_offset
      and last_offset <= (select weir.page_end(p.id, r.wanted_offset, r.max_bytes, ${MAX_BATCHES_PER_PAGE}))
    -- keeps the planner to the index, whatever its statistics say
    order by last_offset limit ${MAX_BATCHES_PER_PAGE}
  ) nearest
) page on true`;

interface Row {
  index: number;
  log_start_offset: number;
  log_end_offset: number;
  rewrites: number;
  bytes: Buffer | null;
}

/** Pages in the order of the positions; undefined where the partition does not exist (any more). */
export async function readBatches(
  reads: pg.Pool,
  positions: readonly ReadPosition[],
): Promise<(LogPage | undefined)[]> {
  const { rows } = await reads.query<Row>({
    name: 'read-batches',
    text: readBatchesText,
    values: [
      positions.map(({ partitionId }) => partitionId),
      positions.map(({ offset }) => offset),
      positions.map(({ maxBytes }) => maxBytes),
    ],
    binary: true,
  } as pg.QueryConfig);
  const pages = new Array<LogPage | undefined>(positions.length).fill(undefined);
  for (const { index, log_start_offset, log_end_offset, rewrites, bytes } of rows) {
    pages[index - 1] = {
      bytes: bytes ?? new Uint8Array(0),
      logStartOffset: log_start_offset,
      logEndOffset: log_end_offset,
      rewrites,
    };
  }
  return pages;
}
