// Of 0004: an append that checks the sequences of idempotent producers (docs/adr/0015).
import { PARTITION_LOCK_CLASS, TOPIC_LOCK_CLASS } from '../sql/locks.ts';

// The verdict on the next batch of a producer, under the partition's lock: 0 append it; 2 stored at known_offset; 3 stored, but
// too long ago; 4 out of order, known_offset is the sequence that is due; 5 of another epoch than known_offset; 6 its producer id was
// never given out: who is given it later would find its first batches taken for repeats.
// Sequences are counted from offsets, since compaction takes records and leaves offsets. They go round from 2^31 - 1 to 0.
export const checkSequence = `
create or replace function weir.check_sequence(
  wanted_partition int, wanted_producer bigint, wanted_epoch int, first_sequence bigint, record_count int,
  out status int, out known_offset bigint, out known_timestamp bigint
) language plpgsql volatile as $$
declare
  sequence_bits constant bigint := 2147483647;
  batches int := 0;
  fence int;
  stored record;
  last_sequence bigint;
  oldest_sequence bigint;
begin
  status := 5;
  select p.producer_epoch into fence from weir.producer p where p.producer_id = wanted_producer;
  if fence <> wanted_epoch then known_offset := fence; return; end if;
  -- the usual case: the next batch of who is known
  select b.producer_epoch, b.last_offset, (b.base_sequence + b.last_offset - b.base_offset + 1) & sequence_bits as due into stored
    from weir.batch b
    where b.partition_id = wanted_partition and b.producer_id = wanted_producer and b.producer_id >= 0
    order by b.last_offset desc limit 1;
  if stored.producer_epoch = wanted_epoch and stored.due = first_sequence and not exists (
    select from weir.producer_state s
    where s.partition_id = wanted_partition and s.producer_id = wanted_producer and s.last_offset > stored.last_offset
  ) then
    status := 0;
    return;
  end if;
  for stored in
    select * from (
      (select b.producer_epoch, b.base_sequence, b.base_offset, b.last_offset, b.max_timestamp from weir.batch b
        where b.partition_id = wanted_partition and b.producer_id = wanted_producer and b.producer_id >= 0
        order by b.last_offset desc limit 5)
      union all
      (select s.producer_epoch, s.base_sequence, s.base_offset, s.last_offset, s.max_timestamp from weir.producer_state s
        where s.partition_id = wanted_partition and s.producer_id = wanted_producer
        order by s.last_offset desc limit 5)
    ) known order by last_offset desc limit 5
  loop
    batches := batches + 1;
    if batches = 1 then
      if stored.producer_epoch > wanted_epoch then known_offset := stored.producer_epoch; return; end if;
      known_offset := 0;
      status := case when first_sequence = 0 then 0 else 4 end;
      if stored.producer_epoch < wanted_epoch then return; end if;
      last_sequence := (stored.base_sequence + stored.last_offset - stored.base_offset) & sequence_bits;
    end if;
    exit when stored.producer_epoch <> wanted_epoch;
    oldest_sequence := stored.base_sequence;
    if stored.base_sequence = first_sequence and stored.last_offset - stored.base_offset = record_count - 1 then
      status := 2;
      known_offset := stored.base_offset;
      known_timestamp := stored.max_timestamp;
      return;
    end if;
  end loop;
  known_offset := (last_sequence + 1) & sequence_bits;
  if batches = 0 then
    known_offset := -1;
    status := case when exists (select from weir.next_producer_id n where wanted_producer < n.next_producer_id) then 0 else 6 end;
  elsif first_sequence = known_offset then
    status := 0;
  elsif (last_sequence - first_sequence) & sequence_bits between record_count - 1 and (last_sequence - oldest_sequence) & sequence_bits
    or exists (
      select from (
        select b.producer_epoch, b.base_sequence, b.base_offset, b.last_offset from weir.batch b
        where b.partition_id = wanted_partition and b.producer_id = wanted_producer and b.producer_id >= 0
        order by b.last_offset desc limit 1000
      ) known
      where known.producer_epoch = wanted_epoch and known.base_sequence = first_sequence
        and known.last_offset - known.base_offset = record_count - 1
    )
  then
    status := 3;
  else
    status := 4;
  end if;
end $$;
`;

// As in 0001, and: fences of producers are locked before anything else, and batches with a producer id are checked. Statuses: 0
// stored, 1 the topic or partition is not there (any more), 2 to 6 as check_sequence has them. known_timestamps is null where no
// batch is a repeat.
export const appendBatches = `
drop function weir.append_batches;
create function weir.append_batches(
  topic_ids int[], partition_ids int[], record_counts int[], sizes int[], max_timestamps bigint[],
  batch_attributes int[], producer_ids bigint[], producer_epochs int[], base_sequences int[], payload bytea,
  out statuses int[], out base_offsets bigint[], out known_timestamps bigint[]
) language plpgsql volatile as $$
declare
  locked_partition int;
  is_known boolean := false;
  next_offset bigint;
  total_bytes bigint;
  newest_timestamp bigint;
  slice_start int := 1;
  verdict record;
begin
  if 0 <= any (producer_ids) then
    perform from weir.producer p where p.producer_id = any (producer_ids) order by p.producer_id for share;
  end if;
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
    if is_known and producer_ids[i] >= 0 then
      verdict := weir.check_sequence(
        locked_partition, producer_ids[i], producer_epochs[i], base_sequences[i], record_counts[i]
      );
      if verdict.status <> 0 then
        statuses := statuses || verdict.status;
        base_offsets := base_offsets || verdict.known_offset;
        if verdict.status = 2 then
          known_timestamps := coalesce(known_timestamps, array_fill(-1::bigint, array[cardinality(partition_ids)]));
          known_timestamps[i] := verdict.known_timestamp;
        end if;
        slice_start := slice_start + sizes[i];
        continue;
      end if;
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
