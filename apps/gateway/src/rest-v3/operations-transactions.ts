// The operations of REST Proxy v3 that make producers idempotent and commits atomic.
import { idempotencyHeaders, replayedHeaders } from '../http/idempotency-key.ts';
import type { Operation } from '../http/operation.ts';
import {
  exampleCluster,
  json,
  noQuery,
  onCluster,
  onForeignCluster,
  V3_JSON,
  V3_TAG,
  withBody,
} from './operation-parts.ts';
import * as schemas from './transaction-schemas.ts';

export const initProducerId: Operation = {
  id: 'initProducerIdV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/producers',
  tag: V3_TAG,
  summary: 'Give a producer its id and epoch',
  description:
    "Weir's own, after Kafka's InitProducerId. Record batches that carry id, epoch and a sequence per partition are stored once, however often they are sent; with a transactional id the producer keeps its id over restarts, and nothing of its former epochs is stored from then on.",
  params: onCluster,
  query: noQuery,
  body: { required: false, content: { [V3_JSON]: schemas.initProducerId } },
  example: {
    params: exampleCluster,
    body: { mediaType: V3_JSON, value: { transactional_id: 'example' } },
  },
  answers: { 200: json('Id and epoch', schemas.producer) },
  errors: {
    ...withBody,
    400: '400: a query parameter, or not the JSON described here; 40002: transactional_id is empty, too long or holds NUL',
    404: onForeignCluster,
    422: '42206: the body is null; send none, or an object',
  },
};

export const commitRecords: Operation = {
  id: 'commitRecordsV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/records:commit',
  tag: V3_TAG,
  summary: 'Store records of any topics together, or none of them',
  description:
    "Weir's own. One transaction: readers see all entries or none, and so does a crash. With a transactional id the commit is refused once another instance has taken over, and safe to repeat under its commit_sequence; without one an Idempotency-Key makes it safe to repeat.",
  params: onCluster,
  query: noQuery,
  headers: idempotencyHeaders,
  body: { required: true, content: { [V3_JSON]: schemas.commit } },
  example: {
    params: exampleCluster,
    body: {
      mediaType: V3_JSON,
      value: { entries: [{ id: '1', topic_name: 'example', value: { data: { hello: 'world' } } }] },
    },
  },
  answers: { 200: { ...json('All are stored', schemas.committed), headers: replayedHeaders } },
  errors: {
    ...withBody,
    400: '400: a query parameter, or not the JSON described here; 40002: both a transactional_id and an Idempotency-Key, or numbers that no producer has',
    404: `${onForeignCluster}; 40403: no such topic or partition`,
    409: '40990: another instance has taken over the transactional id; 40949: it has another producer id, or has expired; 40945: commit_sequence leaves a gap; 40946: it is past',
    413: '413: the body is larger than WEIR_REQUEST_BODY_MAX_BYTES, or a record than max.message.bytes',
    422: '42208: no body, no entries, more than WEIR_PRODUCE_BATCH_MAX_ENTRIES, or ids that are missing or repeated; 42206: a field is missing; 422: a record that the topic does not take, or the commit_sequence or Idempotency-Key belongs to another request',
  },
};

export const transactionOperations: readonly Operation[] = [initProducerId, commitRecords];
