// The lane of appends without an idempotency key. A partition always uses the same one, so its appends stay in order.
import { encodeFlush } from './encode-flush.ts';
import type { AppendOutcome, EncodedFlush, Placement, WaitingAppend } from './encode-flush.ts';
import { Lane, splitByLog } from './lane.ts';
import type { LaneConnection } from './lane.ts';
import { sequenceError } from './sequence-error.ts';
import { appendBatches } from './sql/append-batches.ts';
import type { AppendedBatch, EncodedBatch } from './sql/append-batches.ts';

export interface AppendLaneOptions extends LaneConnection {
  /** Called for each committed batch, in the order of offsets, before its producers are answered. */
  readonly onStored: (batch: EncodedBatch, baseOffset: number) => void;
}

export function appendLane(options: AppendLaneOptions): Lane<WaitingAppend> {
  return new Lane({
    ...options,
    addPartitions: ({ partitionId }, partitions) => partitions.add(partitionId),
    prepare: (appends) => {
      const flush = encodeFlush(appends, Date.now());
      return async (client) => {
        const appended = await options.commits.measure(
          () => appendBatches(client, flush.batches),
          (answer) => flush.batches.filter((_, index) => answer[index]?.status === 'stored'),
        );
        publish({ ...flush, appends }, appended, options.onStored);
        return [];
      };
    },
    split: (appends, error) => splitByLog(appends, ({ partitionId }) => partitionId, error),
  });
}

function publish(
  flush: EncodedFlush & { readonly appends: readonly WaitingAppend[] },
  appended: readonly AppendedBatch[],
  onStored: AppendLaneOptions['onStored'],
): void {
  flush.batches.forEach((batch, index) => {
    const answer = appended[index];
    if (answer?.status === 'stored') onStored(batch, answer.baseOffset);
  });
  flush.appends.forEach((append, index) => {
    const { batchIndex, recordIndex } = flush.placements[index] as Placement;
    const batch = appended[batchIndex] as AppendedBatch;
    const header = flush.batches[batchIndex] as EncodedBatch;
    append.settle(outcomeOf(batch, { header, recordIndex, appendTime: flush.appendTime }));
  });
}

interface Appended {
  readonly header: EncodedBatch;
  readonly recordIndex: number;
  readonly appendTime: number;
}

function outcomeOf(batch: AppendedBatch, { header, recordIndex, appendTime }: Appended): AppendOutcome {
  const { status, baseOffset, knownTimestamp } = batch;
  switch (status) {
    case 'stored':
      return { status, baseOffset: baseOffset + recordIndex, appendTime, isReplay: false };
    case 'repeated':
      return { status: 'stored', baseOffset, appendTime: knownTimestamp, isReplay: true };
    case 'unknown-partition':
      return { status };
    default:
      return { status: 'failed', error: sequenceError(status, baseOffset, header) };
  }
}
