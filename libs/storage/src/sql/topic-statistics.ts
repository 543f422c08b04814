// Records and bytes of every log from its first and last row: running totals make them a difference, not a scan.
import type pg from 'pg';
import type { PartitionStatistics, TopicStatistics } from '@weir/protocol';

interface Row {
  name: string;
  is_internal: boolean;
  partition: number;
  log_start_offset: number;
  log_end_offset: number;
  size_bytes: number;
}

const text = `
select t.name, t.is_internal, p.partition, p.log_start_offset,
       greatest(newest.last_offset + 1, p.log_end_floor) as log_end_offset,
       coalesce(newest.log_bytes - oldest.log_bytes + oldest.size_bytes, 0) as size_bytes
from weir.topic t
join weir.partition p on p.topic_id = t.id
left join lateral (
  select last_offset, log_bytes from weir.batch where partition_id = p.id order by last_offset desc limit 1
) newest on true
left join lateral (
  select log_bytes, size_bytes from weir.batch
  where partition_id = p.id and last_offset >= p.log_start_offset order by last_offset limit 1
) oldest on true
where $1::text[] is null or t.name = any($1)
order by t.name, p.partition`;

/** Of the topics named, or of all; sorted by name. */
export async function readTopicStatistics(
  reads: pg.Pool,
  names: readonly string[] | undefined,
): Promise<TopicStatistics[]> {
  const { rows } = await reads.query<Row>({ name: 'topic-statistics', text, values: [names ?? null] });
  const topics: (TopicStatistics & {
    partitions: PartitionStatistics[];
    records: number;
    sizeBytes: number;
  })[] = [];
  for (const row of rows) {
    const partition: PartitionStatistics = {
      partition: row.partition,
      logStartOffset: row.log_start_offset,
      logEndOffset: row.log_end_offset,
      records: row.log_end_offset - row.log_start_offset,
      sizeBytes: row.size_bytes,
    };
    let topic = topics.at(-1);
    if (topic?.name !== row.name) {
      topic = { name: row.name, isInternal: row.is_internal, records: 0, sizeBytes: 0, partitions: [] };
      topics.push(topic);
    }
    topic.partitions.push(partition);
    topic.records += partition.records;
    topic.sizeBytes += partition.sizeBytes;
  }
  return topics;
}
