// All that a gateway does to its logs in the background.
import type { BackgroundSteps } from './background-steps.ts';
import { Cleanup } from './cleanup.ts';
import type { CleanupSettings } from './cleanup.ts';
import type { ConfigOverrides } from './config-alterations.ts';
import type { Database } from './database.ts';
import { deletedPartitions } from './deleted-partitions.ts';
import { expiredKeys } from './expired-keys.ts';
import { expiredProducers } from './producer-ids.ts';
import { Scrub } from './scrub.ts';
import type { StorageStats } from './storage-stats.ts';

export interface BackgroundSettings extends CleanupSettings {
  /** How fast stored batches are read again and checked; 0 is never. */
  readonly scrubBytesPerSecond: number;
  /** How long an idempotency key is honoured at least. */
  readonly idempotencyKeyRetentionMs: number;
  /** How long the state of a producer outlives its batches, and a transactional id its last use. */
  readonly producerIdExpirationMs: number;
  readonly transactionalIdExpirationMs: number;
  /** Broker configs that this gateway starts with. */
  readonly settings: ConfigOverrides;
  /** Epoch milliseconds, by which records grow old. Default: the clock. */
  readonly now?: () => number;
}

export class BackgroundWork {
  readonly #deleted: BackgroundSteps;
  readonly #expired: readonly BackgroundSteps[];
  readonly #cleanup: Cleanup;
  readonly #scrub: Scrub;

  constructor(database: Database, options: BackgroundSettings) {
    const { reads } = database;
    const { logger } = database.options;
    const { idempotencyKeyRetentionMs: retentionMs, scrubBytesPerSecond: bytesPerSecond } = options;
    this.#deleted = deletedPartitions({ reads, logger });
    this.#expired = [
      expiredKeys({ reads, logger, retentionMs }),
      expiredProducers({ reads, logger, ...options }),
    ];
    this.#cleanup = new Cleanup({ ...options, database });
    this.#scrub = new Scrub({ reads, logger, bytesPerSecond });
  }

  get cleanup(): StorageStats['cleanup'] {
    return this.#cleanup.stats;
  }

  start(): void {
    for (const work of this.#all) work.start();
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((work) => work.close()));
  }

  /** Some may have been deleted: their batches are to be dropped. */
  topicsChanged(): void {
    this.#deleted.wake();
  }

  /** Batches before log starts are to be dropped. */
  recordsDeleted(): void {
    this.#cleanup.retention.wake();
  }

  get #all() {
    return [this.#deleted, ...this.#expired, this.#cleanup, this.#scrub];
  }
}
