// The scrub's place in the log, shared by all gateways, and the batches behind it.
import type pg from 'pg';

export interface ScrubPlace {
  readonly partitionId: number;
  readonly lastOffset: number;
}

export interface ScrubbedBatch {
  readonly partition_id: number;
  readonly base_offset: number;
  readonly last_offset: number;
  readonly record_count: number;
  readonly data: Buffer;
}

/** Before the first batch of all. */
export const scrubStart: ScrubPlace = { partitionId: -1, lastOffset: -1 };

/** The place to go on from; undefined where a gateway took a step less than `restMs` ago. */
export async function takeScrubStep(reads: pg.Pool, restMs: number): Promise<ScrubPlace | undefined> {
  const { rows } = await reads.query<ScrubPlace>({
    name: 'take-scrub-step',
    text: `update weir.scrub set stepped_at = clock_timestamp()
           where stepped_at < clock_timestamp() - $1 * interval '1 millisecond'
           returning partition_id as "partitionId", last_offset as "lastOffset"`,
    values: [restMs],
  });
  return rows[0];
}

/** By bytes, at least one where there is any. */
export async function readBatchesAfter(
  reads: pg.Pool,
  place: ScrubPlace,
  limits: { readonly rows: number; readonly bytes: number },
): Promise<ScrubbedBatch[]> {
  const { rows } = await reads.query<ScrubbedBatch>({
    name: 'read-batches-after',
    text: `select partition_id, base_offset, last_offset, record_count, data from (
             select *, sum(size_bytes) over (order by partition_id, last_offset) - size_bytes as bytes_before
             from (
               select partition_id, base_offset, last_offset, record_count, size_bytes, data from weir.batch
               where (partition_id, last_offset) > ($1::int4, $2::int8)
               order by partition_id, last_offset limit $3
             ) nearest
           ) counted where bytes_before < $4::int8 order by partition_id, last_offset`,
    values: [place.partitionId, place.lastOffset, limits.rows, limits.bytes],
    binary: true,
  } as pg.QueryConfig);
  return rows;
}

/** The places of the next batches, without what they hold: for the day when a batch cannot be read. */
export async function readPlacesAfter(
  reads: pg.Pool,
  place: ScrubPlace,
  rows: number,
): Promise<ScrubPlace[]> {
  const result = await reads.query<ScrubPlace>({
    name: 'read-places-after',
    text: `select partition_id as "partitionId", last_offset as "lastOffset" from weir.batch
           where (partition_id, last_offset) > ($1::int4, $2::int8) order by partition_id, last_offset limit $3`,
    values: [place.partitionId, place.lastOffset, rows],
  });
  return result.rows;
}

/** The batch at that very place; undefined where it was deleted meanwhile. */
export async function readBatchAt(reads: pg.Pool, place: ScrubPlace): Promise<ScrubbedBatch | undefined> {
  const { rows } = await reads.query<ScrubbedBatch>({
    name: 'read-batch-at',
    text: `select partition_id, base_offset, last_offset, record_count, data from weir.batch
           where partition_id = $1::int4 and last_offset = $2::int8`,
    values: [place.partitionId, place.lastOffset],
    binary: true,
  } as pg.QueryConfig);
  return rows[0];
}

export async function keepScrubPlace(reads: pg.Pool, place: ScrubPlace): Promise<void> {
  await reads.query({
    name: 'keep-scrub-place',
    text: 'update weir.scrub set partition_id = $1, last_offset = $2',
    values: [place.partitionId, place.lastOffset],
  });
}
