// What is kept of an append under an idempotency key: a verdict per entry, in a form that is complete but for the offsets
// that PostgreSQL assigns. The first answer and all that repeat it are read from the same form.
import { KafkaError } from '@weir/protocol';
import type { AppendResult, ErrorName } from '@weir/protocol';
import type { Placement } from './encode-flush.ts';

export interface KeyedVerdicts {
  readonly appendTime: number;
  readonly runs: readonly VerdictRun[];
}

type VerdictRun = StoredRun | Refusal;

/**
 * Entries that lie one behind the other: how many, their partition, the place of their batch in the list of base offsets,
 * the place of the first record in that batch, the records of each entry, and 1 where the topic stamps records.
 */
type StoredRun = readonly [
  count: number,
  partition: number,
  batch: number,
  firstRecord: number,
  recordsPerEntry: number,
  stamps: 0 | 1,
];

interface Refusal {
  readonly error: ErrorName;
  readonly message: string;
  readonly details: KafkaError['details'];
}

/** An entry after its checks: what is to be stored, or why it is not. */
export type CheckedEntry<Append> =
  | { readonly partition: number; readonly recordCount: number; readonly append: Append }
  | { readonly error: KafkaError };

export interface EncodedVerdicts {
  readonly verdicts: KeyedVerdicts;
  /** Places in the flush of the batches that the verdicts speak of. */
  readonly batches: readonly number[];
}

export interface FlushPlaces {
  readonly placements: readonly Placement[];
  /** The place among them of the first entry that is not refused; the others follow. */
  readonly first: number;
  readonly appendTime: number;
}

/** Verdicts as they are if the flush is stored. */
export function encodeVerdicts(
  entries: readonly CheckedEntry<{ readonly stampsAppendTime: boolean }>[],
  { placements, first, appendTime }: FlushPlaces,
): EncodedVerdicts {
  let next = first;
  const batches: number[] = [];
  const placeOfBatch = new Map<number, number>();
  const runs: VerdictRun[] = [];
  let last: [number, number, number, number, number, 0 | 1] | undefined;
  for (const entry of entries) {
    if ('error' in entry) {
      const { errorName, message, details } = entry.error;
      runs.push({ error: errorName, message, details });
      last = undefined;
      continue;
    }
    const { partition, recordCount, append } = entry;
    const place = placements[next++] as Placement;
    let batch = placeOfBatch.get(place.batchIndex);
    if (batch === undefined) {
      placeOfBatch.set(place.batchIndex, (batch = batches.length));
      batches.push(place.batchIndex);
    }
    const follows =
      last !== undefined && last[2] === batch && last[3] + last[0] * recordCount === place.recordIndex;
    if (follows && last !== undefined) last[0]++;
    else {
      last = [1, partition, batch, place.recordIndex, recordCount, append.stampsAppendTime ? 1 : 0];
      runs.push(last);
    }
  }
  return { verdicts: { appendTime, runs }, batches };
}

/** The results of all entries, in their order. */
export function resultsOf(
  { appendTime, runs }: KeyedVerdicts,
  baseOffsets: readonly number[],
  isReplay: boolean,
): AppendResult[] {
  const results: AppendResult[] = [];
  for (const run of runs) {
    if ('error' in run) {
      results.push({ error: new KafkaError(run.error, run.message, run.details), isReplay });
      continue;
    }
    const [count, partition, batch, firstRecord, recordsPerEntry, stamps] = run;
    const baseOffset = (baseOffsets[batch] as number) + firstRecord;
    const logAppendTime = stamps === 1 ? appendTime : -1;
    for (let i = 0; i < count; i++) {
      results.push({
        error: null,
        partition,
        baseOffset: baseOffset + i * recordsPerEntry,
        appendTime,
        logAppendTime,
        isReplay,
      });
    }
  }
  return results;
}

/** Entries that the verdicts speak of. */
export function countEntries({ runs }: KeyedVerdicts): number {
  return runs.reduce((sum, run) => sum + ('error' in run ? 1 : run[0]), 0);
}
