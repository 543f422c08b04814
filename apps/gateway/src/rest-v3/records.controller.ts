// REST Proxy v3: produce, as a stream of records. A hot route: no pipe, interceptor or class transformer runs here.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { fingerprintOf, idempotencyKeyOf } from '../http/idempotency-key.ts';
import { linger } from '../http/lingering.ts';
import { parseMediaType } from '../http/media-type.ts';
import { contextOf, WaitingRequests } from '../http/request-context.ts';
import { plainError } from '../http/rest-error.ts';
import { Route } from '../http/route.decorator.ts';
import { sendBytes } from '../http/send.ts';
import type { StreamedBody } from '../http/streamed-body.ts';
import type { PlacedRecord } from '../records/append-records.ts';
import { BROKER, CONFIG, WAITING_REQUESTS } from '../tokens.ts';
import { RecordAppender } from './record-appender.ts';
import { V3_JSON } from './operation-parts.ts';
import * as operations from './operations-produce.ts';
import type { ProduceRecord } from './produce-record.ts';
import { ProduceStream } from './produce-stream.ts';
import { emptyBody, requireCluster, requireJsonAccepted } from './requests.ts';
import type { TopicPath } from './requests.ts';

@Controller()
export class RecordsV3Controller {
  readonly #broker: Broker;
  readonly #config: GatewayConfig;
  readonly #waiting: WaitingRequests;
  readonly #appender: RecordAppender;

  constructor(
    @Inject(BROKER) broker: Broker,
    @Inject(CONFIG) config: GatewayConfig,
    @Inject(WAITING_REQUESTS) waiting: WaitingRequests,
  ) {
    this.#broker = broker;
    this.#appender = new RecordAppender(broker);
    this.#config = config;
    this.#waiting = waiting;
  }

  @Route(operations.produceRecords)
  async produceRecords(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    requireJsonAccepted(request);
    const isLatin1 = isSentAsLatin1(request);
    const context = contextOf(request);
    const { clusterId } = await requireCluster(this.#broker, request, context);
    const { topic_name: topic } = request.params as TopicPath;
    const key = idempotencyKeyOf(request);
    const body = request.body as StreamedBody | undefined;
    if (body === undefined) throw emptyBody();
    const stream = new ProduceStream({
      body,
      reported: { clusterId, topic },
      isLatin1,
      limits: this.#config,
      keepsText: key !== undefined,
      append: (records, indexes) =>
        this.#appender.append({ topic, records: placed(records, indexes, { topic, key }) }, context),
    });
    await this.#answer(stream, { request, reply, body });
  }

  /** A body that is at its end with the first reports is answered whole; another one by a stream of reports. */
  async #answer(
    stream: ProduceStream,
    { request, reply, body }: { request: FastifyRequest; reply: FastifyReply; body: StreamedBody },
  ): Promise<void> {
    const forget = this.#waiting.onClose(() => stream.close());
    reply.raw.once('close', forget);
    body.start();
    let first: Buffer | undefined;
    try {
      first = await stream.next();
      if (first === undefined) throw emptyBody();
    } catch (error) {
      body.close();
      request.isBodyUnread = !body.isComplete;
      throw error;
    }
    // Nest's own for POST is 201.
    void reply.code(200);
    // A client that has gone gets no more, and nothing more of its body is stored.
    if (stream.isOver || reply.raw.destroyed) {
      body.close();
      request.isBodyUnread = !body.isComplete;
      sendBytes(reply, V3_JSON, first);
      return;
    }
    reply.raw.once('finish', () => {
      // The rest of the body is nobody's, and no request can follow it.
      if (!body.isComplete) request.raw.socket.destroySoon();
    });
    const answer = stream.answer(first, (end) => {
      body.close();
      if (body.isComplete || body.isBroken) end();
      else linger(request.raw, end);
    });
    void reply.header('content-type', V3_JSON).header('cache-control', 'no-store').send(answer);
  }
}

/** Throws 415, and 400 for a charset that is not known. */
function isSentAsLatin1(request: FastifyRequest): boolean {
  const header = request.headers['content-type'];
  if (header === V3_JSON) return false;
  const type = parseMediaType(header);
  if (type?.name !== V3_JSON) throw plainError(415, `send records as ${V3_JSON}`);
  const { charset = 'utf-8' } = type;
  if (['utf-8', 'utf8'].includes(charset)) return false;
  if (['iso-8859-1', 'latin1', 'us-ascii'].includes(charset)) return true;
  throw plainError(400, `charset ${charset} is not known; UTF-8 and ISO-8859-1 are`);
}

/**
 * Each record of a stream is a unit of its own: a retry with the same key repeats them one by one. The key that a client sends
 * has no space, so that none can be that of a record in another's stream.
 */
function placed(
  records: readonly ProduceRecord[],
  indexes: readonly number[],
  { topic, key }: { topic: string; key: string | undefined },
): readonly PlacedRecord[] {
  if (key === undefined) return records;
  return records.map(({ record, partition, text = new Uint8Array(0) }, i) => ({
    record,
    partition,
    idempotency: { key: `${key} ${indexes[i]}`, fingerprint: fingerprintOf([topic, text]) },
  }));
}
