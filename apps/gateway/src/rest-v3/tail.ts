// A tail: the records of a topic's partitions as they come, as a stream of chunks that is read as fast as its client takes
// them. It holds one page at a time, counted in the budget of all answers, and every chunk ends behind a whole record.
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaError, openRecordBatch } from '@weir/protocol';
import type { Broker, FetchedPartition, RequestContext } from '@weir/protocol';
import { ByteWriter } from '../http/byte-writer.ts';
import { RestError } from '../http/rest-error.ts';
import type { ByteClient } from '../http/shared-budget.ts';
import { NO_PAGE } from '../records/page-reads.ts';
import type { PageReads, ReadPage } from '../records/page-reads.ts';
import type { TailPositions } from './tail-positions.ts';
import type { TailNotice, TailText } from './tail-text.ts';

/** Silence for so long is broken, so that neither side takes the other for dead. */
const HEARTBEAT_MS = 15_000;
/** Of record batches, for one stream at a time. */
const PAGE_BYTES = 256 * 1024;
/** Of text: an answer has many small parts, and their text is larger than they are. */
const CHUNK_BYTES = 32 * 1024;
/** Room for the record that makes it full, mostly. */
const WRITER_BYTES = CHUNK_BYTES + 8 * 1024;
/** A client that takes no chunk for so long lets go of its page, so that it holds up nobody who reads. */
const HELD_MS = 500;
/** How late an added partition is seen, and how long an outage is waited out before the next try. */
const LOOK_AGAIN_MS = 1000;
/** Who reads never makes a topic, least of all one that was deleted. */
const reading = { allowAutoTopicCreation: false };

export interface TailOptions {
  readonly broker: Broker;
  readonly pages: PageReads;
  readonly client: ByteClient;
  readonly topic: string;
  /** A topic of that name that is made later is another one: its offsets say nothing of where this tail stands. */
  readonly topicId: number;
  /** Moves on with what is read. */
  readonly positions: TailPositions;
  readonly text: TailText;
  /** What there is to tell before anything is read. */
  readonly notices: readonly TailNotice[];
  /** Partitions that are added later are read, too. */
  readonly followsTopic: boolean;
  readonly maxRecords: number;
  /** The stream ends after so long. */
  readonly durationMs: number;
  /** An error that ends the stream, as it is told to the client. */
  readonly describe: (error: unknown) => object;
}

export class Tail {
  readonly #options: TailOptions;
  readonly #context: RequestContext;
  /** Known when the ends of all partitions have been reached for the first time: a backlog is never cut. */
  #endMs = Infinity;
  /** Ends the wait that is under way. */
  #wake = new AbortController();
  #recordsLeft: number;
  /** With the next chunk. */
  #sent = { records: 0, bytes: 0 };
  #lastChunkMs = performance.now();
  #turn = 0;

  /** The context's signal ends the stream. */
  constructor(options: TailOptions, context: RequestContext) {
    this.#options = options;
    this.#context = context;
    this.#recordsLeft = options.maxRecords;
  }

  async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    const { text, describe, followsTopic, notices } = this.#options;
    const wake = () => this.#wake.abort();
    this.#context.signal?.addEventListener('abort', wake, { once: true });
    // An outage that it meets is met by the reads, too, which know what to do.
    const look = () => void this.#lookForPartitions().catch(() => undefined);
    const timer = followsTopic ? setInterval(look, LOOK_AGAIN_MS) : undefined;
    try {
      // In one piece: an id of the new position must not arrive without what it leaves behind.
      yield Buffer.concat([...notices.map((notice) => text.notice(notice)), text.start()]);
      while (!this.#isOver) yield* this.#nextChunks();
    } catch (error) {
      yield text.notice({ name: 'error', data: describe(error) });
    } finally {
      clearInterval(timer);
      this.#context.signal?.removeEventListener('abort', wake);
    }
  }

  get #isOver(): boolean {
    return this.#isStopped || performance.now() >= this.#endMs;
  }

  get #isStopped(): boolean {
    return this.#context.signal?.aborted === true || this.#recordsLeft === 0;
  }

  /** Of one read; a heartbeat where it was time for one. */
  async *#nextChunks(): AsyncGenerator<Buffer, void, undefined> {
    const { pages, text, topic } = this.#options;
    const begunMs = performance.now();
    let page = await this.#read();
    const meetsOutage = page.partitions.some(({ error }) => isPassing(error));
    const chunks = this.#chunksOf(page);
    // What is left of the page is read again when the client goes on.
    const letGo = () => {
      chunks.return();
      pages.release(page);
      page = NO_PAGE;
    };
    const patience = setTimeout(letGo, HELD_MS);
    try {
      for (const chunk of chunks) {
        patience.refresh();
        this.#lastChunkMs = performance.now();
        pages.sent(topic, this.#sent);
        this.#sent = { records: 0, bytes: 0 };
        yield chunk;
        if (this.#isStopped) return;
      }
      if (this.#endMs === Infinity && this.#reachesEnds(page))
        this.#endMs = begunMs + this.#options.durationMs;
    } finally {
      clearTimeout(patience);
      letGo();
    }
    if (meetsOutage) await this.#waitOut();
    if (performance.now() - this.#lastChunkMs < HEARTBEAT_MS) return;
    this.#lastChunkMs = performance.now();
    yield text.heartbeat;
  }

  async #read(): Promise<ReadPage> {
    const { pages, positions, topic } = this.#options;
    this.#wake = new AbortController();
    const { partitions } = positions;
    // Each is first in its turn: a page may be full before the last one comes.
    const first = this.#turn++ % partitions.length;
    const inTurn = [...partitions.slice(first), ...partitions.slice(0, first)];
    const now = performance.now();
    const wish = {
      client: this.#options.client,
      partitions: inTurn.map((partition) => ({ topic, partition, offset: positions.offsetOf(partition) })),
      maxBytes: PAGE_BYTES,
      maxWaitMs: Math.max(
        0,
        Math.min(this.#lastChunkMs + HEARTBEAT_MS, this.#endMs, now + this.#options.durationMs) - now,
      ),
    };
    let page = NO_PAGE;
    try {
      page = await pages.read(wish, { ...this.#context, signal: this.#wake.signal });
      await this.#requireSameTopic();
      return page;
    } catch (error) {
      pages.release(page);
      if (isPassing(error)) await this.#waitOut();
      else if (!(error instanceof RestError && error.status === 429)) throw error;
      return NO_PAGE;
    }
  }

  /** Nothing was left to read when the page, which has been given whole, was asked for. */
  #reachesEnds({ partitions }: ReadPage): boolean {
    const { positions } = this.#options;
    const isAtEnd = ({ partition, error, highWatermark }: FetchedPartition) =>
      error === null && positions.offsetOf(partition) >= highWatermark;
    return partitions.length > 0 && partitions.every(isAtEnd);
  }

  /** Of what was just read. From memory, as the read itself; the database is asked where the two differ. */
  async #requireSameTopic(): Promise<void> {
    const { broker, topic, topicId } = this.#options;
    const remembered = await broker.metadata(topic, this.#context, reading);
    if (remembered.topicId === topicId) return;
    const now = await broker.describeTopic(topic, this.#context);
    if (now.topicId === topicId)
      throw new KafkaError('INCONSISTENT_TOPIC_ID', 'this gateway is not up to date');
    throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `topic "${topic}" was deleted; it is another one now`);
  }

  /** The stream lives on: a browser gives up for good where a connection is answered with an error. */
  async #waitOut(): Promise<void> {
    const { signal } = this.#wake;
    if (!signal.aborted) await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }

  *#chunksOf({ partitions }: ReadPage): Generator<Buffer, void, undefined> {
    const { text, positions } = this.#options;
    for (const fetched of partitions) {
      if (fetched.error === null) continue;
      const gap = gapOf(fetched, positions.offsetOf(fetched.partition));
      if (gap === undefined) continue;
      positions.set(fetched.partition, fetched.logStartOffset);
      yield text.notice(gap);
    }
    let writer = new ByteWriter(WRITER_BYTES);
    try {
      for (const record of this.#recordsOf(partitions)) {
        text.record(writer, record.cursor, record.partition);
        positions.set(record.partition, record.cursor.offset + 1);
        text.endRecord(writer);
        this.#sent.records++;
        this.#sent.bytes += record.cursor.dataBytes;
        if (--this.#recordsLeft === 0) break;
        if (writer.length < CHUNK_BYTES) continue;
        text.endChunk(writer);
        yield writer.finish();
        writer = new ByteWriter(WRITER_BYTES);
      }
    } catch (error) {
      text.endChunk(writer);
      if (writer.length > 0) yield writer.finish();
      throw error;
    }
    text.endChunk(writer);
    if (writer.length > 0) yield writer.finish();
  }

  *#recordsOf(partitions: readonly FetchedPartition[]) {
    const { positions } = this.#options;
    for (const { partition, batches } of partitions) {
      for (const batch of batches) {
        const cursor = openRecordBatch(batch.bytes);
        while (cursor.next()) {
          // A batch may begin before the position.
          if (cursor.offset >= positions.offsetOf(partition)) yield { partition, cursor };
        }
        // Not every offset of a batch need have a record.
        positions.set(partition, Math.max(positions.offsetOf(partition), batch.lastOffset + 1));
      }
    }
  }

  /** Asks from memory. */
  async #lookForPartitions(): Promise<void> {
    const { broker, positions, topic, topicId } = this.#options;
    const now = await broker.metadata(topic, this.#context, reading);
    if (now.topicId !== topicId || now.partitionCount <= positions.size) return;
    for (let added = positions.size; added < now.partitionCount; added++) positions.set(added, 0);
    this.#wake.abort();
  }
}

/** Unlike the end of a topic, which Kafka calls retriable, too. More than an outage: this gateway may be behind. */
function isPassing(error: unknown): boolean {
  return error instanceof KafkaError && error.retriable && error.errorName !== 'UNKNOWN_TOPIC_OR_PARTITION';
}

export const MADE_ANEW = 'the topic was made anew, and is read from its first record';

type Gap = Pick<FetchedPartition, 'partition' | 'logStartOffset' | 'highWatermark'> & { offset: number };

export function gapNotice(
  { partition, offset, logStartOffset, highWatermark }: Gap,
  why: string,
): TailNotice {
  return {
    name: 'gap',
    data: {
      partition_id: partition,
      offset,
      log_start_offset: logStartOffset,
      high_watermark: highWatermark,
      message: why,
    },
  };
}

/** Throws what can not be waited out. */
function gapOf({ error, ...fetched }: FetchedPartition, offset: number): TailNotice | undefined {
  if (error === null) return undefined;
  if (error.errorName === 'OFFSET_OUT_OF_RANGE') {
    const { partition, logStartOffset, highWatermark } = fetched;
    const why =
      offset < logStartOffset
        ? `offsets ${offset} to ${logStartOffset - 1} are gone: they were deleted`
        : `offset ${offset} is beyond the end: ${MADE_ANEW}`;
    return gapNotice({ partition, offset, logStartOffset, highWatermark }, why);
  }
  if (!isPassing(error)) throw error;
  return undefined;
}
