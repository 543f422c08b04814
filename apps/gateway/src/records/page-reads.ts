// The way of pages and tails to the log, with a bound on what all answers under way hold. Waiting for records holds
// nothing: what is read first is small; where there is room at once it is gone on with, and who has to stand in line for
// more gives it up and reads again.
import { freeBytes } from '@weir/protocol';
import type { SentRecords } from '@weir/broker';
import type { Broker, FetchedPartition, FetchPartition, RequestContext } from '@weir/protocol';
import type { FastifyReply } from 'fastify';
import type { WaitingRequests } from '../http/request-context.ts';
import { freeWhenSent } from '../http/own-bytes.ts';
import { plainError } from '../http/rest-error.ts';
import { SharedBudget } from '../http/shared-budget.ts';
import type { ByteClient, Held } from '../http/shared-budget.ts';

const MiB = 1024 * 1024;
/** Of record batches read for one answer; what a larger wish is cut to. */
export const PAGE_MAX_BYTES = 4 * MiB;
/** What a batch holds beside keys and values may double tiny records: fewer are not worth asking for. */
export const FETCH_MIN_BYTES = 16 * 1024;
/** Of all answers that are made or sent. */
const IN_FLIGHT_MAX_BYTES = 16 * MiB;
const CLIENT_IN_FLIGHT_MAX_BYTES = 8 * MiB;
/** What is read before there is room for it. */
const FIRST_PAGE_BYTES = MiB;
/** How long an answer stands in line for room. */
const ROOM_WAIT_MS = 10_000;
/** A client that takes nothing for so long is cut off: it holds the room that others wait for. */
export const STALLED_MS = 30_000;

export interface PageWish {
  readonly client: ByteClient;
  readonly partitions: readonly FetchPartition[];
  readonly maxBytes: number;
  readonly maxWaitMs: number;
}

export interface ReadPage {
  /** In the order of the wish; none at all where the client went away while it stood in line. */
  readonly partitions: readonly FetchedPartition[];
  /** As they came from the broker: those whose bytes are the page's own. */
  readonly owned: readonly FetchedPartition[];
  /** To be released: by `releaseWith`, or by `release` where no answer is made of the page. Undefined where it is empty. */
  readonly held: Held | undefined;
}

export const NO_PAGE: ReadPage = { partitions: [], owned: [], held: undefined };

/** What routes that read share, whatever their dialect. */
export interface Reads {
  readonly pages: PageReads;
  /** Of streams: their own, so that many who do not read shut out nobody's pages. */
  readonly tails: PageReads;
  readonly waiting: WaitingRequests;
  /** What the headers of a request have room for. */
  readonly eventIdMaxBytes: number;
}

export interface PageReadsOptions {
  readonly inFlightMaxBytes?: number;
  readonly clientMaxBytes?: number;
  readonly roomWaitMs?: number;
  /** Told what each answer is given. */
  readonly onSent?: (topic: string, sent: SentRecords) => void;
}

export class PageReads {
  readonly #broker: Pick<Broker, 'fetch'>;
  readonly #budget: SharedBudget;
  readonly #roomWaitMs: number;
  /** For each answer, or each chunk of one: what was put into it. */
  readonly sent: (topic: string, sent: SentRecords) => void;

  constructor(
    broker: Pick<Broker, 'fetch'>,
    {
      inFlightMaxBytes: limitBytes = IN_FLIGHT_MAX_BYTES,
      clientMaxBytes: clientLimitBytes = CLIENT_IN_FLIGHT_MAX_BYTES,
      roomWaitMs = ROOM_WAIT_MS,
      onSent = () => undefined,
    }: PageReadsOptions = {},
  ) {
    this.#broker = broker;
    this.#roomWaitMs = roomWaitMs;
    this.sent = onSent;
    this.#budget = new SharedBudget({ limitBytes, clientLimitBytes, smallBytes: FIRST_PAGE_BYTES });
  }

  get heldBytes(): number {
    return this.#budget.heldBytes;
  }

  /** Throws 429 where there was no room for too long. */
  async read(wish: PageWish, context: RequestContext): Promise<ReadPage> {
    const first = await this.#fetch(wish, Math.min(wish.maxBytes, FIRST_PAGE_BYTES), context);
    const size = sizeOf(first);
    if (size === 0) return { ...NO_PAGE, partitions: first };
    const isWhole = wish.maxBytes <= FIRST_PAGE_BYTES || first.every(isAtEnd);
    const bytes = isWhole ? size : Math.max(size, wish.maxBytes);
    // What is whole and small may pass those who stand in line.
    const isTurn = isWhole || !this.#budget.isWaitedFor(wish.client);
    const held = isTurn ? this.#budget.tryReserve(wish.client, bytes) : undefined;
    if (held === undefined) {
      forget(first);
      return this.#readInTurn(wish, bytes, context);
    }
    const page = { partitions: first, owned: first, held };
    return isWhole ? page : this.#goOn(page, wish, context);
  }

  release({ owned, held }: ReadPage): void {
    forget(owned);
    if (held !== undefined) this.#budget.release(held);
  }

  /**
   * From here on the answer is held instead of the page, until it has left or its connection has gone. False where that has
   * gone already: nobody is left to answer, and the room is given back.
   */
  releaseWith(reply: FastifyReply, page: ReadPage): boolean {
    if (reply.raw.closed) {
      this.release(page);
      return false;
    }
    const { held } = page;
    if (held !== undefined) {
      reply.raw.once('close', () => this.#budget.release(held));
      reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy());
    }
    return true;
  }

  /**
   * In place of the page, which nobody may read any more. Text around tiny records, or base64, takes more than it did. The
   * answer's buffer is nobody else's.
   */
  holdAnswer(reply: FastifyReply, { owned, held }: ReadPage, answer: Buffer): Buffer {
    forget(owned);
    if (held === undefined) return answer;
    this.#budget.resize(held, answer.length);
    freeWhenSent(reply, answer);
    return answer;
  }

  async #readInTurn(wish: PageWish, bytes: number, context: RequestContext): Promise<ReadPage> {
    const limit = AbortSignal.timeout(this.#roomWaitMs);
    const signal = context.signal === undefined ? limit : AbortSignal.any([context.signal, limit]);
    const held = await this.#budget.reserve(wish.client, bytes, signal);
    if (held === undefined) {
      if (context.signal?.aborted === true) return NO_PAGE;
      throw plainError(429, 'answers to slow readers hold all the room there is; try again');
    }
    try {
      // Within what was reserved: the log may have grown meanwhile.
      const partitions = await this.#fetch({ ...wish, maxWaitMs: 0 }, held.bytes, context);
      const size = sizeOf(partitions);
      this.#budget.resize(held, size);
      return { partitions, owned: partitions, held: size > 0 ? held : undefined };
    } catch (error) {
      this.#budget.release(held);
      throw error;
    }
  }

  /** The page with what comes behind it, as far as that fits what is held for both. */
  async #goOn(
    page: ReadPage & { readonly held: Held },
    { partitions, ...wish }: PageWish,
    context: RequestContext,
  ): Promise<ReadPage> {
    const { partitions: first, held } = page;
    const size = sizeOf(first);
    const room = held.bytes - size;
    const open = first.flatMap((fetched, place) => (isAtEnd(fetched) ? [] : [place]));
    try {
      const behind = open.map((place) => ({
        ...(partitions[place] as FetchPartition),
        offset: nextOffset(first[place] as FetchedPartition),
      }));
      const rest = await this.#fetch({ ...wish, partitions: behind, maxWaitMs: 0 }, room, context);
      const restSize = sizeOf(rest);
      // One batch is given even where it alone is larger.
      if (restSize > room) {
        forget(rest);
        this.#budget.resize(held, size);
        return page;
      }
      this.#budget.resize(held, size + restSize);
      const joined = [...first];
      open.forEach((place, index) => {
        const { batches, ...ends } = rest[index] as FetchedPartition;
        // What is wrong now is told to who asks for what comes next.
        if (ends.error !== null) return;
        const before = (first[place] as FetchedPartition).batches;
        joined[place] = { ...ends, batches: [...before, ...batches] };
      });
      return { partitions: joined, owned: [...first, ...rest], held };
    } catch (error) {
      this.release(page);
      throw error;
    }
  }

  #fetch(
    { partitions, maxWaitMs }: PageWish,
    maxBytes: number,
    context: RequestContext,
  ): Promise<FetchedPartition[]> {
    return this.#broker.fetch({ partitions, maxWaitMs, maxBytes, minBytes: 1 }, context);
  }
}

/**
 * What the log answered of the one partition that was wished for. Throws 503 where nobody asked it, since the gateway closes: an
 * empty page would say that the log ends there.
 */
export function onlyPartition({ partitions: [only] }: ReadPage): FetchedPartition {
  if (only === undefined) throw plainError(503, 'the gateway is stopping; ask again');
  return only;
}

function isAtEnd({ batches, highWatermark, error }: FetchedPartition): boolean {
  const last = batches.at(-1);
  return error !== null || last === undefined || last.lastOffset + 1 >= highWatermark;
}

/** Behind what is not empty. */
function nextOffset({ batches }: FetchedPartition): number {
  return (batches.at(-1)?.lastOffset ?? -1) + 1;
}

/** At once: of many that wait for room, the garbage collector would let hundreds of megabytes gather. */
function forget(partitions: readonly FetchedPartition[]): void {
  for (const { isExclusive, batches } of partitions)
    if (isExclusive === true) freeBytes(...batches.map(({ bytes }) => bytes));
}

function sizeOf(partitions: readonly FetchedPartition[]): number {
  return partitions.reduce(
    (sum, { batches }) => batches.reduce((size, { bytes }) => size + bytes.length, sum),
    0,
  );
}
