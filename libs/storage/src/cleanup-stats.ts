// What runs of retention or of compaction did in this process since its start.
import type { DroppedBatches } from './sql/drop-batches.ts';

export interface CleanupStats {
  /** Taken out of logs. */
  readonly records: number;
  readonly bytes: number;
  /** Epoch milliseconds of the end of the last run that came to its end; undefined before the first. */
  readonly lastRunAt: number | undefined;
  /** Logs in which there is something to do, as far as the run under way has looked; 0 between runs. */
  readonly dueLogs: number;
}

export class CleanupCounter implements CleanupStats {
  records = 0;
  bytes = 0;
  lastRunAt: number | undefined = undefined;
  dueLogs = 0;

  removed({ records, bytes }: Pick<DroppedBatches, 'records' | 'bytes'>): void {
    this.records += records;
    this.bytes += bytes;
  }

  snapshot(): CleanupStats {
    const { records, bytes, lastRunAt, dueLogs } = this;
    return { records, bytes, lastRunAt, dueLogs };
  }
}
