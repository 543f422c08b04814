// Scrub: reads every stored batch again and again, slowly, and compares it with its checksum and its row, so that damage on
// disk is heard of before a reader meets it. One gateway at a time; the place is kept in the database, so a pass goes on
// where it was after a restart, on whichever gateway.
import type pg from 'pg';
import { crc32c, KafkaError, readRecordBatchHeader } from '@weir/protocol';
import { reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import { keepScrubPlace, readBatchesAfter, scrubStart, takeScrubStep } from './sql/scrub.ts';
import type { ScrubbedBatch } from './sql/scrub.ts';

export interface ScrubOptions {
  readonly reads: pg.Pool;
  readonly logger: Logger;
  /** How much is read per second at most; 0 turns the scrub off. */
  readonly bytesPerSecond: number;
}

const STEP_MS = 5_000;
const MAX_ROWS_PER_STEP = 5_000;
const MAX_BYTES_PER_STEP = 32 * 1024 * 1024;
/** Where the checksum's range begins in a RecordBatch v2. */
const CHECKED_FROM = 21;

export class Scrub {
  readonly #options: ScrubOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> | undefined;

  constructor(options: ScrubOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.bytesPerSecond === 0) return;
    this.#timer = setInterval(() => {
      this.#running ??= this.step().finally(() => {
        this.#running = undefined;
      });
    }, STEP_MS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Checks the next batches; answers how many: 0 at the end of a pass, and where another gateway has just taken a step. */
  async step(restMs = STEP_MS * 0.9): Promise<number> {
    const { reads, logger, bytesPerSecond } = this.#options;
    try {
      const place = await takeScrubStep(reads, restMs);
      if (place === undefined) return 0;
      const bytes = Math.min((bytesPerSecond * STEP_MS) / 1_000, MAX_BYTES_PER_STEP);
      const batches = await readBatchesAfter(reads, place, { rows: MAX_ROWS_PER_STEP, bytes });
      for (const batch of batches) this.#check(batch);
      const last = batches.at(-1);
      const next = last && { partitionId: last.partition_id, lastOffset: last.last_offset };
      await keepScrubPlace(reads, next ?? scrubStart);
      return batches.length;
    } catch (error) {
      logger.debug(reasonOf(error), 'the scrub could not read on');
      return 0;
    }
  }

  #check(batch: ScrubbedBatch): void {
    const fault = faultOf(batch);
    if (fault === undefined) return;
    const { partition_id: partitionId, base_offset: baseOffset, last_offset: lastOffset } = batch;
    this.#options.logger.error({ partitionId, baseOffset, lastOffset, fault }, 'a stored batch is damaged');
  }
}

function faultOf({ data, base_offset, record_count }: ScrubbedBatch): string | undefined {
  try {
    const header = readRecordBatchHeader(data);
    if (header.sizeBytes !== data.length) return `it says ${header.sizeBytes} bytes and has ${data.length}`;
    if (header.crc !== crc32c(data.subarray(CHECKED_FROM))) return 'its checksum does not fit its bytes';
    if (header.baseOffset !== base_offset) return `it says base offset ${header.baseOffset}`;
    if (header.recordCount !== record_count) return `it says ${header.recordCount} records`;
    return undefined;
  } catch (error) {
    if (error instanceof KafkaError) return error.message;
    throw error;
  }
}
