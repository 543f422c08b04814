// What compaction makes of one batch (Kafka's LogCleaner, KIP-534 for tombstones): a pure decision.
import { retainRecords } from '@weir/protocol';
import type { OffsetMap } from './offset-map.ts';
import type { CompactedBatch, StoredBatch } from './sql/compaction.ts';

export interface CompactionRules {
  /** Newest offsets of the keys in the part of the log that was not clean. */
  readonly newest: Pick<OffsetMap, 'get'>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** How long a tombstone is kept from its first compaction on. */
  readonly deleteRetentionMs: number;
}

export function compactBatch(batch: StoredBatch, rules: CompactionRules): CompactedBatch {
  const { lastOffset, data, deleteHorizon: horizonBefore, isControl } = batch;
  const unchanged = {
    lastOffset,
    bytes: data,
    deleteHorizon: horizonBefore,
    isRewritten: false,
    isChanged: false,
  };
  if (isControl) return unchanged;
  const { newest, now, deleteRetentionMs } = rules;
  const isHorizonPassed = horizonBefore !== null && horizonBefore < now;
  let hasTombstones = false;
  const bytes = retainRecords(data, (record) => {
    const key = record.key();
    // Stored before the topic was compacted.
    if (key === null) return false;
    const newestOffset = newest.get(key);
    if (newestOffset !== undefined && record.offset < newestOffset) return false;
    if (record.value() !== null) return true;
    if (isHorizonPassed) return false;
    hasTombstones = true;
    return true;
  });
  const deleteHorizon = hasTombstones
    ? (horizonBefore ?? Math.min(now + deleteRetentionMs, Number.MAX_SAFE_INTEGER))
    : null;
  const isRewritten = bytes !== data;
  return {
    lastOffset,
    bytes,
    deleteHorizon,
    isRewritten,
    isChanged: isRewritten || deleteHorizon !== horizonBefore,
  };
}
