// Reads over v3, ours: a topic's records as they come, as server-sent events or as lines.
import { Readable } from 'node:stream';
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker, RequestContext } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { errorAnswer } from '../http/error-answer.ts';
import { negotiatedType } from '../http/media-type.ts';
import { pathOf } from '../http/path-of.ts';
import { parseQuery } from '../http/parse-query.ts';
import { Route } from '../http/route.decorator.ts';
import { plainError } from '../http/rest-error.ts';
import { byteClientOf } from '../http/shared-budget.ts';
import type { Logger } from '../logger.ts';
import { STALLED_MS } from '../records/page-reads.ts';
import type { Reads } from '../records/page-reads.ts';
import { BROKER, LOGGER, READS } from '../tokens.ts';
import { EVENT_STREAM, ND_JSON } from './media-types.ts';
import { tailQuery, tailTopic } from './operations-read.ts';
import { startOf, startOffsets } from './record-start.ts';
import type { Start } from './record-start.ts';
import { pathTopic, scopeOf, unknownPartition } from './requests.ts';
import type { TopicPath } from './requests.ts';
import { parseEventId, resumedPositions, TailPositions } from './tail-positions.ts';
import type { EventId } from './tail-positions.ts';
import { tailText } from './tail-text.ts';
import type { TailNotice } from './tail-text.ts';
import { gapNotice, MADE_ANEW, Tail } from './tail.ts';

interface TailStart {
  readonly positions: TailPositions;
  readonly notices: readonly TailNotice[];
}

type TailQuery = z.infer<typeof tailQuery>;

@Controller()
export class TailV3Controller {
  readonly #broker: Broker;
  readonly #logger: Logger;
  readonly #reads: Reads;

  constructor(@Inject(BROKER) broker: Broker, @Inject(LOGGER) logger: Logger, @Inject(READS) reads: Reads) {
    this.#broker = broker;
    this.#logger = logger;
    this.#reads = reads;
  }

  @Route(tailTopic)
  async tailTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = negotiatedType(request.headers.accept, [EVENT_STREAM, ND_JSON]);
    await scopeOf(this.#broker, request);
    const { topic_name: topic } = request.params as TopicPath;
    const query = parseQuery(tailQuery, request.query);
    await this.#reads.waiting.run(request, reply, async (context) => {
      const { topicId, partitionCount } = await pathTopic(this.#broker, topic, context);
      const start = await this.#start(request, { query, topicId, partitionCount }, context);
      const { positions, notices } = start;
      if (type === EVENT_STREAM) this.#requireShortIds(positions);
      void reply
        .header('content-type', type)
        .header('cache-control', 'no-store, no-transform')
        // nginx would gather the stream first.
        .header('x-accel-buffering', 'no')
        .header('connection', 'close');
      if (request.method === 'HEAD' || reply.raw.closed) {
        void reply.send();
        return;
      }
      const tail = new Tail(
        {
          broker: this.#broker,
          pages: this.#reads.tails,
          client: byteClientOf(request),
          topic,
          topicId,
          positions,
          text: tailText(type, positions, query.format),
          notices,
          followsTopic: query.partitions === undefined,
          maxRecords: query.max_records ?? Infinity,
          durationMs: query.timeout_ms ?? Infinity,
          describe: (error) => this.#describe(error, request),
        },
        context,
      );
      const closed = new Promise<void>((resolve) => void reply.raw.once('close', resolve));
      const chunks = cutWhenStalled(tail.chunks(), () => reply.raw.destroy());
      void reply.send(Readable.from(chunks, { objectMode: false, highWaterMark: 1 }));
      await closed;
    });
  }

  /** Throws 400, 404. */
  async #start(
    request: FastifyRequest,
    { query, topicId, partitionCount }: { query: TailQuery; topicId: number; partitionCount: number },
    context: RequestContext,
  ): Promise<TailStart> {
    const { topic_name: topic } = request.params as TopicPath;
    const start = startOf(query, 'latest');
    const partitions =
      query.partitions === undefined
        ? Array.from({ length: partitionCount }, (_, partition) => partition)
        : [...new Set(query.partitions.split(',').map(Number))].sort((a, b) => a - b);
    const unknown = partitions.find((partition) => partition >= partitionCount);
    if (unknown !== undefined) throw unknownPartition({ topic, partition: unknown });
    const id = request.headers['last-event-id'] ?? query.last_event_id ?? '';
    const scope = { broker: this.#broker, context };
    const from = async (place: Start) => {
      const offsets = await startOffsets(scope, { topic, partitions }, place);
      const pairs = partitions.map((partition, index) => [partition, offsets[index] ?? 0] as const);
      return new TailPositions(topicId, pairs);
    };
    if (id === '') return { positions: await from(start), notices: [] };
    const last = parseEventId(String(id));
    if (last.topicId === undefined || last.topicId === topicId)
      return { positions: resumedPositions(last, { topicId, partitions }), notices: [] };
    const [first, end] = [await from({ from: 'earliest' }), await from({ from: 'latest' })];
    return { positions: first, notices: gapsBetween(last, first, end) };
  }

  /** Throws 400 where a client could not send back what it is given. */
  #requireShortIds(positions: TailPositions): void {
    const { eventIdMaxBytes } = this.#reads;
    if (positions.idBytes <= eventIdMaxBytes) return;
    const fitting = Math.max(1, Math.floor((positions.size * eventIdMaxBytes) / positions.idBytes));
    throw plainError(
      400,
      `the id of an event over ${positions.size} partitions may not fit into the headers of a request (WEIR_REQUEST_HEADER_MAX_BYTES): choose at most ${fitting} of them with partitions=, or read lines with Accept: ${ND_JSON}`,
    );
  }

  #describe(error: unknown, { id: requestId, method, url, headers }: FastifyRequest): object {
    const { error: shown, isOurs } = errorAnswer(error, { url, accept: headers.accept });
    const facts = { requestId, method, path: pathOf(url) };
    if (isOurs) this.#logger.error({ err: error, ...facts }, 'a stream failed');
    return { error_code: shown.errorCode, message: shown.message };
  }
}

/** Of an id that is of another topic of the name: none of its offsets means anything here. */
function gapsBetween({ offsets }: EventId, first: TailPositions, end: TailPositions): TailNotice[] {
  return first.partitions.flatMap((partition) => {
    const offset = offsets.get(partition) ?? 0;
    if (offset === 0) return [];
    const [logStartOffset, highWatermark] = [first.offsetOf(partition), end.offsetOf(partition)];
    return [gapNotice({ partition, offset, logStartOffset, highWatermark }, MADE_ANEW)];
  });
}

/** By what the client takes: an idle socket tells nothing, and one that is written to is not idle. */
async function* cutWhenStalled(chunks: AsyncIterable<Buffer>, cut: () => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const timer = setTimeout(cut, STALLED_MS);
    try {
      yield chunk;
    } finally {
      clearTimeout(timer);
    }
  }
}
