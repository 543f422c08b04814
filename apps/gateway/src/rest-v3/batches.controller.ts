// REST Proxy v3: produce with one answer for the whole request, as a batch of entries or as record batches of the log's own form.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import { KafkaError } from '@weir/protocol';
import type { AppendResult, Broker, ErrorName } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { fingerprintOf, idempotencyKeyOf, REPLAYED_HEADER } from '../http/idempotency-key.ts';
import { parseMediaType } from '../http/media-type.ts';
import { parseQuery } from '../http/parse-query.ts';
import { contextOf } from '../http/request-context.ts';
import { plainError } from '../http/rest-error.ts';
import { Route } from '../http/route.decorator.ts';
import { sendBytes, sendJson } from '../http/send.ts';
import { throwSharedOutage } from '../records/append-records.ts';
import { BROKER, CONFIG } from '../tokens.ts';
import { RecordAppender } from './record-appender.ts';
import type { Outcome } from './record-appender.ts';
import { readBatches } from './bulk-batches.ts';
import { RECORD_BATCHES } from './media-types.ts';
import { noQuery, V3_JSON } from './operation-parts.ts';
import * as operations from './operations-produce.ts';
import { batchBody, readBatch } from './produce-batch.ts';
import { inStreamError } from './reports.ts';
import {
  emptyBody,
  requireCluster,
  requireJsonAccepted,
  requireJsonSent,
  requireLegalName,
} from './requests.ts';
import type { PartitionPath, TopicPath } from './requests.ts';

@Controller()
export class BatchesV3Controller {
  readonly #broker: Broker;
  readonly #config: GatewayConfig;
  readonly #appender: RecordAppender;

  constructor(@Inject(BROKER) broker: Broker, @Inject(CONFIG) config: GatewayConfig) {
    this.#broker = broker;
    this.#config = config;
    this.#appender = new RecordAppender(broker);
  }

  @Route(operations.produceBatch)
  async produceBatch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    requireJsonAccepted(request);
    const context = contextOf(request);
    const { clusterId } = await requireCluster(this.#broker, request, context);
    const { topic_name: topic } = request.params as TopicPath;
    const body = request.body as Buffer | undefined;
    if (body !== undefined) requireJsonSent(request);
    const idempotency = idempotencyOf(request, [topic, body ?? '']);
    const entries = readBatch(body, this.#config);
    const records = entries
      .filter((entry) => 'record' in entry)
      .map(({ record: { record, partition } }) => ({ record, partition, idempotency }));
    const outcomes = records.length === 0 ? [] : await this.#appender.append({ topic, records }, context);
    throwShared(outcomes);
    if (outcomes.some(({ isReplay }) => isReplay === true)) void reply.header(REPLAYED_HEADER, 'true');
    void reply.code(207);
    sendBytes(reply, V3_JSON, batchBody(entries, outcomes, { clusterId, topic }));
  }

  @Route(operations.produceRecordBatches)
  async produceRecordBatches(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    requireJsonAccepted(request);
    const context = contextOf(request);
    await requireCluster(this.#broker, request, context);
    const { topic_name: topic, partition_id: number } = request.params as PartitionPath;
    requireLegalName(topic);
    const partition = partitionOf(number);
    parseQuery(noQuery, request.query);
    const body = request.body as Buffer | undefined;
    if (body === undefined || body.length === 0) throw emptyBody();
    if (parseMediaType(request.headers['content-type'])?.name !== RECORD_BATCHES)
      throw plainError(415, `send record batches as ${RECORD_BATCHES}`);
    const idempotency = idempotencyOf(request, [topic, number, body]);
    const batches = readBatches(body, this.#config);
    const entries = batches.map((batch) => ({
      topic,
      partition,
      batch,
      ...(idempotency === undefined ? {} : { idempotency }),
    }));
    // A repeat of what went with the topic is told so, as in all other forms: the log would still know its key.
    await this.#broker.metadata(topic, context);
    const results = await this.#broker.append(entries, context);
    throwWhereNoneIsStored(results);
    if (results.some(({ isReplay }) => isReplay === true)) void reply.header(REPLAYED_HEADER, 'true');
    void reply.code(results.every(({ error }) => error === null) ? 200 : 207);
    sendJson(reply, V3_JSON, {
      batches: results.map((result, i) => batchReport(result, batches[i]?.recordCount ?? 0)),
    });
  }
}

/** Errors of the Idempotency-Key itself. */
const keyFaults = new Set<ErrorName>(['DUPLICATE_RESOURCE', 'INVALID_REQUEST']);

/** The whole request is one unit. */
function idempotencyOf(request: FastifyRequest, parts: readonly (string | Uint8Array)[]) {
  const key = idempotencyKeyOf(request);
  return key === undefined ? undefined : { key, fingerprint: fingerprintOf(parts) };
}

/** A number that is none names a partition that no topic has. */
function partitionOf(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw plainError(404, `${text} is not a partition number`);
}

/** An outage that all entries met, and a key that belongs to another request, are said of the request. */
function throwShared(outcomes: readonly Outcome[]): void {
  throwSharedOutage(outcomes);
  const [first] = outcomes;
  if (first === undefined || !('error' in first) || !(first.error instanceof KafkaError)) return;
  if (keyFaults.has(first.error.errorName)) throw first.error;
}

function throwWhereNoneIsStored(results: readonly AppendResult[]): void {
  const [first] = results;
  if (first?.error instanceof KafkaError && results.every(({ error }) => error !== null)) throw first.error;
}

function batchReport(result: AppendResult, recordCount: number) {
  if (result.error !== null) {
    const { errorCode, message } = inStreamError(result.error);
    return { error_code: errorCode, message };
  }
  const { baseOffset, logAppendTime } = result;
  return {
    error_code: 200,
    base_offset: baseOffset,
    records_count: recordCount,
    log_append_time: logAppendTime === -1 ? null : new Date(logAppendTime).toISOString(),
  };
}
