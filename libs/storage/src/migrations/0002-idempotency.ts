// Idempotency keys: what was asked for under a key and what was answered, written in the transaction that stores the records.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TOPIC_LOCK_CLASS } from '../sql/locks.ts';

const tables = `
create table weir.idempotency_key (
  principal text collate "C" not null,
  key text collate "C" not null,
  fingerprint bytea not null,
  -- the verdicts on the entries in their order; a stored one counts its offset from that of a batch
  verdicts json not null,
  -- of the batches that the verdicts speak of
  base_offsets bigint[] not null,
  created_at timestamptz not null,
  primary key (principal, key)
);
create index idempotency_key_created_at on weir.idempotency_key (created_at);
`;

// One flush of units (the entries under one key), all or nothing. Where a key is known already, or a topic is gone, nothing
// is done and that is answered: the caller leaves those units out and calls again. The usual flush knows none of its keys and
// is one round trip, so that no lock waits for the caller.
// Keys come after topics and partitions in the order of locks, ascending. The insert waits for another gateway that is
// storing the same key, and then fails as a unique violation: that undoes the flush, and the next call finds the key.
// The plan must not be the one that was best while the table was small.
const appendUnits = `
create function weir.append_units(
  unit_principals text[], unit_keys text[], unit_fingerprints bytea[], unit_verdicts json[], unit_batches text[],
  topic_ids int[], partition_ids int[], record_counts int[], sizes int[], max_timestamps bigint[],
  batch_attributes int[], producer_ids bigint[], producer_epochs int[], base_sequences int[], payload bytea,
  out known json, out gone_topic_ids int[], out base_offsets bigint[]
) language plpgsql volatile
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  select json_agg(json_build_object(
      'unit', u.place - 1, 'isSame', k.fingerprint = u.fingerprint,
      'verdicts', k.verdicts, 'baseOffsets', k.base_offsets
    ))
    into known
    from unnest(unit_principals, unit_keys, unit_fingerprints)
      with ordinality u (principal, key, fingerprint, place)
    join weir.idempotency_key k on k.principal = u.principal and k.key = u.key;
  if known is not null then return; end if;

  perform pg_advisory_xact_lock_shared(${TOPIC_LOCK_CLASS}, id)
    from (select distinct id from unnest(topic_ids) id order by id) topics;
  select array_agg(id) into gone_topic_ids
    from (select distinct id from unnest(topic_ids) id) topics
    where not exists (select from weir.topic t where t.id = topics.id);
  if gone_topic_ids is not null then return; end if;

  select appended.base_offsets into base_offsets
    from weir.append_batches(
      topic_ids, partition_ids, record_counts, sizes, max_timestamps, batch_attributes,
      producer_ids, producer_epochs, base_sequences, payload
    ) appended;
  insert into weir.idempotency_key (principal, key, fingerprint, verdicts, base_offsets, created_at)
    select u.principal, u.key, u.fingerprint, u.verdicts,
        array(select append_units.base_offsets[batch + 1] from unnest(u.batches::int[]) batch),
        clock_timestamp()
      from unnest(unit_principals, unit_keys, unit_fingerprints, unit_verdicts, unit_batches)
        u (principal, key, fingerprint, verdicts, batches)
      -- where nothing is stored the key is not kept
      where u.batches <> '{}'
      order by u.principal, u.key;
end $$;
`;

// One bounded step; answers how many keys it dropped, 0 where another gateway is at it.
const dropExpiredKeys = `
create function weir.drop_expired_keys(lock_key bigint, retention_ms bigint, step_rows int)
returns int language plpgsql volatile
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  dropped int;
begin
  if not pg_try_advisory_xact_lock(lock_key) then return 0; end if;
  delete from weir.idempotency_key where (principal, key) in (
    select principal, key from weir.idempotency_key
    where created_at < clock_timestamp() - retention_ms * interval '1 millisecond'
    order by created_at limit step_rows
  );
  get diagnostics dropped = row_count;
  return dropped;
end $$;
`;

export class Idempotency1795100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(appendUnits);
    await runner.query(dropExpiredKeys);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function weir.drop_expired_keys, weir.append_units;
      drop table weir.idempotency_key;
    `);
  }
}
