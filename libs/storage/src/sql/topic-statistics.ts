// Records and bytes of every log from its newest row and what is counted as gone: differences, not a scan.
import type pg from 'pg';
import type { PartitionStatistics, TopicStatistics } from '@weir/protocol';

interface Row {
  name: string;
  is_internal: boolean;
  partition: number;
  log_start_offset: number;
  log_end_offset: number;
  records: number;
  size_bytes: number;
}

// Records are counted by batches, so that those before the log start may be among them where it lies within a batch.
const text = `
select t.name, t.is_internal, p.partition, p.log_start_offset, ends.log_end_offset,
       least(ends.log_end_offset - p.removed_records, ends.log_end_offset - p.log_start_offset) as records,
       coalesce(newest.log_bytes - p.removed_bytes, 0) as size_bytes
from weir.topic t
join weir.partition p on p.topic_id = t.id
left join lateral (
  select last_offset, log_bytes from weir.batch where partition_id = p.id order by last_offset desc limit 1
) newest on true
cross join lateral (select greatest(newest.last_offset + 1, p.log_end_floor) as log_end_offset) ends
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
      records: row.records,
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
