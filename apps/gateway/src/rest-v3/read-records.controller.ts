// Reads over v3, ours: a page of a partition, as JSON or as record batches.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { SentRecords } from '@weir/broker';
import type { Broker, FetchedPartition, RequestContext } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { ByteWriter } from '../http/byte-writer.ts';
import { negotiatedType } from '../http/media-type.ts';
import { parseQuery } from '../http/parse-query.ts';
import { Route } from '../http/route.decorator.ts';
import { sendBytes } from '../http/send.ts';
import { byteClientOf } from '../http/shared-budget.ts';
import { FETCH_MIN_BYTES, onlyPartition, PAGE_MAX_BYTES } from '../records/page-reads.ts';
import type { PageReads, PageWish, ReadPage, Reads } from '../records/page-reads.ts';
import { BROKER, CONFIG, READS } from '../tokens.ts';
import { RECORD_BATCHES } from './media-types.ts';
import { V3_JSON } from './operation-parts.ts';
import { readPartition, readQuery } from './operations-read.ts';
import { RecordListWriter } from './record-list.ts';
import { startOf, startOffsets } from './record-start.ts';
import { partitionNumber, requireLegalName, scopeOf } from './requests.ts';
import type { PartitionPath } from './requests.ts';

/** What is read for a few records: a page may have fewer where they are large. */
const FEW_RECORDS_BYTES = 256 * 1024;
const BYTES_PER_RECORD = 4 * 1024;
const OPEN = Buffer.from('{"kind":"KafkaRecordList","log_start_offset":');

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** A page and the ends of its log, as the database has them. */
interface Page extends ReadPage {
  readonly offset: number;
  readonly batches: FetchedPartition['batches'];
  readonly logStartOffset: number;
  readonly highWatermark: number;
}

@Controller()
export class ReadRecordsV3Controller {
  readonly #broker: Broker;
  readonly #config: GatewayConfig;
  readonly #reads: Reads;

  constructor(
    @Inject(BROKER) broker: Broker,
    @Inject(CONFIG) config: GatewayConfig,
    @Inject(READS) reads: Reads,
  ) {
    this.#broker = broker;
    this.#config = config;
    this.#reads = reads;
  }

  @Route(readPartition)
  async readPartition(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = negotiatedType(request.headers.accept, [V3_JSON, RECORD_BATCHES]);
    const { links } = await scopeOf(this.#broker, request);
    const { topic_name: topic, partition_id: text } = request.params as PartitionPath;
    requireLegalName(topic);
    const place = { topic, partition: partitionNumber(text) };
    const query = parseQuery(readQuery, request.query);
    const start = startOf(query, 'earliest');
    const maxRecords = query.max_records ?? Infinity;
    const enoughBytes = Math.max(FEW_RECORDS_BYTES, maxRecords * BYTES_PER_RECORD);
    const limits = {
      maxBytes: Math.min(query.max_bytes ?? PAGE_MAX_BYTES, PAGE_MAX_BYTES, enoughBytes),
      maxWaitMs: Math.min(query.timeout_ms, this.#config.longPollMaxMs),
    };
    const page = await this.#reads.waiting.run(request, reply, async (context) => {
      const scope = { broker: this.#broker, context };
      const [offset = 0] = await startOffsets(scope, { topic, partitions: [place.partition] }, start);
      return this.#read({ ...place, offset }, { ...limits, client: byteClientOf(request) }, context);
    });
    if (!this.#reads.pages.releaseWith(reply, page)) {
      void reply.send();
      return;
    }
    const path = ['topics', topic, 'partitions', text, 'records'];
    const url = (next?: number) => links.url(path, askedFor(request, next));
    if (type === RECORD_BATCHES) {
      this.#reads.pages.sent(topic, sentBatches(page));
      sendBatches(reply, page, { pages: this.#reads.pages, url });
      return;
    }
    const options = {
      ...place,
      offset: page.offset,
      maxBytes: query.max_bytes ?? Infinity,
      maxRecords,
      format: query.format,
    };
    const writer = new ByteWriter();
    writer.bytes(OPEN);
    writer.integer(page.logStartOffset);
    writer.text(`,"high_watermark":${page.highWatermark},"data":[`);
    const list = new RecordListWriter(writer, options);
    list.write(page.batches);
    // Last, since only now the next page is known.
    writer.text(`],"metadata":${JSON.stringify({ self: url(), next: url(list.nextOffset) })}}`);
    this.#reads.pages.sent(topic, list.sent);
    sendBytes(reply, V3_JSON, this.#reads.pages.holdAnswer(reply, page, writer.finish()));
  }

  async #read(
    place: Place & { offset: number },
    { maxBytes, ...limits }: Pick<PageWish, 'client' | 'maxBytes' | 'maxWaitMs'>,
    context: RequestContext,
  ): Promise<Page> {
    const wish = { ...limits, partitions: [place], maxBytes: Math.max(maxBytes, FETCH_MIN_BYTES) };
    const page = await this.#reads.pages.read(wish, context);
    const fetched = onlyPartition(page);
    if (fetched.error !== null) throw fetched.error;
    const { topic, partition, offset } = place;
    const ends = (['earliest', 'latest'] as const).map((timestamp) => ({ topic, partition, timestamp }));
    try {
      // What a fetch says of them may come from memory.
      const [first, end] = await this.#broker.listOffsets(ends, context);
      for (const one of [first, end]) if (one !== undefined && one.error !== null) throw one.error;
      return {
        ...page,
        offset,
        batches: fetched.batches,
        logStartOffset: first?.offset ?? 0,
        highWatermark: end?.offset ?? 0,
      };
    } catch (error) {
      this.#reads.pages.release(page);
      throw error;
    }
  }
}

/** The query as it came, with its question mark; with `next`, of the page that begins there. */
function askedFor(request: FastifyRequest, next: number | undefined): string {
  const places = next === undefined ? [] : ['offset', 'timestamp', 'from'];
  const asked = Object.entries(request.query as Record<string, string>).filter(
    ([name]) => name in readQuery.shape && !places.includes(name),
  );
  const query = new URLSearchParams(next === undefined ? asked : [['offset', String(next)], ...asked]);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** Batches count whole: the first may begin before the offset that was asked for. */
function sentBatches({ batches }: Page): SentRecords {
  const sum = (sizeOf: (batch: Page['batches'][number]) => number) =>
    batches.reduce((total, batch) => total + sizeOf(batch), 0);
  return { records: sum(({ recordCount }) => recordCount), bytes: sum(({ bytes }) => bytes.length) };
}

function sendBatches(
  reply: FastifyReply,
  page: Page,
  { pages, url }: { pages: PageReads; url: (next: number) => string },
): void {
  const { batches, offset, logStartOffset, highWatermark } = page;
  const next = (batches.at(-1)?.lastOffset ?? offset - 1) + 1;
  void reply
    .header('weir-log-start-offset', logStartOffset)
    .header('weir-high-watermark', highWatermark)
    .header('link', `<${url(next)}>; rel="next"`);
  const answer = Buffer.concat(batches.map(({ bytes }) => bytes));
  sendBytes(reply, RECORD_BATCHES, pages.holdAnswer(reply, page, answer));
}
