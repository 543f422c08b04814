// The lane of appends without an idempotency key. A partition always uses the same one, so its appends stay in order.
import { encodeFlush } from './encode-flush.ts';
import type { EncodedFlush, WaitingAppend } from './encode-flush.ts';
import { Lane, splitByLog } from './lane.ts';
import type { LaneConnection } from './lane.ts';
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
        publish(flush, appended, options.onStored);
        return [];
      };
    },
    split: (appends, error) => splitByLog(appends, ({ partitionId }) => partitionId, error),
  });
}

function publish(
  flush: EncodedFlush<WaitingAppend>,
  appended: readonly AppendedBatch[],
  onStored: AppendLaneOptions['onStored'],
): void {
  flush.batches.forEach((batch, index) => {
    const answer = appended[index];
    if (answer?.status === 'stored') onStored(batch, answer.baseOffset);
  });
  for (const { append, batchIndex, recordIndex } of flush.placements) {
    const batch = appended[batchIndex];
    if (batch?.status === 'stored') {
      append.settle({
        status: 'stored',
        baseOffset: batch.baseOffset + recordIndex,
        appendTime: flush.appendTime,
      });
    } else append.settle({ status: 'unknown-partition' });
  }
}
