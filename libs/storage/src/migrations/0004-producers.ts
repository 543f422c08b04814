// Idempotent producers and atomic commits: producer ids with their fences, and what is kept of batches that are gone. Append and
// commit have files of their own.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendBatches, checkSequence } from './0004-append-batches.ts';
import { commitBatches } from './0004-commit-batches.ts';

const tables = `
-- a row, not a sequence: what a crash takes back from a sequence may have been given to a producer
create table weir.next_producer_id (
  only_row boolean primary key default true check (only_row),
  next_producer_id bigint not null
);
insert into weir.next_producer_id (next_producer_id) values (0);
create table weir.transactional_id (
  transactional_id text collate "C" primary key,
  producer_id bigint not null,
  producer_epoch smallint not null,
  -- of the last commit in this epoch: its number, what was asked for, and the answer (-1 and nulls before the first)
  commit_sequence int not null default -1,
  commit_fingerprint bytea,
  commit_verdicts json,
  commit_base_offsets bigint[],
  used_at timestamptz not null
);
create index transactional_id_used_at on weir.transactional_id (used_at);
-- the only epoch in which the producer id of a transactional id may append: locked shared by appends
create table weir.producer (
  producer_id bigint primary key,
  transactional_id text collate "C" not null references weir.transactional_id on delete cascade,
  producer_epoch smallint not null
);
create index producer_transactional_id on weir.producer (transactional_id);
-- headers of batches that were deleted while they were among the last five of their producer
create table weir.producer_state (
  partition_id int not null,
  producer_id bigint not null,
  last_offset bigint not null,
  base_offset bigint not null,
  producer_epoch smallint not null,
  base_sequence int not null,
  max_timestamp bigint not null,
  deleted_at timestamptz not null,
  primary key (partition_id, producer_id, last_offset)
);
create index producer_state_deleted_at on weir.producer_state (deleted_at);
create index batch_producer on weir.batch (partition_id, producer_id, last_offset) where producer_id >= 0;
`;

// What is deleted from the log in one statement, whatever the reason. The state of a deleted topic goes with it.
const keepProducerState = `
create function weir.keep_producer_state() returns trigger language plpgsql as $$
begin
  insert into weir.producer_state (
      partition_id, producer_id, last_offset, base_offset, producer_epoch, base_sequence, max_timestamp, deleted_at
    )
    select partition_id, producer_id, last_offset, base_offset, producer_epoch, base_sequence, max_timestamp, clock_timestamp()
      from (
        select partition_id, producer_id, last_offset, base_offset, producer_epoch, base_sequence, max_timestamp,
            row_number() over (partition by partition_id, producer_id order by last_offset desc) as place
          from gone where producer_id >= 0
      ) last_of_producer
      where place <= 5
        and exists (select from weir.partition p where p.id = partition_id)
        and place + (
          select count(*) from (
            select from weir.batch b
            where b.partition_id = last_of_producer.partition_id and b.producer_id = last_of_producer.producer_id
              and b.producer_id >= 0 and b.last_offset >= last_of_producer.last_offset
            limit 5
          ) kept
        ) <= 5
    on conflict do nothing;
  return null;
end $$;
create trigger keep_producer_state after delete on weir.batch
  referencing old table as gone for each statement execute function weir.keep_producer_state();
`;

// Kafka's InitProducerId. A transactional id keeps its producer id until the epochs are used up: then it gets another one, and the
// epoch -1, which no batch has, fences the old one for good.
const initProducerId = `
create function weir.init_producer_id(
  wanted_id text, out given_producer_id bigint, out given_producer_epoch int
) language plpgsql volatile as $$
declare
  last_epoch constant int := 32766;
begin
  if wanted_id is not null then
    insert into weir.transactional_id as t (transactional_id, producer_id, producer_epoch, used_at)
      values (wanted_id, -1, -1, clock_timestamp())
      on conflict (transactional_id) do update set used_at = clock_timestamp()
      returning t.producer_id, t.producer_epoch into given_producer_id, given_producer_epoch;
    if given_producer_id >= 0 then
      update weir.producer
        set producer_epoch = case when given_producer_epoch < last_epoch then given_producer_epoch + 1 else -1 end
        where producer_id = given_producer_id;
    end if;
  end if;
  if wanted_id is not null and given_producer_id >= 0 and given_producer_epoch < last_epoch then
    given_producer_epoch := given_producer_epoch + 1;
  else
    update weir.next_producer_id set next_producer_id = next_producer_id + 1
      returning next_producer_id - 1 into given_producer_id;
    given_producer_epoch := 0;
    if wanted_id is not null then
      insert into weir.producer (producer_id, transactional_id, producer_epoch) values (given_producer_id, wanted_id, 0);
    end if;
  end if;
  if wanted_id is not null then
    update weir.transactional_id
      set producer_id = given_producer_id, producer_epoch = given_producer_epoch, commit_sequence = -1,
        commit_fingerprint = null, commit_verdicts = null, commit_base_offsets = null
      where transactional_id = wanted_id;
  end if;
end $$;
`;

// One bounded step; answers how many rows it dropped, 0 where another gateway is at it.
const dropExpiredProducers = `
create function weir.drop_expired_producers(
  lock_key bigint, producer_id_expiration_ms bigint, transactional_id_expiration_ms bigint, step_rows int
) returns int language plpgsql volatile
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  dropped_states int;
  dropped_ids int;
begin
  if not pg_try_advisory_xact_lock(lock_key) then return 0; end if;
  delete from weir.producer_state where (partition_id, producer_id, last_offset) in (
    select partition_id, producer_id, last_offset from weir.producer_state
    where deleted_at < clock_timestamp() - producer_id_expiration_ms * interval '1 millisecond'
    order by deleted_at limit step_rows
  );
  get diagnostics dropped_states = row_count;
  -- one that is in use now is not expired
  delete from weir.transactional_id where transactional_id in (
    select transactional_id from weir.transactional_id
    where used_at < clock_timestamp() - transactional_id_expiration_ms * interval '1 millisecond'
    order by used_at limit step_rows
    for update skip locked
  );
  get diagnostics dropped_ids = row_count;
  return greatest(dropped_states, dropped_ids);
end $$;
`;

export class Producers1797000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(keepProducerState);
    await runner.query(initProducerId);
    await runner.query(checkSequence);
    await runner.query(appendBatches);
    await runner.query(commitBatches);
    await runner.query(dropExpiredProducers);
  }

  /** The append of 0001 is not brought back: without producer ids this one is the same. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger keep_producer_state on weir.batch;
      drop function weir.drop_expired_producers, weir.commit_batches, weir.check_sequence, weir.init_producer_id,
        weir.keep_producer_state;
      drop index weir.batch_producer;
      drop table weir.producer_state, weir.producer, weir.transactional_id, weir.next_producer_id;
    `);
  }
}
