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
import { byteClientOf } from '../http/shared-budget.ts';
import type { Logger } from '../logger.ts';
import { STALLED_MS } from '../records/page-reads.ts';
import type { Reads } from '../records/page-reads.ts';
import { BROKER, LOGGER, READS } from '../tokens.ts';
import { EVENT_STREAM, ND_JSON } from './media-types.ts';
import { tailQuery, tailTopic } from './operations-read.ts';
import { startOf, startOffsets } from './record-start.ts';
import { pathTopic, scopeOf, unknownPartition } from './requests.ts';
import type { TopicPath } from './requests.ts';
import { resumedPositions, TailPositions } from './tail-positions.ts';
import { tailText } from './tail-text.ts';
import { Tail } from './tail.ts';

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
      const positions = await this.#positions(request, { query, partitionCount }, context);
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
  async #positions(
    request: FastifyRequest,
    { query, partitionCount }: { query: TailQuery; partitionCount: number },
    context: RequestContext,
  ): Promise<TailPositions> {
    const { topic_name: topic } = request.params as TopicPath;
    const start = startOf(query, 'latest');
    const partitions =
      query.partitions === undefined
        ? Array.from({ length: partitionCount }, (_, partition) => partition)
        : [...new Set(query.partitions.split(',').map(Number))].sort((a, b) => a - b);
    const unknown = partitions.find((partition) => partition >= partitionCount);
    if (unknown !== undefined) throw unknownPartition({ topic, partition: unknown });
    const id = request.headers['last-event-id'] ?? query.last_event_id ?? '';
    if (id !== '') return resumedPositions(String(id), partitions);
    const offsets = await startOffsets({ broker: this.#broker, context }, { topic, partitions }, start);
    return new TailPositions(partitions.map((partition, index) => [partition, offsets[index] ?? 0] as const));
  }

  #describe(error: unknown, { id: requestId, method, url, headers }: FastifyRequest): object {
    const { error: shown, isOurs } = errorAnswer(error, { url, accept: headers.accept });
    const facts = { requestId, method, path: pathOf(url) };
    if (isOurs) this.#logger.error({ err: error, ...facts }, 'a stream failed');
    return { error_code: shown.errorCode, message: shown.message };
  }
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
