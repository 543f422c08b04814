// The stateless read's way to the log, with a bound on what all answers under way hold. Waiting for records holds nothing:
// the first page is small, and what has to stand in line for more room gives it up and reads again.
import type { Batch, Broker, FetchedPartition, KafkaError, RequestContext } from '@weir/protocol';
import type { FastifyReply } from 'fastify';
import { ByteBudget } from '../http/byte-budget.ts';
import { plainError } from '../http/rest-error.ts';

/** Of record batches read for one answer; what a larger wish is cut to. */
export const PAGE_MAX_BYTES = 16 * 1024 * 1024;
/** Of all answers that are made or sent. */
const IN_FLIGHT_MAX_BYTES = 4 * PAGE_MAX_BYTES;
/** What is read before there is room for it. */
const FIRST_PAGE_BYTES = 1024 * 1024;
/** How long an answer stands in line for room. */
const ROOM_WAIT_MS = 10_000;
/** A client that takes nothing of its answer for so long is cut off: it holds the room that others wait for. */
const STALLED_MS = 30_000;

export interface PageWish {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly maxBytes: number;
  readonly maxWaitMs: number;
}

export type ReadPage =
  | { readonly error: KafkaError }
  | { readonly error: null; readonly batches: readonly Batch[]; readonly heldBytes: number };

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

  /** What it holds is to be released, by `releaseWith` or at once where no answer is made of it. */
  async read(wish: PageWish, context: RequestContext): Promise<ReadPage> {
    const first = await this.#fetch(
      { ...wish, maxBytes: Math.min(wish.maxBytes, FIRST_PAGE_BYTES) },
      context,
    );
    if (first.error !== null) return { error: first.error };
    const size = sizeOf(first.batches);
    const isWhole = wish.maxBytes <= FIRST_PAGE_BYTES || isAtEnd(first);
    if (isWhole && this.#budget.tryReserve(size)) {
      return { error: null, batches: first.batches, heldBytes: size };
    }
    return this.#readInTurn(wish, isWhole ? size : wish.maxBytes, context);
  }

  release(bytes: number): void {
    this.#budget.release(bytes);
  }

  /** Releases when the answer has left, or its connection has gone. */
  releaseWith(reply: FastifyReply, bytes: number): void {
    if (bytes === 0) return;
    reply.raw.once('close', () => this.#budget.release(bytes));
    reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy());
  }

  async #readInTurn(wish: PageWish, bytes: number, context: RequestContext): Promise<ReadPage> {
    const limit = AbortSignal.timeout(this.#roomWaitMs);
    const signal = context.signal === undefined ? limit : AbortSignal.any([context.signal, limit]);
    if (!(await this.#budget.reserve(bytes, signal))) {
      if (context.signal?.aborted === true) return { error: null, batches: [], heldBytes: 0 };
      throw plainError(429, 'answers to slow readers hold all the room there is; try again');
    }
    try {
      // Within what was reserved: the log may have grown meanwhile.
      const maxBytes = Math.min(wish.maxBytes, bytes);
      const again = await this.#fetch({ ...wish, maxBytes, maxWaitMs: 0 }, context);
      if (again.error === null) return { error: null, batches: again.batches, heldBytes: bytes };
      this.#budget.release(bytes);
      return { error: again.error };
    } catch (error) {
      this.#budget.release(bytes);
      throw error;
    }
  }

  async #fetch(wish: PageWish, context: RequestContext): Promise<FetchedPartition> {
    const { topic, partition, offset, maxBytes, maxWaitMs } = wish;
    const [answer] = await this.#broker.fetch(
      { partitions: [{ topic, partition, offset }], maxWaitMs, minBytes: 1, maxBytes },
      context,
    );
    return answer as FetchedPartition;
  }
}

function isAtEnd({ batches, highWatermark }: FetchedPartition): boolean {
  const last = batches.at(-1);
  return last === undefined || last.lastOffset + 1 >= highWatermark;
}

function sizeOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
