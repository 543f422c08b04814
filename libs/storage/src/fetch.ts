// Kafka's Fetch: pages of several logs, the tail cache first, then one query for the rest; a long poll waits in between.
import type pg from 'pg';
import type { FetchedPartition, FetchPartition, FetchRequest } from '@weir/protocol';
import { partitionOf } from './check-append.ts';
import { databaseError } from './connection.ts';
import type { FetchWaiter } from './fetch-waiter.ts';
import { fetched, judgePage, refused } from './fetched-partition.ts';
import type { LogStarts } from './log-starts.ts';
import { readPages } from './read-pages.ts';
import type { TailCache } from './tail-cache.ts';
import type { TopicCache } from './topic-cache.ts';
import { unknownTopic } from './topic-store.ts';

export interface Logs {
  readonly reads: pg.Pool;
  readonly topics: TopicCache;
  readonly tails: TailCache;
  readonly starts: LogStarts;
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
  const misses: Miss[] = [];
  let bytesLeft = request.maxBytes;
  for (const [index, one] of wanted.entries()) {
    if (!('partitionId' in one)) {
      answers.set(index, one);
      continue;
    }
    const cached = bytesLeft > 0 ? readCached(logs, one, limitOf(one, bytesLeft)) : undefined;
    if (cached === undefined) misses.push({ index, one });
    else {
      bytesLeft -= sizeOf(cached);
      answers.set(index, cached);
    }
  }
  const gone = await readMisses(logs, { misses, answers, maxBytes: request.maxBytes, bytesLeft });
  const partitions = wanted.map((one, index) => answers.get(index) ?? refused(one, unknownTopic(one.topic)));
  return { partitions, bytes: partitions.reduce((sum, one) => sum + sizeOf(one), 0), gone };
}

/** Undefined where memory does not hold it, or it is not known to be in the log still. */
function readCached({ tails, starts }: Logs, one: Wanted, maxBytes: number): FetchedPartition | undefined {
  const logStartOffset = starts.of(one.partitionId);
  if (logStartOffset === undefined || one.offset < logStartOffset) {
    tails.countMiss();
    return undefined;
  }
  const cached = tails.read(one.partitionId, one.offset, maxBytes);
  if (cached === undefined) return undefined;
  return fetched(one, { logStartOffset, logEndOffset: cached.endOffset }, cached.batches);
}

interface Miss {
  /** Its place among those wanted. */
  readonly index: number;
  readonly one: Wanted;
}

interface Misses {
  readonly misses: readonly Miss[];
  /** What the database says is added. */
  readonly answers: Map<number, FetchedPartition>;
  readonly maxBytes: number;
  readonly bytesLeft: number;
}

/** Answers the places of logs that are not there. */
async function readMisses(logs: Logs, { misses, answers, maxBytes, bytesLeft }: Misses): Promise<number[]> {
  const gone: number[] = [];
  for (let left = misses; left.length > 0;) {
    const positions = left.map(({ one }) => ({
      partitionId: one.partitionId,
      offset: one.offset,
      maxBytes: limitOf(one, maxBytes),
    }));
    const bound = { maxBytes: bytesLeft, givesOne: bytesLeft === maxBytes };
    const pages = await readPages(logs.reads, positions, bound);
    const goOn: Miss[] = [];
    for (const [position, { index, one }] of left.entries()) {
      const page = pages[position];
      if (page === undefined) {
        logs.topics.forget(one.topic);
        gone.push(index);
        answers.set(index, refused(one, unknownTopic(one.topic)));
        continue;
      }
      logs.starts.learn(one.partitionId, page);
      const { answer, nextOffset } = judgePage(one, page);
      if (answer === undefined) goOn.push({ index, one: { ...one, offset: nextOffset } });
      else answers.set(index, answer);
    }
    left = goOn;
  }
  return gone;
}

function sizeOf({ batches }: FetchedPartition): number {
  return batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function limitOf({ maxBytes }: Wanted, share: number): number {
  return Math.min(maxBytes ?? share, share, 0x7fffffff);
}
