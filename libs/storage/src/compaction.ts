// Compaction (cleanup.policy compact, Kafka's log cleaner): of each key its newest record stays. Looks which logs are dirty
// enough and gives each of them a pass, the dirtiest first.
import { KafkaError } from '@weir/protocol';
import { CleanupCounter } from './cleanup-stats.ts';
import type { CleanupStats } from './cleanup-stats.ts';
import { compactLog } from './compaction-pass.ts';
import type { ConfigOverrides } from './config-alterations.ts';
import type { Database } from './database.ts';
import { brokerConfigLayers, cleanupLimits } from './effective-configs.ts';
import type { CleanupLimits } from './effective-configs.ts';
import { ExclusiveRuns } from './exclusive-runs.ts';
import type { Run } from './exclusive-runs.ts';
import { readCleanupTopics } from './sql/cleanup-topics.ts';
import { readLogDirt } from './sql/compaction.ts';
import type { LogDirt } from './sql/compaction.ts';
import { COMPACTION_LOCK } from './sql/locks.ts';

export interface CompactionOptions {
  readonly database: Pick<Database, 'options'>;
  /** How often it is looked for logs that are dirty enough. */
  readonly backoffMs: number;
  /** What the newest offsets of all keys of a pass may take in memory. */
  readonly dedupeBufferBytes: number;
  /** Broker configs that this gateway starts with. */
  readonly settings: ConfigOverrides;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const TOPICS_PER_PAGE = 500;
/** Small: this thread decodes the records, and serves requests. */
const STEP = { rows: 100, bytes: 64 * 1024 } as const;

type DueLog = LogDirt & { readonly until: number; readonly limits: CleanupLimits };

export class Compaction {
  readonly #options: CompactionOptions;
  readonly #runs: ExclusiveRuns;
  readonly #counter = new CleanupCounter();
  /** Logs with a batch that can't be read: they are left alone until the next start, as in Kafka. */
  readonly #uncleanable = new Set<number>();

  constructor(options: CompactionOptions) {
    this.#options = options;
    const { options: connection } = options.database;
    this.#runs = new ExclusiveRuns({
      connection,
      logger: connection.logger,
      lock: COMPACTION_LOCK,
      idleMs: options.backoffMs,
      failure: 'compacted topics could not be compacted yet',
      run: (run) => this.#run(run),
    });
  }

  get stats(): CleanupStats {
    return this.#counter.snapshot();
  }

  start(): void {
    this.#runs.start();
  }

  close(): Promise<void> {
    return this.#runs.close();
  }

  /** A pass over each log that is due; answers false where another gateway is at it. */
  runOnce(): Promise<boolean> {
    return this.#runs.runOnce();
  }

  async #run(run: Run): Promise<void> {
    const counter = this.#counter;
    try {
      for (let afterId = 0; ;) {
        const page = await run.paced(() => this.#readTopics(run, afterId));
        if (page.lastId === undefined) break;
        afterId = page.lastId;
        if (page.topics.size === 0) continue;
        const due = await run.paced(() => this.#readDue(run, page.topics));
        counter.dueLogs += due.length;
        for (const log of due) {
          await this.#compact(run, log);
          counter.dueLogs--;
        }
      }
      counter.lastRunAt = this.#options.now();
    } finally {
      counter.dueLogs = 0;
    }
  }

  /** The limits of the compacted topics of a page, by id. */
  async #readTopics(
    { client }: Run,
    afterId: number,
  ): Promise<{ readonly lastId: number | undefined; readonly topics: ReadonlyMap<number, CleanupLimits> }> {
    const page = await readCleanupTopics(client, { afterId, limit: TOPICS_PER_PAGE });
    const layers = brokerConfigLayers(page.brokerConfigs, this.#options.settings);
    const topics = page.topics.map(
      ({ topicId, configs }) => [topicId, cleanupLimits(configs, layers)] as const,
    );
    const compacted = topics.filter(([, { isCompacted }]) => isCompacted);
    return { lastId: page.topics.at(-1)?.topicId, topics: new Map(compacted) };
  }

  /** The dirtiest first. */
  async #readDue({ client }: Run, topics: ReadonlyMap<number, CleanupLimits>): Promise<DueLog[]> {
    const now = this.#options.now();
    const wanted = [...topics].map(([topicId, { minCompactionLagMs: lagMs }]) => ({
      topicId,
      youngest: lagMs === 0 ? null : Math.max(now - lagMs + 1, 0),
    }));
    const due = (await readLogDirt(client, wanted)).flatMap((log): DueLog[] => {
      const limits = topics.get(log.topicId);
      const until = limits && passEnd(log, limits, now);
      if (until === undefined || limits === undefined || this.#uncleanable.has(log.partitionId)) return [];
      return [{ ...log, limits, until }];
    });
    return due.sort((a, b) => dirtyRatio(b) - dirtyRatio(a));
  }

  async #compact(run: Run, log: DueLog): Promise<void> {
    const { dedupeBufferBytes, now, database } = this.#options;
    try {
      await compactLog(run, log, {
        dedupeBufferBytes,
        step: STEP,
        now: now(),
        deleteRetentionMs: log.limits.deleteRetentionMs,
        onRemoved: (removed) => this.#counter.removed(removed),
      });
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      const { partitionId } = log;
      this.#uncleanable.add(partitionId);
      database.options.logger.error(
        { partitionId, reason: error.message },
        'a log is not compacted until the next start: it has a batch that cannot be read',
      );
    }
  }
}

export function dirtyRatio({ cleanBytes, cleanableBytes }: LogDirt): number {
  return cleanableBytes === 0 ? 0 : cleanableBytes / (cleanBytes + cleanableBytes);
}

/** Up to where the log is to be compacted now; undefined where it is not. */
export function passEnd(log: LogDirt, limits: CleanupLimits, now: number): number | undefined {
  if (log.passUntil !== null) return log.passUntil;
  const { cleanUntil, cleanableUntil, firstDirtyTimestamp, nextHorizon } = log;
  const isDirty = cleanableUntil > cleanUntil && log.cleanableBytes > 0;
  const isOverdue = firstDirtyTimestamp !== null && firstDirtyTimestamp < now - limits.maxCompactionLagMs;
  if (isDirty && (dirtyRatio(log) > limits.minCleanableDirtyRatio || isOverdue)) return cleanableUntil;
  // Tombstones have been kept for long enough.
  return nextHorizon !== null && nextHorizon < now ? cleanUntil : undefined;
}
