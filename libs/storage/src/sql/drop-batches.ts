// Dropping the oldest batches of logs: which logs have some that are due, and one bounded step in one of them.
import type pg from 'pg';

/** What a log's topic lets it keep; null where there is no such limit. */
export interface RetentionBounds {
  readonly topicId: number;
  /** Batches whose newest record is older than that (epoch milliseconds) are due. */
  readonly beforeTimestamp: number | null;
  /** Oldest batches are due while the log has as much without them. */
  readonly keepBytes: number | null;
}

export interface DueLog extends RetentionBounds {
  readonly partitionId: number;
}

export interface DroppedBatches {
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
}

const dueLogs = `
select p.id, due.index::int4
from unnest($1::int4[], $2::int8[], $3::int8[]) with ordinality due (topic_id, before_timestamp, keep_bytes, index)
join weir.partition p on p.topic_id = due.topic_id
cross join lateral (
  select last_offset, max_timestamp, size_bytes from weir.batch
  where partition_id = p.id and last_offset >= p.oldest_offset order by last_offset limit 1
) oldest
cross join lateral (
  select log_bytes from weir.batch where partition_id = p.id order by last_offset desc limit 1
) newest
where oldest.last_offset < p.log_start_offset
   or oldest.max_timestamp < due.before_timestamp
   or newest.log_bytes - p.removed_bytes - oldest.size_bytes >= due.keep_bytes`;

/** The logs of these topics whose oldest batch is due, be it by retention or since it lies before the log start. */
export async function readDueLogs(
  client: pg.ClientBase,
  bounds: readonly RetentionBounds[],
): Promise<DueLog[]> {
  const { rows } = await client.query<{ id: number; index: number }>({
    name: 'due-logs',
    text: dueLogs,
    values: [
      bounds.map(({ topicId }) => topicId),
      bounds.map(({ beforeTimestamp }) => beforeTimestamp),
      bounds.map(({ keepBytes }) => keepBytes),
    ],
  });
  return rows.map(({ id, index }) => ({ ...(bounds[index - 1] as RetentionBounds), partitionId: id }));
}

/** From the log's start on, in one transaction; none where nothing is due (any more). */
export async function dropOldestBatches(
  client: pg.ClientBase,
  { partitionId, beforeTimestamp, keepBytes }: DueLog,
  step: { readonly rows: number; readonly bytes: number },
): Promise<DroppedBatches> {
  const { rows } = await client.query<DroppedBatches>({
    name: 'drop-oldest-batches',
    text: 'select batches, records, bytes from weir.drop_oldest_batches($1, $2, $3, $4, $5)',
    values: [partitionId, beforeTimestamp, keepBytes, step.rows, step.bytes],
  });
  return rows[0] ?? { batches: 0, records: 0, bytes: 0 };
}
