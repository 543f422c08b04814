// Ours in the style of REST Proxy v3: deleting records up to an offset.
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Broker, DeletedRecords } from '@weir/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonBody } from '../http/json-body.ts';
import { parseQuery } from '../http/parse-query.ts';
import { Route } from '../http/route.decorator.ts';
import { sendJson } from '../http/send.ts';
import { BROKER } from '../tokens.ts';
import { deleteRecords, deleteRecordsBody } from './operations-delete-records.ts';
import { noQuery, V3_JSON } from './operation-parts.ts';
import { inStreamError } from './reports.ts';
import { clusterScope, emptyBody, requireLegalName } from './requests.ts';
import type { TopicPath } from './requests.ts';

@Controller()
export class DeleteRecordsV3Controller {
  readonly #broker: Broker;

  constructor(@Inject(BROKER) broker: Broker) {
    this.#broker = broker;
  }

  @Route(deleteRecords)
  async deleteRecords(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { context } = await clusterScope(this.#broker, request);
    const { topic_name: topic } = request.params as TopicPath;
    requireLegalName(topic);
    parseQuery(noQuery, request.query);
    const { data } = jsonBody(request, deleteRecordsBody, { empty: emptyBody });
    const partitions = data.map(({ partition_id: partition, before_offset: beforeOffset }) => ({
      topic,
      partition,
      beforeOffset,
    }));
    const results = await this.#broker.deleteRecords(partitions, context);
    throwWhereNoneIsDone(results);
    const isDone = results.every(({ error }) => error === null);
    sendJson(reply.code(isDone ? 200 : 207), V3_JSON, {
      data: results.flatMap(({ error, partition, logStartOffset }) =>
        error === null ? [{ partition_id: partition, log_start_offset: logStartOffset }] : [],
      ),
      failures: results.flatMap(({ error, partition }) => {
        if (error === null) return [];
        const { errorCode, message } = inStreamError(error);
        return [{ partition_id: partition, error_code: errorCode, message }];
      }),
    });
  }
}

function throwWhereNoneIsDone(results: readonly DeletedRecords[]): void {
  const [first] = results;
  if (first !== undefined && first.error !== null && results.every(({ error }) => error !== null))
    throw first.error;
}
