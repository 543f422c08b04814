// Cleanup: what cleanup.policy asks for, in the background: retention and compaction.
import { Compaction } from './compaction.ts';
import type { ConfigOverrides } from './config-alterations.ts';
import type { Database } from './database.ts';
import { Retention } from './retention.ts';
import type { StorageStats } from './storage-stats.ts';

export interface CleanupSettings {
  /** How often it is looked for records that need not be kept any more. */
  readonly logRetentionCheckIntervalMs: number;
  /** How often it is looked for logs to compact. */
  readonly logCleanerBackoffMs: number;
  /** What compaction may take in memory, in bytes. */
  readonly logCleanerDedupeBufferSize: number;
}

export interface CleanupOptions extends CleanupSettings {
  readonly database: Pick<Database, 'options'>;
  /** Broker configs that this gateway starts with. */
  readonly settings: ConfigOverrides;
  /** Epoch milliseconds, by which records grow old. Default: the clock. */
  readonly now?: () => number;
}

export class Cleanup {
  readonly retention: Retention;
  readonly compaction: Compaction;

  constructor({
    database,
    settings,
    now = Date.now,
    logRetentionCheckIntervalMs: checkIntervalMs,
    logCleanerBackoffMs: backoffMs,
    logCleanerDedupeBufferSize: dedupeBufferBytes,
  }: CleanupOptions) {
    this.retention = new Retention({ database, settings, now, checkIntervalMs });
    this.compaction = new Compaction({ database, settings, now, backoffMs, dedupeBufferBytes });
  }

  get stats(): StorageStats['cleanup'] {
    return { delete: this.retention.stats, compact: this.compaction.stats };
  }

  start(): void {
    this.retention.start();
    this.compaction.start();
  }

  async close(): Promise<void> {
    await Promise.all([this.retention.close(), this.compaction.close()]);
  }
}
