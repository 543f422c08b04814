// The log: topics, partitions, one row per record batch, and the function that appends a flush in one round trip.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PARTITION_LOCK_CLASS, TOPIC_LOCK_CLASS } from '../sql/locks.ts';

const tables = `
create table weir.cluster (
  only_row boolean primary key default true check (only_row),
  cluster_id text not null,
  metadata_version int not null default 0
);
create table weir.topic (
  id int generated always as identity primary key,
  name text collate "C" not null unique,
  is_internal boolean not null,
  partition_count int not null,
  configs jsonb not null default '{}'
);
-- Kafka's rule: names that differ in "." and "_" only would be one name in metrics
create unique index topic_collision on weir.topic (replace(name, '.', '_'));
create table weir.partition (
  id int generated always as identity primary key,
  topic_id int not null references weir.topic on delete cascade,
  partition int not null,
  log_start_offset bigint not null default 0,
  -- where the log goes on when it holds no batch: 0, or the end that retention left behind
  log_end_floor bigint not null default 0,
  unique (topic_id, partition)
);
-- no foreign key: it would lock the partition's row at every append
create table weir.batch (
  partition_id int not null,
  last_offset bigint not null,
  base_offset bigint not null,
  record_count int not null,
  size_bytes int not null,
  max_timestamp bigint not null,
  attributes smallint not null,
  producer_id bigint not null,
  producer_epoch smallint not null,
  base_sequence int not null,
  is_transactional boolean not null,
  is_control boolean not null,
  segment int not null default 0,
  -- running totals of the partition up to and including this batch: size and time lookups without a scan
  log_bytes bigint not null,
  log_max_timestamp bigint not null,
  data bytea not null,
  primary key (partition_id, last_offset)
);
alter table weir.batch alter column data set storage external;
-- batches of deleted topics, dropped in the background
create table weir.deleted_partition (id int primary key);
-- the last batch that the scrub has read, and when a gateway last took a step
create table weir.scrub (
  only_row boolean primary key default true check (only_row),
  partition_id int not null,
  last_offset bigint not null,
  stepped_at timestamptz not null
);
insert into weir.scrub (partition_id, last_offset, stepped_at) values (-1, -1, '-infinity');
`;

// Each statement of a VOLATILE function under READ COMMITTED has a snapshot of its own, so the log end is read after the
// lock was taken. Statuses: 0 stored, 1 the topic or partition is not there (any more). It never raises for one batch.
const appendBatches = `
create function weir.append_batches(
  topic_ids int[], partition_ids int[], record_counts int[], sizes int[], max_timestamps bigint[],
  batch_attributes int[], producer_ids bigint[], producer_epochs int[], base_sequences int[], payload bytea,
  out statuses int[], out base_offsets bigint[]
) language plpgsql volatile as $$
declare
  locked_partition int;
  is_known boolean := false;
  next_offset bigint;
  total_bytes bigint;
  newest_timestamp bigint;
  slice_start int := 1;
begin
  perform pg_advisory_xact_lock_shared(${TOPIC_LOCK_CLASS}, id)
    from (select distinct id from unnest(topic_ids) id order by id) topics;
  for i in 1 .. cardinality(partition_ids) loop
    if locked_partition is distinct from partition_ids[i] then
      locked_partition := partition_ids[i];
      perform pg_advisory_xact_lock(${PARTITION_LOCK_CLASS}, locked_partition);
      select greatest(b.last_offset + 1, p.log_end_floor), coalesce(b.log_bytes, 0), coalesce(b.log_max_timestamp, -1)
        into next_offset, total_bytes, newest_timestamp
        from weir.partition p
        left join lateral (
          select last_offset, log_bytes, log_max_timestamp from weir.batch
          where partition_id = p.id order by last_offset desc limit 1
        ) b on true
        where p.id = locked_partition and p.topic_id = topic_ids[i];
      is_known := found;
    end if;
    if is_known then
      total_bytes := total_bytes + sizes[i];
      newest_timestamp := greatest(newest_timestamp, max_timestamps[i]);
      insert into weir.batch (
        partition_id, base_offset, last_offset, record_count, size_bytes, max_timestamp, attributes,
        producer_id, producer_epoch, base_sequence, is_transactional, is_control, log_bytes, log_max_timestamp, data
      ) values (
        locked_partition, next_offset, next_offset + record_counts[i] - 1, record_counts[i], sizes[i],
        max_timestamps[i], batch_attributes[i], producer_ids[i], producer_epochs[i], base_sequences[i],
        batch_attributes[i] & 16 <> 0, batch_attributes[i] & 32 <> 0, total_bytes, newest_timestamp,
        int8send(next_offset) || substr(payload, slice_start + 8, sizes[i] - 8)
      );
      statuses := statuses || 0;
      base_offsets := base_offsets || next_offset;
      next_offset := next_offset + record_counts[i];
    else
      statuses := statuses || 1;
      base_offsets := base_offsets || -1::bigint;
    end if;
    slice_start := slice_start + sizes[i];
  end loop;
end $$;
`;

// The first batch that holds a record of that time or later. The running maximum rises with the offset, so it is found by
// bisection over the primary key instead of a scan or a second index.
const findBatchByTimestamp = `
create function weir.find_batch_by_timestamp(wanted_partition int, wanted_timestamp bigint)
returns table (base_offset bigint, data bytea) language plpgsql stable as $$
declare
  low bigint;
  high bigint;
  middle bigint;
  probed_offset bigint;
  probed_timestamp bigint;
begin
  select last_offset into low from weir.batch
    where partition_id = wanted_partition order by last_offset limit 1;
  select last_offset, log_max_timestamp into high, probed_timestamp from weir.batch
    where partition_id = wanted_partition order by last_offset desc limit 1;
  if high is null or probed_timestamp < wanted_timestamp then return; end if;
  while low < high loop
    middle := (low + high) / 2;
    select last_offset, log_max_timestamp into probed_offset, probed_timestamp from weir.batch
      where partition_id = wanted_partition and last_offset >= middle order by last_offset limit 1;
    if probed_timestamp >= wanted_timestamp then
      high := middle;
    else
      low := probed_offset + 1;
    end if;
  end loop;
  return query select b.base_offset, b.data from weir.batch b
    where b.partition_id = wanted_partition and b.last_offset >= low order by b.last_offset limit 1;
end $$;
`;

// One bounded step; answers how many rows it dropped, 0 where another gateway is at it.
const dropDeletedBatches = `
create function weir.drop_deleted_batches(lock_key bigint, step_rows int, step_bytes bigint)
returns int language plpgsql volatile as $$
declare
  dropped int;
begin
  if not pg_try_advisory_xact_lock(lock_key) then return 0; end if;
  delete from weir.batch where (partition_id, last_offset) in (
    select partition_id, last_offset from (
      select partition_id, last_offset, sum(size_bytes) over (order by partition_id, last_offset) - size_bytes as bytes_before
      from (
        select b.partition_id, b.last_offset, b.size_bytes
        from weir.deleted_partition d join weir.batch b on b.partition_id = d.id
        limit step_rows
      ) next_rows
    ) counted
    where bytes_before < step_bytes
  );
  get diagnostics dropped = row_count;
  if dropped = 0 then
    delete from weir.deleted_partition d where not exists (select from weir.batch where partition_id = d.id);
  end if;
  return dropped;
end $$;
`;

export class Log1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(appendBatches);
    await runner.query(findBatchByTimestamp);
    await runner.query(dropDeletedBatches);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function weir.drop_deleted_batches, weir.find_batch_by_timestamp, weir.append_batches;
      drop table weir.scrub, weir.deleted_partition, weir.batch, weir.partition, weir.topic, weir.cluster;
    `);
  }
}
