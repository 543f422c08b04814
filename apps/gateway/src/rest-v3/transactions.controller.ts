// REST Proxy v3: ids for idempotent producers, and atomic commits. Both are Weir's own.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import { Batch, KafkaError, partitionForKey, StickyPartitioner } from '@weir/protocol';
import type { Broker, CommitTransactionRequest, RequestContext, StoredEntry } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { fingerprintOf, idempotencyKeyOf, REPLAYED_HEADER } from '../http/idempotency-key.ts';
import { jsonBody } from '../http/json-body.ts';
import { parseQuery } from '../http/parse-query.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER, CONFIG } from '../tokens.ts';
import { entryError, readCommit } from './commit-request.ts';
import type { EntryToCommit } from './commit-request.ts';
import { noQuery, V3_JSON } from './operation-parts.ts';
import * as operations from './operations-transactions.ts';
import { clusterScope, emptyBody, requireJsonSent } from './requests.ts';
import * as schemas from './transaction-schemas.ts';

@Controller()
export class TransactionsV3Controller {
  readonly #broker: Broker;
  readonly #config: GatewayConfig;
  readonly #partitioner = new StickyPartitioner();

  constructor(@Inject(BROKER) broker: Broker, @Inject(CONFIG) config: GatewayConfig) {
    this.#broker = broker;
    this.#config = config;
  }

  @Route(operations.initProducerId)
  async initProducerId(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    parseQuery(noQuery, request.query);
    const isEmpty = ((request.body as Buffer | undefined)?.length ?? 0) === 0;
    const body = isEmpty ? {} : jsonBody(request, schemas.initProducerId, { empty: emptyBody });
    const wanted = { transactionalId: body.transactional_id ?? undefined };
    const { producerId, producerEpoch } = await this.#broker.initProducerId(wanted, context);
    void reply.code(200);
    sendJson(reply, V3_JSON, { producer_id: producerId, producer_epoch: producerEpoch });
  }

  @Route(operations.commitRecords)
  async commitRecords(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    parseQuery(noQuery, request.query);
    const body = request.body as Buffer | undefined;
    if (body !== undefined) requireJsonSent(request);
    const key = idempotencyKeyOf(request);
    const { entries, transaction } = readCommit(body, this.#config);
    const fingerprint = fingerprintOf(['records:commit', body ?? '']);
    const partitionOf = await this.#partitions(entries, context);
    const wanted: CommitTransactionRequest = {
      entries: entries.map((entry) => ({
        topic: entry.topic,
        partition: partitionOf(entry),
        batch: Batch.fromRecords([entry.record]),
      })),
      ...(transaction === undefined ? {} : { transaction: { ...transaction, fingerprint } }),
      ...(key === undefined ? {} : { idempotency: { key, fingerprint } }),
    };
    const stored = await this.#broker.commitTransaction(wanted, context).catch((error: unknown) => {
      throw named(error, entries);
    });
    if (stored.some(({ isReplay }) => isReplay === true)) void reply.header(REPLAYED_HEADER, 'true');
    void reply.code(200);
    sendJson(reply, V3_JSON, {
      entries: entries.map((entry, place) => committedEntry(entry, stored[place] as StoredEntry)),
    });
  }

  /** The choice of partitions: records without a key share one of each topic. */
  async #partitions(
    entries: readonly EntryToCommit[],
    context: RequestContext,
  ): Promise<(entry: EntryToCommit) => number> {
    const topics = new Map<string, { readonly partitionCount: number; readonly keyless: number }>();
    for (const topic of new Set(entries.map((entry) => entry.topic))) {
      const partitionCount = await this.#partitionCount(topic, context);
      topics.set(topic, { partitionCount, keyless: this.#partitioner.next(topic, partitionCount) });
    }
    return ({ topic, partition, record }) => {
      if (partition !== -1) return partition;
      const { partitionCount, keyless } = topics.get(topic) ?? { partitionCount: 1, keyless: 0 };
      return record.key === null ? keyless : partitionForKey(record.key, partitionCount);
    };
  }

  async #partitionCount(topic: string, context: RequestContext): Promise<number> {
    try {
      return (await this.#broker.metadata(topic, context)).partitionCount;
    } catch (error) {
      // It may have been there when the commit first came: then a repeat gets its answer all the same.
      if (error instanceof KafkaError && error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION') return 1;
      throw error;
    }
  }
}

/** With the id of the entry that is at fault. */
function named(error: unknown, entries: readonly EntryToCommit[]): unknown {
  const entry = error instanceof KafkaError ? entries[error.details.entry as number] : undefined;
  return entry === undefined ? error : entryError(entry.id, error as KafkaError);
}

function committedEntry({ id, topic, record }: EntryToCommit, stored: StoredEntry) {
  const { partition, baseOffset, logAppendTime, appendTime } = stored;
  const timestamp = logAppendTime === -1 ? (record.timestamp ?? appendTime) : logAppendTime;
  return {
    id,
    topic_name: topic,
    partition_id: partition,
    offset: baseOffset,
    timestamp: new Date(timestamp).toISOString(),
  };
}
