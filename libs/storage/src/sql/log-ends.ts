// The ends of all logs, or of as many as one wants to look at.
import type pg from 'pg';
import type { TopicPartition } from '@weir/protocol';
import type { LogEnds } from './list-offsets.ts';

export interface AllLogEnds {
  /** Those listed and those left out. */
  readonly partitionCount: number;
  /** By name of the topic, then by partition. */
  readonly logs: readonly (TopicPartition & LogEnds)[];
}

interface Row {
  partition_count: number;
  topic: string | null;
  partition: number;
  log_start_offset: number;
  log_end_offset: number;
}

/** Logs beyond the first `limit` are counted only. */
const text = `
with listed as materialized (
  select p.id, t.name, p.partition, p.log_start_offset, p.log_end_floor
  from weir.topic t join weir.partition p on p.topic_id = t.id
  order by t.name, p.partition limit $1
)
select counted.partition_count, l.name as topic, l.partition, l.log_start_offset,
       greatest(newest.end_offset, l.log_end_floor) as log_end_offset
from (select count(*)::int as partition_count from weir.partition) counted
left join listed l on true
left join lateral (
  select last_offset + 1 as end_offset from weir.batch
  where partition_id = l.id order by last_offset desc limit 1
) newest on true
order by l.name, l.partition`;

export async function readAllLogEnds(reads: pg.Pool, limit: number): Promise<AllLogEnds> {
  const { rows } = await reads.query<Row>({ name: 'all-log-ends', text, values: [limit] });
  const logs = rows.flatMap(({ topic, partition, log_start_offset, log_end_offset }) =>
    topic === null
      ? []
      : [{ topic, partition, logStartOffset: log_start_offset, logEndOffset: log_end_offset }],
  );
  return { partitionCount: rows[0]?.partition_count ?? 0, logs };
}
