// REST Proxy v2: produce, and the stateless read. The hot routes: no pipe, interceptor or class transformer runs here.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import { StickyPartitioner } from '@weir/protocol';
import type { Broker, KafkaError, RequestContext } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { fingerprintOf, idempotencyKeyOf, REPLAYED_HEADER } from '../http/idempotency-key.ts';
import { parseQuery } from '../http/parse-query.ts';
import { contextOf } from '../http/request-context.ts';
import { Route } from '../http/route.decorator.ts';
import { sendBytes } from '../http/send.ts';
import { byteClientOf } from '../http/shared-budget.ts';
import { FETCH_MIN_BYTES, onlyPartition, PAGE_MAX_BYTES } from '../records/page-reads.ts';
import type { Reads } from '../records/page-reads.ts';
import { BROKER, CONFIG, READS } from '../tokens.ts';
import { partitionNumber, pathTopic, producedTopic, requireLegalName, unknownPartition } from './lookups.ts';
import { answerType, base64Hint, recordsType, requestFormat } from './media-types.ts';
import * as operations from './operations.ts';
import { isAnyStored, produce, producedBody } from './produce.ts';
import { readProduceRequest } from './produce-request.ts';
import { recordPage } from './record-page.ts';

const DEFAULT_TIMEOUT_MS = 1000;

interface TopicPath {
  readonly topic: string;
}

interface PartitionPath extends TopicPath {
  readonly partition: string;
}

@Controller()
export class RecordsV2Controller {
  readonly #broker: Broker;
  readonly #config: GatewayConfig;
  readonly #reads: Reads;
  readonly #partitioner = new StickyPartitioner();

  constructor(
    @Inject(BROKER) broker: Broker,
    @Inject(CONFIG) config: GatewayConfig,
    @Inject(READS) reads: Reads,
  ) {
    this.#broker = broker;
    this.#config = config;
    this.#reads = reads;
  }

  @Route(operations.produceToTopic)
  produceToTopic(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#produce(request, reply, undefined);
  }

  @Route(operations.produceToPartition)
  produceToPartition(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#produce(request, reply, (request.params as PartitionPath).partition);
  }

  @Route(operations.readRecords)
  async readRecords(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { format, contentType } = recordsType(request.headers.accept);
    const path = request.params as PartitionPath;
    requireLegalName(path.topic);
    const partition = partitionNumber(path.partition);
    const query = parseQuery(operations.readQuery, request.query);
    const asked = query.max_bytes ?? 0;
    const maxBytes = asked > 0 ? Math.min(asked, PAGE_MAX_BYTES) : PAGE_MAX_BYTES;
    const place = { topic: path.topic, partition, offset: query.offset };
    const page = await this.#reads.waiting.run(request, reply, async (context) => {
      // A page that the log was asked for has been checked by it; only where it refuses is the topic looked up.
      const wish = {
        client: byteClientOf(request),
        partitions: [place],
        maxBytes: Math.max(maxBytes, FETCH_MIN_BYTES),
        maxWaitMs: Math.min(query.timeout ?? DEFAULT_TIMEOUT_MS, this.#config.longPollMaxMs),
      };
      const read = await this.#reads.pages.read(wish, context);
      const { error } = onlyPartition(read);
      if (error !== null) return this.#throwRefusal(error, path, context);
      return read;
    });
    if (!this.#reads.pages.releaseWith(reply, page)) {
      // What the request itself holds is given back with its answer, even one that nobody gets.
      void reply.send();
      return;
    }
    const { text, sent } = recordPage(page.partitions[0]?.batches ?? [], { ...place, maxBytes, format });
    this.#reads.pages.sent(path.topic, sent);
    sendBytes(reply, contentType, this.#reads.pages.holdAnswer(reply, page, text));
  }

  async #produce(
    request: FastifyRequest,
    reply: FastifyReply,
    pathPartition: string | undefined,
  ): Promise<void> {
    const type = answerType(request.headers.accept);
    const format = requestFormat(request.headers['content-type']);
    const { topic } = request.params as TopicPath;
    const context = contextOf(request);
    const { partitionCount } = await producedTopic(this.#broker, topic, context);
    const partition = pathPartition === undefined ? undefined : partitionNumber(pathPartition);
    if (partition !== undefined && partition >= partitionCount)
      await this.#requirePartition(topic, partition, context);
    const hint = format === 'binary' ? base64Hint(request.headers['content-type']) : undefined;
    const {
      recordsPerRequestMax: recordsMax,
      recordHeadersMax: headersMax,
      jsonDepthMax: depthMax,
    } = this.#config;
    const options = { format, recordsMax, headersMax, depthMax, base64Hint: hint };
    const body = request.body as Buffer | undefined;
    const given = readProduceRequest(body, options);
    const key = idempotencyKeyOf(request);
    const asked = ['v2', topic, String(partition ?? ''), format, body ?? ''];
    const idempotency = key === undefined ? undefined : { key, fingerprint: fingerprintOf(asked) };
    const keylessPartition = () => this.#partitioner.next(topic, partitionCount);
    const destination = { topic, partitionCount, keylessPartition };
    const wanted = { ...given, destination, pathPartition: partition, idempotency };
    const verdicts = await produce(this.#broker, wanted, context);
    if (verdicts[0]?.isReplay === true) void reply.header(REPLAYED_HEADER, 'true');
    void reply.code(isAnyStored(verdicts) ? 200 : 422);
    sendBytes(reply, type, producedBody(verdicts));
  }

  /** Metadata may be a second old: partitions may have been added since. */
  async #requirePartition(topic: string, partition: number, context: RequestContext): Promise<void> {
    const { partitionCount } = await pathTopic(this.#broker, topic, context);
    if (partition >= partitionCount) throw unknownPartition(topic, partition);
  }

  async #throwRefusal(error: KafkaError, path: PartitionPath, context: RequestContext): Promise<never> {
    if (error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION') {
      await pathTopic(this.#broker, path.topic, context);
      throw unknownPartition(path.topic, path.partition);
    }
    throw error;
  }
}
