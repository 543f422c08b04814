// The way of pages and tails to the log, with a bound on what all answers under way hold. Waiting for records holds
// nothing: the first page is small, and what has to stand in line for more room gives it up and reads again.
import type { Broker, FetchedPartition, FetchPartition, RequestContext } from '@weir/protocol';
import type { FastifyReply } from 'fastify';
import { ByteBudget } from '../http/byte-budget.ts';
import type { WaitingRequests } from '../http/request-context.ts';
import { plainError } from '../http/rest-error.ts';

/** Of record batches read for one answer; what a larger wish is cut to. */
export const PAGE_MAX_BYTES = 16 * 1024 * 1024;
/** What a batch holds beside keys and values may double tiny records: fewer are not worth asking for. */
export const FETCH_MIN_BYTES = 16 * 1024;
/** Of all answers that are made or sent. */
const IN_FLIGHT_MAX_BYTES = 4 * PAGE_MAX_BYTES;
/** What is read before there is room for it. */
const FIRST_PAGE_BYTES = 1024 * 1024;
/** How long an answer stands in line for room. */
const ROOM_WAIT_MS = 10_000;
/** A client that takes nothing for so long is cut off: it holds the room that others wait for. */
export const STALLED_MS = 30_000;

export interface PageWish {
  readonly partitions: readonly FetchPartition[];
  readonly maxBytes: number;
  readonly maxWaitMs: number;
}

export interface ReadPage {
  /** In the order of the wish; none at all where the client went away while it stood in line. */
  readonly partitions: readonly FetchedPartition[];
  /** To be released: by `releaseWith`, or by `release` where no answer is made of the page. */
  readonly heldBytes: number;
}

/** What routes that read pages share, whatever their dialect. */
export interface Reads {
  readonly pages: PageReads;
  readonly waiting: WaitingRequests;
}

export class PageReads {
  readonly #broker: Pick<Broker, 'fetch'>;
  readonly #budget: ByteBudget;
  readonly #roomWaitMs: number;

  constructor(
    broker: Pick<Broker, 'fetch'>,
    inFlightMaxBytes = IN_FLIGHT_MAX_BYTES,
    roomWaitMs = ROOM_WAIT_MS,
  ) {
    this.#broker = broker;
    this.#roomWaitMs = roomWaitMs;
    this.#budget = new ByteBudget({ limitBytes: inFlightMaxBytes, smallBytes: FIRST_PAGE_BYTES });
  }

  get heldBytes(): number {
    return this.#budget.heldBytes;
  }

  /** Throws 429 where there was no room for too long. */
  async read(wish: PageWish, context: RequestContext): Promise<ReadPage> {
    const first = await this.#fetch(
      { ...wish, maxBytes: Math.min(wish.maxBytes, FIRST_PAGE_BYTES) },
      context,
    );
    const size = sizeOf(first);
    const isWhole = wish.maxBytes <= FIRST_PAGE_BYTES || first.every(isAtEnd);
    if (size === 0 || (isWhole && this.#budget.tryReserve(size)))
      return { partitions: first, heldBytes: size };
    return this.#readInTurn(wish, isWhole ? size : wish.maxBytes, context);
  }

  release(bytes: number): void {
    this.#budget.release(bytes);
  }

  /**
   * Releases when the answer has left, or its connection has gone. False where it has gone already: nobody is left to
   * answer, and the bytes are released.
   */
  releaseWith(reply: FastifyReply, bytes: number): boolean {
    if (reply.raw.closed) {
      this.#budget.release(bytes);
      return false;
    }
    if (bytes > 0) {
      reply.raw.once('close', () => this.#budget.release(bytes));
      reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy());
    }
    return true;
  }

  async #readInTurn(wish: PageWish, bytes: number, context: RequestContext): Promise<ReadPage> {
    const limit = AbortSignal.timeout(this.#roomWaitMs);
    const signal = context.signal === undefined ? limit : AbortSignal.any([context.signal, limit]);
    if (!(await this.#budget.reserve(bytes, signal))) {
      if (context.signal?.aborted === true) return { partitions: [], heldBytes: 0 };
      throw plainError(429, 'answers to slow readers hold all the room there is; try again');
    }
    try {
      // Within what was reserved: the log may have grown meanwhile.
      const maxBytes = Math.min(wish.maxBytes, bytes);
      const again = await this.#fetch({ ...wish, maxBytes, maxWaitMs: 0 }, context);
      if (sizeOf(again) > 0) return { partitions: again, heldBytes: bytes };
      this.#budget.release(bytes);
      return { partitions: again, heldBytes: 0 };
    } catch (error) {
      this.#budget.release(bytes);
      throw error;
    }
  }

  #fetch(wish: PageWish, context: RequestContext): Promise<FetchedPartition[]> {
    return this.#broker.fetch({ ...wish, minBytes: 1 }, context);
  }
}

function isAtEnd({ batches, highWatermark, error }: FetchedPartition): boolean {
  const last = batches.at(-1);
  return error !== null || last === undefined || last.lastOffset + 1 >= highWatermark;
}

function sizeOf(partitions: readonly FetchedPartition[]): number {
  return partitions.reduce(
    (sum, { batches }) => batches.reduce((size, { bytes }) => size + bytes.length, sum),
    0,
  );
}
