// One pass of compaction over a log: learns the newest offset of each key in the part that is not clean yet, then goes over
// the whole log from its start and leaves out what is older. Each step is a transaction with the place where the pass goes on,
// so that whoever takes over after a kill repeats the learning, not the work.
import { forEachRecord } from '@weir/protocol';
import { compactBatch } from './compact-batch.ts';
import type { CompactionRules } from './compact-batch.ts';
import type { Run } from './exclusive-runs.ts';
import { OffsetMap } from './offset-map.ts';
import { beginPass, endPass, readBatchRange, writeCompacted } from './sql/compaction.ts';
import type { BatchRange, LogDirt } from './sql/compaction.ts';

export interface PassOptions extends Omit<CompactionRules, 'newest'> {
  readonly dedupeBufferBytes: number;
  /** The most that a step takes. */
  readonly step: { readonly rows: number; readonly bytes: number };
  readonly onRemoved: (removed: { readonly records: number; readonly bytes: number }) => void;
}

/** Where the pass ends is decided already, or set back to what the map has room for. */
export async function compactLog(
  run: Run,
  log: Pick<LogDirt, 'partitionId' | 'cleanUntil' | 'passPosition'> & { readonly until: number },
  options: PassOptions,
): Promise<void> {
  const { partitionId } = log;
  // What comes before the pass's place has been cleaned by all that is to be learned.
  const from = Math.max(log.cleanUntil, log.passPosition ?? 0);
  const { newest, until } = await learnNewest(run, { partitionId, from, until: log.until }, options);
  await run.paced(() => beginPass(run.client, partitionId, until));
  const rules = { ...options, newest };
  for (let position = log.passPosition ?? 0; position < until;) {
    position = await run.paced(async () => {
      const batches = await readBatchRange(run.client, { partitionId, from: position, until }, options.step);
      const last = batches.at(-1);
      if (last === undefined) return until;
      const compacted = batches.map((batch) => compactBatch(batch, rules));
      const next = last.lastOffset + 1;
      options.onRemoved(
        await writeCompacted(run.client, { partitionId, position: next, batches: compacted }),
      );
      return next;
    });
  }
  await run.paced(() => endPass(run.client, partitionId, until));
}

async function learnNewest(
  run: Run,
  { until, ...log }: BatchRange,
  { dedupeBufferBytes, step: limits }: Pick<PassOptions, 'dedupeBufferBytes' | 'step'>,
): Promise<{ readonly newest: OffsetMap; readonly until: number }> {
  const newest = new OffsetMap(dedupeBufferBytes);
  for (let from = log.from; from < until;) {
    const range = { ...log, from, until };
    const step = await run.paced(async () => {
      const batches = await readBatchRange(run.client, range, limits);
      for (const { isControl, recordCount, baseOffset, data } of batches) {
        if (isControl) continue;
        if (!newest.hasRoomFor(recordCount)) return { fullAt: baseOffset };
        forEachRecord(data, (record) => {
          const key = record.key();
          if (key !== null) newest.set(key, record.offset);
        });
      }
      return { next: (batches.at(-1)?.lastOffset ?? until - 1) + 1 };
    });
    // The next pass begins here.
    if (step.next === undefined) return { newest, until: step.fullAt };
    from = step.next;
  }
  return { newest, until };
}
