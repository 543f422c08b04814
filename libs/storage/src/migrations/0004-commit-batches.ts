// Of 0004: the atomic commit (docs/adr/0016).
import { TOPIC_LOCK_CLASS } from '../sql/locks.ts';

// One commit, all or nothing, in one round trip. Without verdicts it only looks whether it was committed before ('absent'). What was committed under its sequence or its key before is answered as it was;
// where a fence refuses it, or a topic is gone, nothing is done. The status is 'stored', 'known', 'absent', 'gone' or a Kafka error's name.
// Two gateways may store one key in the same moment: the second insert waits, and fails as a unique violation.
export const commitBatches = `
create function weir.commit_batches(
  wanted_id text, wanted_producer bigint, wanted_epoch int, wanted_sequence bigint,
  wanted_principal text, wanted_key text, fingerprint bytea, verdicts json, verdict_batches int[],
  topic_ids int[], partition_ids int[], record_counts int[], sizes int[], max_timestamps bigint[],
  batch_attributes int[], producer_ids bigint[], producer_epochs int[], base_sequences int[], payload bytea,
  out status text, out known_verdicts json, out known_offsets bigint[], out gone_topic_ids int[], out due bigint,
  out base_offsets bigint[]
) language plpgsql volatile as $$
declare
  fence weir.transactional_id;
  known weir.idempotency_key;
  verdict_offsets bigint[];
begin
  if wanted_id is not null then
    select * into fence from weir.transactional_id t where t.transactional_id = wanted_id for update;
    if not found or fence.producer_id <> wanted_producer then
      status := 'INVALID_PRODUCER_ID_MAPPING';
    elsif fence.producer_epoch <> wanted_epoch then
      status := 'PRODUCER_FENCED';
      due := fence.producer_epoch;
    elsif fence.commit_sequence = wanted_sequence then
      if fence.commit_fingerprint = fingerprint then
        status := 'known';
        known_verdicts := fence.commit_verdicts;
        known_offsets := fence.commit_base_offsets;
      else
        status := 'DUPLICATE_RESOURCE';
      end if;
    else
      due := (fence.commit_sequence + 1::bigint) & 2147483647;
      if wanted_sequence <> due then
        status := case
          when fence.commit_sequence >= 0 and (due - wanted_sequence) & 2147483647 < 1073741824 then 'DUPLICATE_SEQUENCE_NUMBER'
          else 'OUT_OF_ORDER_SEQUENCE_NUMBER'
        end;
      end if;
    end if;
    if status is not null then return; end if;
  end if;
  if wanted_key is not null then
    select * into known from weir.idempotency_key k where k.principal = wanted_principal and k.key = wanted_key;
    if found then
      status := case when known.fingerprint = commit_batches.fingerprint then 'known' else 'DUPLICATE_RESOURCE' end;
      known_verdicts := known.verdicts;
      known_offsets := known.base_offsets;
      return;
    end if;
  end if;
  if verdicts is null then
    status := 'absent';
    return;
  end if;

  perform pg_advisory_xact_lock_shared(${TOPIC_LOCK_CLASS}, id)
    from (select distinct id from unnest(topic_ids) id order by id) topics;
  select array_agg(id) into gone_topic_ids
    from (select distinct id from unnest(topic_ids) id) topics
    where not exists (select from weir.topic t where t.id = topics.id);
  if gone_topic_ids is not null then
    status := 'gone';
    return;
  end if;

  status := 'stored';
  select appended.base_offsets into base_offsets
    from weir.append_batches(
      topic_ids, partition_ids, record_counts, sizes, max_timestamps, batch_attributes,
      producer_ids, producer_epochs, base_sequences, payload
    ) appended;
  verdict_offsets := array(
    select commit_batches.base_offsets[batch + 1]
    from unnest(verdict_batches) with ordinality listed (batch, place) order by place
  );
  if wanted_id is not null then
    update weir.transactional_id t
      set commit_sequence = wanted_sequence, commit_fingerprint = fingerprint, commit_verdicts = verdicts,
        commit_base_offsets = verdict_offsets, used_at = clock_timestamp()
      where t.transactional_id = wanted_id;
  end if;
  if wanted_key is not null then
    insert into weir.idempotency_key (principal, key, fingerprint, verdicts, base_offsets, created_at)
      values (wanted_principal, wanted_key, fingerprint, verdicts, verdict_offsets, clock_timestamp());
  end if;
end $$;
`;
