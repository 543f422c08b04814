// Kafka's Fetch: pages of several logs, the tail cache first, then one query for the rest; a long poll waits in between.
import type pg from 'pg';
import { Batch, KafkaError, readRecordBatchHeader } from '@weir/protocol';
import type { FetchedPartition, FetchPartition, FetchRequest } from '@weir/protocol';
import { partitionOf } from './check-append.ts';
import { databaseError } from './connection.ts';
import type { FetchWaiter } from './fetch-waiter.ts';
import { readPages } from './read-pages.ts';
import type { TailCache } from './tail-cache.ts';
import type { TopicCache } from './topic-cache.ts';
import { unknownTopic } from './topic-store.ts';

export interface Logs {
  readonly reads: pg.Pool;
  readonly topics: TopicCache;
  readonly tails: TailCache;
  readonly waiter: FetchWaiter;
}

interface Wanted extends FetchPartition {
  readonly partitionId: number;
}

interface Page {
  readonly partitions: readonly FetchedPartition[];
  readonly bytes: number;
  /** Places of logs that are not in the database (any more). */
  readonly gone: readonly number[];
}

/** See Broker.fetch. */
export async function fetchFromLogs(
  logs: Logs,
  request: FetchRequest,
  signal?: AbortSignal,
): Promise<FetchedPartition[]> {
  const deadline = performance.now() + request.maxWaitMs;
  const minBytes = Math.min(request.minBytes, request.maxBytes);
  const wanted = await Promise.all(request.partitions.map((partition) => resolve(logs.topics, partition)));
  let positions = positionsOf(wanted);
  let isLookedUpAnew = false;
  try {
    for (;;) {
      // Listening begins before reading: an append in between wakes us instead of being missed.
      const ears = logs.waiter.listen(positions);
      try {
        const page = await readPage(logs, wanted, request);
        if (page.gone.length > 0 && !isLookedUpAnew) {
          // Our view was old: the topic was deleted, and perhaps made anew. Its name is what the reader meant.
          isLookedUpAnew = true;
          for (const index of page.gone)
            wanted[index] = await resolve(logs.topics, request.partitions[index] as FetchPartition);
          positions = positionsOf(wanted);
          continue;
        }
        const isAnswer = page.bytes >= minBytes || page.partitions.some(({ error }) => error !== null);
        const left = deadline - performance.now();
        if (isAnswer || left <= 0 || signal?.aborted === true) return [...page.partitions];
        for (const { partitionId, end } of ends(wanted, page)) positions.set(partitionId, end);
        if (!(await ears.woken(left, signal))) return [...page.partitions];
        isLookedUpAnew = false;
      } finally {
        ears.stop();
      }
    }
  } catch (error) {
    throw databaseError(error);
  }
}

/** The offset that each log must outgrow to be news. */
function positionsOf(wanted: readonly (Wanted | FetchedPartition)[]): Map<number, number> {
  const positions = new Map<number, number>();
  for (const one of wanted) if ('partitionId' in one) positions.set(one.partitionId, one.offset);
  return positions;
}

/** A long poll for more bytes than there are waits for growth past what it has seen, not past what it asked for. */
function* ends(
  wanted: readonly (Wanted | FetchedPartition)[],
  page: Page,
): Iterable<{ partitionId: number; end: number }> {
  for (const [index, one] of wanted.entries()) {
    const end = page.partitions[index]?.highWatermark;
    if ('partitionId' in one && end !== undefined)
      yield { partitionId: one.partitionId, end: Math.max(end, one.offset) };
  }
}

/** The log's id, or the answer that there is none. */
async function resolve(topics: TopicCache, wanted: FetchPartition): Promise<Wanted | FetchedPartition> {
  try {
    return { ...wanted, partitionId: partitionOf(await topics.get(wanted.topic), wanted.partition) };
  } catch (error) {
    return refused(wanted, databaseError(error));
  }
}

async function readPage(
  logs: Logs,
  wanted: readonly (Wanted | FetchedPartition)[],
  request: FetchRequest,
): Promise<Page> {
  const answers = new Map<number, FetchedPartition>();
  const misses: { index: number; one: Wanted }[] = [];
  const gone: number[] = [];
  let bytesLeft = request.maxBytes;
  for (const [index, one] of wanted.entries()) {
    if (!('partitionId' in one)) {
      answers.set(index, one);
      continue;
    }
    const cached =
      bytesLeft > 0 ? logs.tails.read(one.partitionId, one.offset, limitOf(one, bytesLeft)) : undefined;
    if (cached === undefined) misses.push({ index, one });
    else {
      bytesLeft -= cached.batches.reduce((sum, { length }) => sum + length, 0);
      answers.set(index, fetched(one, { logStartOffset: 0, logEndOffset: cached.endOffset }, cached.batches));
    }
  }
  if (misses.length > 0) {
    const pages = await readPages(
      logs.reads,
      misses.map(({ one }) => ({
        partitionId: one.partitionId,
        offset: one.offset,
        maxBytes: limitOf(one, request.maxBytes),
      })),
      { maxBytes: bytesLeft, givesOne: bytesLeft === request.maxBytes },
    );
    for (const [position, { index, one }] of misses.entries()) {
      const page = pages[position];
      if (page === undefined) {
        logs.topics.forget(one.topic);
        gone.push(index);
      }
      answers.set(index, page === undefined ? refused(one, unknownTopic(one.topic)) : checked(one, page));
    }
  }
  const partitions = wanted.map((one, index) => answers.get(index) ?? refused(one, unknownTopic(one.topic)));
  const bytes = partitions.reduce(
    (sum, { batches }) => sum + batches.reduce((size, batch) => size + batch.bytes.length, 0),
    0,
  );
  return { partitions, bytes, gone };
}

function limitOf({ maxBytes }: Wanted, share: number): number {
  return Math.min(maxBytes ?? share, share, 0x7fffffff);
}

interface Ends {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
}

function checked(one: Wanted, page: Ends & { readonly bytes: Uint8Array }): FetchedPartition {
  const { logStartOffset, logEndOffset } = page;
  if (one.offset < logStartOffset || one.offset > logEndOffset) {
    const error = new KafkaError(
      'OFFSET_OUT_OF_RANGE',
      `offset ${one.offset} is outside of the log, which begins at ${logStartOffset} and ends at ${logEndOffset}`,
      { topic: one.topic, partition: one.partition },
    );
    return {
      ...refused(one, error),
      logStartOffset,
      highWatermark: logEndOffset,
      lastStableOffset: logEndOffset,
    };
  }
  return { ...fetched(one, page, split(page.bytes)), isExclusive: true };
}

/** Batches end to end, one view each. */
function split(bytes: Uint8Array): Uint8Array[] {
  const batches: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const { sizeBytes } = readRecordBatchHeader(bytes.subarray(start));
    batches.push(bytes.subarray(start, start + sizeBytes));
    start += sizeBytes;
  }
  return batches;
}

function fetched(
  { topic, partition }: FetchPartition,
  ends: Ends,
  batches: readonly Uint8Array[],
): FetchedPartition {
  return {
    topic,
    partition,
    error: null,
    highWatermark: ends.logEndOffset,
    lastStableOffset: ends.logEndOffset,
    logStartOffset: ends.logStartOffset,
    batches: batches.map((bytes) => Batch.fromBytes(bytes)),
  };
}

function refused(
  { topic, partition }: { topic: string; partition: number },
  error: KafkaError,
): FetchedPartition {
  return {
    topic,
    partition,
    error,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    batches: [],
  };
}
