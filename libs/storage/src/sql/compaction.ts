// Compaction's statements: how dirty logs are, the batches of a pass, and what becomes of them.
import type pg from 'pg';
import { readRecordBatchHeader } from '@weir/protocol';

/** A compacted topic, and the youngest time (epoch milliseconds) of records that may be compacted; null: any. */
export interface CompactedTopic {
  readonly topicId: number;
  readonly youngest: number | null;
}

/** How dirty a log is. Bytes are those of the batches. */
export interface LogDirt {
  readonly partitionId: number;
  readonly topicId: number;
  /** Before it no key has two records. */
  readonly cleanUntil: number;
  readonly cleanBytes: number;
  /** What comes after it may be compacted up to here: the newest batch never is. At most cleanUntil where there is nothing. */
  readonly cleanableUntil: number;
  readonly cleanableBytes: number;
  /** Newest time in the first batch that is not clean; null where there is none. */
  readonly firstDirtyTimestamp: number | null;
  /** The earliest time at which tombstones may go; null where there are none. */
  readonly nextHorizon: number | null;
  /** Of a pass that was begun: where it ends. */
  readonly passUntil: number | null;
  readonly passPosition: number | null;
}

const logDirt = `
select p.id as "partitionId", p.topic_id as "topicId", coalesce(c.clean_until, 0) as "cleanUntil",
       greatest(coalesce(dirty.bytes_before, ends.bytes_before) - p.removed_bytes, 0) as "cleanBytes",
       ends.until as "cleanableUntil",
       greatest(ends.bytes_before - dirty.bytes_before, 0) as "cleanableBytes",
       dirty.max_timestamp as "firstDirtyTimestamp", c.next_horizon as "nextHorizon",
       c.pass_until as "passUntil", c.pass_position as "passPosition"
from unnest($1::int4[], $2::int8[]) compacted (topic_id, youngest)
join weir.partition p on p.topic_id = compacted.topic_id
left join weir.compaction c on c.partition_id = p.id
cross join lateral (
  select base_offset, log_bytes - size_bytes as bytes_before from weir.batch
  where partition_id = p.id order by last_offset desc limit 1
) newest
left join lateral (
  select log_bytes - size_bytes as bytes_before, max_timestamp from weir.batch
  where partition_id = p.id and last_offset >= greatest(c.clean_until, p.oldest_offset) order by last_offset limit 1
) dirty on true
left join lateral (
  select b.base_offset, b.log_bytes - b.size_bytes as bytes_before
  from weir.find_batch_by_timestamp(p.id, greatest(c.clean_until, p.oldest_offset), compacted.youngest) young
  join weir.batch b on b.partition_id = p.id and b.last_offset = young.last_offset
) young on compacted.youngest is not null
cross join lateral (
  select least(newest.base_offset, young.base_offset) as until,
         least(newest.bytes_before, young.bytes_before) as bytes_before
) ends`;

/** Of all logs of these topics that hold anything. */
export async function readLogDirt(
  client: pg.ClientBase,
  topics: readonly CompactedTopic[],
): Promise<LogDirt[]> {
  const { rows } = await client.query<LogDirt>({
    name: 'log-dirt',
    text: logDirt,
    values: [topics.map(({ topicId }) => topicId), topics.map(({ youngest }) => youngest)],
  });
  return rows;
}

export interface StoredBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly recordCount: number;
  readonly isControl: boolean;
  readonly deleteHorizon: number | null;
  /** RecordBatch v2. */
  readonly data: Uint8Array;
}

export interface BatchRange {
  readonly partitionId: number;
  readonly from: number;
  /** Batches that begin there or later are not read. */
  readonly until: number;
}

/** The first batches of the range, by bytes; at least one where there is any. */
export async function readBatchRange(
  client: pg.ClientBase,
  { partitionId, from, until }: BatchRange,
  limits: { readonly rows: number; readonly bytes: number },
): Promise<StoredBatch[]> {
  const { rows } = await client.query<StoredBatch>({
    name: 'batch-range',
    text: `select base_offset as "baseOffset", last_offset as "lastOffset", record_count as "recordCount",
                  is_control as "isControl", delete_horizon as "deleteHorizon", data
           from (
             select *, sum(size_bytes) over (order by last_offset) - size_bytes as bytes_before
             from (
               select * from weir.batch
               where partition_id = $1::int4 and last_offset >= $2::int8 and base_offset < $3::int8
               order by last_offset limit $4
             ) nearest
           ) counted where bytes_before < $5::int8 order by last_offset`,
    values: [partitionId, from, until, limits.rows, limits.bytes],
    binary: true,
  } as pg.QueryConfig);
  return rows;
}

/** Begins a pass, or sets another end to the one that was begun. */
export async function beginPass(client: pg.ClientBase, partitionId: number, until: number): Promise<void> {
  await client.query({
    name: 'begin-pass',
    text: `insert into weir.compaction (partition_id, clean_until, pass_until, pass_position)
             select id, 0, $2, 0 from weir.partition where id = $1
           on conflict (partition_id) do update set
             next_horizon = case when compaction.pass_position is null then null else compaction.next_horizon end,
             pass_until = $2, pass_position = coalesce(compaction.pass_position, 0)`,
    values: [partitionId, until],
  });
}

export async function endPass(client: pg.ClientBase, partitionId: number, until: number): Promise<void> {
  await client.query({
    name: 'end-pass',
    text: `update weir.compaction set clean_until = greatest(clean_until, $2), pass_until = null, pass_position = null
           where partition_id = $1`,
    values: [partitionId, until],
  });
}

/** What becomes of a batch. */
export interface CompactedBatch {
  readonly lastOffset: number;
  /** Undefined where no record is left: the batch goes. */
  readonly bytes: Uint8Array | undefined;
  /** From when on its tombstones may go; null where it has none. */
  readonly deleteHorizon: number | null;
  /** The bytes are other ones than before. */
  readonly isRewritten: boolean;
  /** The bytes or the delete horizon are other ones. */
  readonly isChanged: boolean;
}

export interface CompactionStep {
  readonly partitionId: number;
  /** Where the pass goes on afterwards. */
  readonly position: number;
  /** Of all batches up to there that were read. */
  readonly batches: readonly CompactedBatch[];
}

/** Writes what changed and the pass's position, in one transaction. Answers what it took out. */
export async function writeCompacted(
  client: pg.ClientBase,
  { partitionId, position, batches }: CompactionStep,
): Promise<{ readonly records: number; readonly bytes: number }> {
  const horizons = batches.flatMap(({ deleteHorizon }) => (deleteHorizon === null ? [] : [deleteHorizon]));
  const changed = batches.filter(({ isChanged }) => isChanged);
  const headers = changed.map(({ bytes }) =>
    bytes === undefined ? undefined : readRecordBatchHeader(bytes),
  );
  const rewritten = changed.map(({ bytes, isRewritten }) => (isRewritten ? bytes : undefined));
  const { rows } = await client.query<{ records: number; bytes: number }>({
    name: 'compact-batches',
    text: 'select records, bytes from weir.compact_batches($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      partitionId,
      position,
      horizons.length === 0 ? null : Math.min(...horizons),
      changed.map(({ lastOffset }) => lastOffset),
      headers.map((header) => header?.recordCount ?? 0),
      rewritten.map((bytes) => bytes?.length ?? 0),
      headers.map((header) => header?.maxTimestamp ?? -1),
      changed.map(({ deleteHorizon }) => deleteHorizon),
      Buffer.concat(rewritten.filter((bytes) => bytes !== undefined)),
    ],
  });
  return rows[0] ?? { records: 0, bytes: 0 };
}
