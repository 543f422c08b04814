// Retention, delete-records and compaction: what a partition says of the part of its log that is gone, and the functions
// that take it away in bounded steps.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PARTITION_LOCK_CLASS } from '../sql/locks.ts';

const tables = `
alter table weir.partition
  -- no stored batch ends before it: looking for the oldest passes over none of the index entries of those that were dropped
  add column oldest_offset bigint not null default 0,
  -- the newest batch's running total less this is what the log holds
  add column removed_bytes bigint not null default 0,
  -- the log end less this is what the log holds
  add column removed_records bigint not null default 0,
  -- counts the steps that rewrote batches
  add column rewrites int not null default 0;
alter table weir.batch
  -- epoch milliseconds: the tombstones of a compacted batch may go then
  add column delete_horizon bigint;
-- how far each compacted log is clean: before clean_until no key has two records
create table weir.compaction (
  partition_id int primary key references weir.partition on delete cascade,
  clean_until bigint not null,
  -- of the pass under way: where it ends, and the offset at which it goes on
  pass_until bigint,
  pass_position bigint,
  -- the earliest delete horizon in the log
  next_horizon bigint
);
-- counts all changes of log starts and of stored batches, so that gateways look only when there is news
create table weir.log_change (
  only_row boolean primary key default true check (only_row),
  count bigint not null
);
insert into weir.log_change (count) values (0);

-- one row of theirs has many versions
alter table weir.partition set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
alter table weir.compaction set (fillfactor = 50);
alter table weir.log_change set (fillfactor = 10);
-- what is dropped makes room for what is appended: the sooner, the less the table grows
alter table weir.batch set (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_limit = 2000,
  toast.autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_threshold = 10000,
  toast.autovacuum_vacuum_cost_limit = 2000
);
`;

/** Plans must not be those that were best while the tables were small. */
const BY_INDEX = 'set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off';

// One bounded step from the log's start on, in whole batches; those that are due end at the first that is not. The row of the
// partition comes before its advisory lock, which only the step that empties the log takes: an append that reads the end
// of the log must not find the newest batch gone and then write on by its running totals.
const dropOldestBatches = `
create function weir.drop_oldest_batches(
  wanted_partition int, before_timestamp bigint, keep_bytes bigint, step_rows int, step_bytes bigint,
  out batches int, out records bigint, out bytes bigint
) language plpgsql volatile ${BY_INDEX}
as $$
declare
  log weir.partition;
  newest weir.batch;
  last_dropped bigint;
  next_offset bigint;
begin
  batches := 0; records := 0; bytes := 0;
  select * into log from weir.partition where id = wanted_partition for no key update;
  if not found then return; end if;
  select last_offset, base_offset, record_count, size_bytes, max_timestamp, log_bytes
    into newest.last_offset, newest.base_offset, newest.record_count, newest.size_bytes, newest.max_timestamp, newest.log_bytes
    from weir.batch where partition_id = log.id order by last_offset desc limit 1;
  if not found then return; end if;

  select count(*), coalesce(sum(record_count), 0), coalesce(sum(size_bytes), 0), max(last_offset)
    into batches, records, bytes, last_dropped
    from (
      select *, bool_and(coalesce(
          last_offset < log.log_start_offset or max_timestamp < before_timestamp
          or newest.log_bytes - log.removed_bytes - bytes_before - size_bytes >= keep_bytes, false
        )) over (order by last_offset) as is_due
      from (
        select *, sum(size_bytes) over (order by last_offset) - size_bytes as bytes_before
        from (
          select last_offset, record_count, size_bytes, max_timestamp from weir.batch
          where partition_id = log.id and last_offset >= log.oldest_offset and last_offset < newest.last_offset
          order by last_offset limit step_rows
        ) oldest
      ) counted
    ) judged
    where is_due and bytes_before < step_bytes;
  if batches > 0 then
    delete from weir.batch
      where partition_id = log.id and last_offset >= log.oldest_offset and last_offset <= last_dropped;
    select base_offset into next_offset from weir.batch
      where partition_id = log.id and last_offset > last_dropped order by last_offset limit 1;
    update weir.partition set
        log_start_offset = greatest(log_start_offset, next_offset), oldest_offset = last_dropped + 1,
        removed_bytes = removed_bytes + bytes, removed_records = removed_records + records
      where id = log.id;
  else
    if exists (
      select from weir.batch
      where partition_id = log.id and last_offset >= log.oldest_offset and last_offset < newest.last_offset
    ) or not coalesce(
      newest.last_offset < log.log_start_offset or newest.max_timestamp < before_timestamp
      or newest.log_bytes - log.removed_bytes - newest.size_bytes >= keep_bytes, false
    ) then return; end if;
    perform pg_advisory_xact_lock(${PARTITION_LOCK_CLASS}, log.id);
    -- an append came first: the next step finds a log that does not end here
    if exists (select from weir.batch where partition_id = log.id and last_offset > newest.last_offset) then return; end if;
    delete from weir.batch where partition_id = log.id and last_offset = newest.last_offset;
    batches := 1; records := newest.record_count; bytes := newest.size_bytes;
    next_offset := newest.last_offset + 1;
    -- running totals begin anew
    update weir.partition set
        log_start_offset = next_offset, oldest_offset = next_offset, log_end_floor = next_offset,
        removed_bytes = 0, removed_records = next_offset
      where id = log.id;
  end if;
  update weir.log_change set count = count + 1;
end $$;
`;

// Raises the log start offset; −1 stands for the end of the log. An offset beyond the end changes nothing, and the answer shows
// it. No row where the partition is not there (any more).
const deleteRecords = `
create function weir.delete_records(wanted_partition int, before_offset bigint)
returns table (log_start_offset bigint, log_end_offset bigint) language plpgsql volatile ${BY_INDEX}
as $$
declare
  log weir.partition;
begin
  select * into log from weir.partition p where p.id = wanted_partition for no key update;
  if not found then return; end if;
  select greatest(max(b.last_offset) + 1, log.log_end_floor) into log_end_offset
    from (select last_offset from weir.batch where partition_id = log.id order by last_offset desc limit 1) b;
  log_start_offset := log.log_start_offset;
  if before_offset = -1 then before_offset := log_end_offset; end if;
  if before_offset > log_start_offset and before_offset <= log_end_offset then
    log_start_offset := before_offset;
    update weir.partition p set log_start_offset = before_offset where p.id = log.id;
    update weir.log_change set count = count + 1;
  end if;
  return next;
end $$;
`;

// Writes what compaction made of some batches of one log: those without records are deleted, the others keep their place.
// Size 0: its bytes stay as they are. A row that has gone meanwhile is passed over. Ends with the pass's new position, in the same transaction.
const compactBatches = `
create function weir.compact_batches(
  wanted_partition int, next_position bigint, horizon bigint,
  last_offsets bigint[], record_counts int[], sizes int[], max_timestamps bigint[], horizons bigint[], payload bytea,
  out records bigint, out bytes bigint
) language plpgsql volatile ${BY_INDEX}
as $$
declare
  log weir.partition;
  old weir.batch;
  slice_start int := 1;
begin
  records := 0; bytes := 0;
  select * into log from weir.partition where id = wanted_partition for no key update;
  if not found then return; end if;
  for i in 1 .. cardinality(last_offsets) loop
    select record_count, size_bytes into old.record_count, old.size_bytes
      from weir.batch where partition_id = log.id and last_offset = last_offsets[i];
    if found then
      records := records + old.record_count - record_counts[i];
      if record_counts[i] = 0 then
        delete from weir.batch where partition_id = log.id and last_offset = last_offsets[i];
        bytes := bytes + old.size_bytes;
      elsif sizes[i] = 0 then
        update weir.batch set delete_horizon = horizons[i] where partition_id = log.id and last_offset = last_offsets[i];
      else
        update weir.batch set
            record_count = record_counts[i], size_bytes = sizes[i], max_timestamp = max_timestamps[i],
            delete_horizon = horizons[i], data = substr(payload, slice_start, sizes[i])
          where partition_id = log.id and last_offset = last_offsets[i];
        bytes := bytes + old.size_bytes - sizes[i];
      end if;
    end if;
    slice_start := slice_start + sizes[i];
  end loop;
  update weir.compaction set
      pass_position = next_position, next_horizon = least(next_horizon, horizon)
    where partition_id = log.id;
  if records > 0 then
    update weir.partition set
        removed_bytes = removed_bytes + bytes, removed_records = removed_records + records, rewrites = rewrites + 1
      where id = log.id;
    update weir.log_change set count = count + 1;
  end if;
end $$;
`;

// As its namesake with two parameters, which stays for gateways of an earlier version, but from an offset on, and in a log
// whose running maximum may come from a record that is gone: the maximum only says where to begin to look.
const findBatchByTimestamp = `
create function weir.find_batch_by_timestamp(wanted_partition int, from_offset bigint, wanted_timestamp bigint)
returns table (base_offset bigint, last_offset bigint, data bytea) language plpgsql stable strict ${BY_INDEX}
as $$
declare
  low bigint;
  high bigint;
  middle bigint;
  probed_offset bigint;
  probed_timestamp bigint;
begin
  select b.last_offset into low from weir.batch b
    where b.partition_id = wanted_partition and b.last_offset >= from_offset order by b.last_offset limit 1;
  select b.last_offset, b.log_max_timestamp into high, probed_timestamp from weir.batch b
    where b.partition_id = wanted_partition order by b.last_offset desc limit 1;
  if low is null or probed_timestamp < wanted_timestamp then return; end if;
  while low < high loop
    middle := (low + high) / 2;
    select b.last_offset, b.log_max_timestamp into probed_offset, probed_timestamp from weir.batch b
      where b.partition_id = wanted_partition and b.last_offset >= middle order by b.last_offset limit 1;
    if probed_timestamp >= wanted_timestamp then
      high := middle;
    else
      low := probed_offset + 1;
    end if;
  end loop;
  return query select b.base_offset, b.last_offset, b.data from weir.batch b
    where b.partition_id = wanted_partition and b.last_offset >= low and b.max_timestamp >= wanted_timestamp
    order by b.last_offset limit 1;
end $$;
`;

export class Retention1798000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(dropOldestBatches);
    await runner.query(deleteRecords);
    await runner.query(compactBatches);
    await runner.query(findBatchByTimestamp);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function weir.find_batch_by_timestamp(int, bigint, bigint), weir.compact_batches, weir.delete_records,
        weir.drop_oldest_batches;
      drop table weir.log_change, weir.compaction;
      alter table weir.batch drop column delete_horizon;
      alter table weir.batch reset (
        autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_cost_limit,
        toast.autovacuum_vacuum_scale_factor, toast.autovacuum_vacuum_threshold, toast.autovacuum_vacuum_cost_limit
      );
      alter table weir.partition reset (fillfactor, autovacuum_vacuum_scale_factor);
      alter table weir.partition drop column oldest_offset, drop column removed_bytes, drop column removed_records,
        drop column rewrites;
    `);
  }
}
