// Scrub: reads every stored batch again and again, slowly, and compares it with its checksum and its row, so that damage on
// disk is heard of before a reader meets it. One gateway at a time; the place is kept in the database, so a pass goes on
// where it was after a restart, on whichever gateway.
import type pg from 'pg';
import { crc32c, KafkaError, readRecordBatchHeader } from '@weir/protocol';
import { reasonOf, sqlState } from './connection.ts';
import type { Logger } from './logger.ts';
import {
  keepScrubPlace,
  readBatchAt,
  readBatchesAfter,
  readPlacesAfter,
  scrubStart,
  takeScrubStep,
} from './sql/scrub.ts';
import type { ScrubbedBatch, ScrubPlace } from './sql/scrub.ts';

export interface ScrubOptions {
  readonly reads: pg.Pool;
  readonly logger: Logger;
  /** How much is read per second at most; 0 turns the scrub off. */
  readonly bytesPerSecond: number;
}

const STEP_MS = 5_000;
const MAX_ROWS_PER_STEP = 20_000;
/** Of batches that are read one by one, since one of the next cannot be read. */
const SINGLE_ROWS = 500;
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
      const bytes = (bytesPerSecond * STEP_MS) / 1_000;
      const limits = { rows: MAX_ROWS_PER_STEP, bytes };
      const batches = await readBatchesAfter(reads, place, limits).catch((error: unknown) => {
        if (isDamage(error)) return undefined;
        throw error;
      });
      if (batches === undefined) return await this.#stepOneByOne(place);
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

  /** PostgreSQL itself found damage: which batches it is in shows when each is read alone. The others are checked as ever. */
  async #stepOneByOne(place: ScrubPlace): Promise<number> {
    const { reads, logger } = this.#options;
    const places = await readPlacesAfter(reads, place, SINGLE_ROWS);
    for (const next of places) {
      try {
        const batch = await readBatchAt(reads, next);
        if (batch !== undefined) this.#check(batch);
      } catch (error) {
        if (!isDamage(error)) throw error;
        logger.error({ ...next, fault: reasonOf(error).reason }, 'a stored batch is damaged');
      }
      await keepScrubPlace(reads, next);
    }
    return places.length;
  }

  #check(batch: ScrubbedBatch): void {
    const fault = faultOf(batch);
    if (fault === undefined) return;
    const { partition_id: partitionId, base_offset: baseOffset, last_offset: lastOffset } = batch;
    this.#options.logger.error({ partitionId, baseOffset, lastOffset, fault }, 'a stored batch is damaged');
  }
}

/** Data corruption and I/O errors by their states, and numbers that no log holds. */
function isDamage(error: unknown): boolean {
  return error instanceof RangeError || /^(XX|58)/.test(sqlState(error) ?? '');
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
