// What a moment's look at the logs of this process shows: counts since its start, and what there is now.
import type { CleanupStats } from './cleanup-stats.ts';
import type { CommitSnapshot } from './commit-stats.ts';
import type { LaneQueue } from './lane.ts';

export interface StorageStats {
  readonly commits: CommitSnapshot;
  readonly appendQueue: LaneQueue;
  readonly tailCache: { readonly hits: number; readonly misses: number; readonly sizeBytes: number };
  /** By the cleanup.policy that it is done for. */
  readonly cleanup: { readonly delete: CleanupStats; readonly compact: CleanupStats };
  readonly waitingFetches: number;
  /** Connections for reads, and who waits for one. */
  readonly readPool: { readonly total: number; readonly idle: number; readonly waiting: number };
}

export function sumOfQueues(queues: readonly LaneQueue[]): LaneQueue {
  return {
    appends: queues.reduce((sum, { appends }) => sum + appends, 0),
    bytes: queues.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
