// The lane of appends under idempotency keys: units of many callers in one transaction. Units whose key is known are
// answered, and the others flushed without them.
import { encodeFlush } from './encode-flush.ts';
import type { CheckedAppend } from './encode-flush.ts';
import { countEntries, encodeVerdicts, resultsOf } from './keyed-verdicts.ts';
import type { CheckedEntry } from './keyed-verdicts.ts';
import { Lane, splitByLog } from './lane.ts';
import type { FailedOutcome, LaneConnection } from './lane.ts';
import type { AppendResult } from '@weir/protocol';
import { sqlState } from './connection.ts';
import { appendUnits } from './sql/append-units.ts';
import type { AppendedUnits } from './sql/append-units.ts';
import type { EncodedBatch } from './sql/append-batches.ts';

/** The checked entries under one key, waiting for their transaction. */
export interface WaitingUnit {
  readonly principal: string;
  readonly key: string;
  readonly fingerprint: Uint8Array;
  readonly entries: readonly CheckedEntry<CheckedAppend>[];
  /** Of those entries that are not refused. */
  readonly appends: readonly CheckedAppend[];
  readonly sizeBytes: number;
  readonly settle: (outcome: UnitOutcome) => void;
}

export type UnitOutcome =
  /** By this call or, as a replay, by an earlier one; nothing of it where all entries are refused. */
  | { readonly status: 'answered'; readonly results: readonly AppendResult[] }
  /** The key belongs to something else. */
  | { readonly status: 'other-request' }
  /** Nothing was done: entries go to topics that are not there any more. */
  | { readonly status: 'gone'; readonly topicIds: ReadonlySet<number> }
  | FailedOutcome;

export interface KeyedLaneOptions extends LaneConnection {
  /** Called for each committed batch before its producers are answered. */
  readonly onStored: (batch: EncodedBatch, baseOffset: number) => void;
}

const UNIQUE_VIOLATION = '23505';

export function keyedLane(options: KeyedLaneOptions): Lane<WaitingUnit> {
  return new Lane({
    ...options,
    addPartitions: ({ appends }, partitions) => {
      for (const { partitionId } of appends) partitions.add(partitionId);
    },
    prepare: (units) => {
      const flush = encodeUnits(units, Date.now());
      return async (client) => {
        try {
          const appended = await options.commits.measure(
            () => appendUnits(client, flush.units, flush.batches),
            ({ status }) => (status === 'stored' ? flush.batches : []),
          );
          return settle(units, flush, { appended, onStored: options.onStored });
        } catch (error) {
          // Another gateway stored one of the keys in the same moment; the next try finds it.
          if (isKeyTaken(error)) return units;
          throw error;
        }
      };
    },
    split: (units, error) => splitByLog(units, lowestPartition, error),
  });
}

type UnitsFlush = ReturnType<typeof encodeUnits>;

function encodeUnits(units: readonly WaitingUnit[], now: number) {
  const flush = encodeFlush(
    units.flatMap(({ appends }) => appends),
    now,
  );
  let first = 0;
  const encoded = units.map(({ principal, key, fingerprint, entries, appends }) => {
    const { verdicts, batches } = encodeVerdicts(entries, { ...flush, first });
    first += appends.length;
    return { principal, key, fingerprint, verdicts, batches };
  });
  return { batches: flush.batches, units: encoded };
}

interface Settlement {
  readonly appended: AppendedUnits;
  readonly onStored: KeyedLaneOptions['onStored'];
}

/** Answers the units of which nothing is known yet. */
function settle(
  units: readonly WaitingUnit[],
  flush: UnitsFlush,
  { appended, onStored }: Settlement,
): readonly WaitingUnit[] {
  if (appended.status === 'stored') {
    const { baseOffsets } = appended;
    flush.batches.forEach((batch, index) => onStored(batch, baseOffsets[index] as number));
    units.forEach((unit, index) => {
      const { verdicts, batches } = flush.units[index] as UnitsFlush['units'][number];
      const own = batches.map((batch) => baseOffsets[batch] as number);
      unit.settle({ status: 'answered', results: resultsOf(verdicts, own, false) });
    });
    return [];
  }
  if (appended.status === 'gone') {
    const topicIds = new Set(appended.topicIds);
    return units.filter((unit) => {
      const isGone = unit.appends.some(({ topicId }) => topicIds.has(topicId));
      if (isGone) unit.settle({ status: 'gone', topicIds });
      return !isGone;
    });
  }
  const known = new Map(appended.known.map((key) => [key.unit, key]));
  return units.filter((unit, index) => {
    const key = known.get(index);
    if (key === undefined) return true;
    const { isSame, verdicts, baseOffsets } = key;
    if (isSame && countEntries(verdicts) === unit.entries.length)
      unit.settle({ status: 'answered', results: resultsOf(verdicts, baseOffsets, true) });
    else unit.settle({ status: 'other-request' });
    return false;
  });
}

/** Somebody else stored the same idempotency key. */
export function isKeyTaken(error: unknown): boolean {
  const { constraint } = error as { constraint?: string };
  return sqlState(error) === UNIQUE_VIOLATION && constraint === 'idempotency_key_pkey';
}

/** Stands for the logs of a unit; most have one. */
function lowestPartition({ appends }: WaitingUnit): number | undefined {
  return appends.reduce<number | undefined>(
    (lowest, { partitionId }) => Math.min(lowest ?? partitionId, partitionId),
    undefined,
  );
}
