// Retention: drops what a log need not keep any more by retention.ms and retention.bytes, or what delete-records put before
// its start. From the start of the log on, in whole batches, which are the segments of this log.
import { CleanupCounter } from './cleanup-stats.ts';
import type { CleanupStats } from './cleanup-stats.ts';
import { cleanupLimits, brokerConfigLayers } from './effective-configs.ts';
import type { CleanupLimits } from './effective-configs.ts';
import type { ConfigOverrides } from './config-alterations.ts';
import type { Database } from './database.ts';
import { ExclusiveRuns } from './exclusive-runs.ts';
import type { Run } from './exclusive-runs.ts';
import { readCleanupTopics } from './sql/cleanup-topics.ts';
import { dropOldestBatches, readDueLogs } from './sql/drop-batches.ts';
import type { DueLog, RetentionBounds } from './sql/drop-batches.ts';
import { RETENTION_LOCK } from './sql/locks.ts';

export interface RetentionOptions {
  readonly database: Pick<Database, 'options'>;
  readonly checkIntervalMs: number;
  /** Broker configs that this gateway starts with. */
  readonly settings: ConfigOverrides;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const TOPICS_PER_PAGE = 500;
const STEP = { rows: 200, bytes: 1024 * 1024 } as const;

export class Retention {
  readonly #options: RetentionOptions;
  readonly #runs: ExclusiveRuns;
  readonly #counter = new CleanupCounter();

  constructor(options: RetentionOptions) {
    this.#options = options;
    const { options: connection } = options.database;
    this.#runs = new ExclusiveRuns({
      connection,
      logger: connection.logger,
      lock: RETENTION_LOCK,
      idleMs: options.checkIntervalMs,
      failure: 'old records could not be dropped yet',
      run: (run) => this.#run(run),
    });
  }

  get stats(): CleanupStats {
    return this.#counter.snapshot();
  }

  start(): void {
    this.#runs.start();
  }

  wake(): void {
    this.#runs.wake();
  }

  close(): Promise<void> {
    return this.#runs.close();
  }

  /** Drops all that is due now; answers false where another gateway is at it. */
  runOnce(): Promise<boolean> {
    return this.#runs.runOnce();
  }

  async #run(run: Run): Promise<void> {
    try {
      for (let afterId = 0; ;) {
        const bounds = await run.paced(() => this.#readBounds(run, afterId));
        const last = bounds.at(-1);
        if (last === undefined) break;
        afterId = last.topicId;
        const due = await run.paced(() => readDueLogs(run.client, bounds));
        this.#counter.dueLogs += due.length;
        await this.#dropAll(run, due);
      }
      this.#counter.lastRunAt = this.#options.now();
    } finally {
      this.#counter.dueLogs = 0;
    }
  }

  /** In turns, so that a long backlog of one log holds up none of the others. */
  async #dropAll(run: Run, logs: readonly DueLog[]): Promise<void> {
    let due = logs;
    while (due.length > 0) {
      const left: DueLog[] = [];
      for (const log of due) {
        const dropped = await run.paced(() => dropOldestBatches(run.client, log, STEP));
        this.#counter.removed(dropped);
        if (dropped.batches > 0) left.push(log);
        else this.#counter.dueLogs--;
      }
      due = left;
    }
  }

  async #readBounds({ client }: Run, afterId: number): Promise<RetentionBounds[]> {
    const { settings, now } = this.#options;
    const { topics, brokerConfigs } = await readCleanupTopics(client, { afterId, limit: TOPICS_PER_PAGE });
    const layers = brokerConfigLayers(brokerConfigs, settings);
    const nowMs = now();
    return topics.map(({ topicId, configs }) => ({
      topicId,
      ...retentionBounds(cleanupLimits(configs, layers), nowMs),
    }));
  }
}

/** A compacted log keeps all that compaction leaves. */
function retentionBounds(
  { isDeleted, retentionMs, retentionBytes }: CleanupLimits,
  now: number,
): Omit<RetentionBounds, 'topicId'> {
  return {
    beforeTimestamp: isDeleted && retentionMs !== Infinity ? now - retentionMs : null,
    keepBytes: isDeleted && retentionBytes !== Infinity ? retentionBytes : null,
  };
}
