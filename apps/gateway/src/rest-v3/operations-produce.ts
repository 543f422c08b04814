// The operations of REST Proxy v3 that append records.
import { idempotencyHeaders, replayedHeaders } from '../http/idempotency-key.ts';
import type { Operation } from '../http/operation.ts';
import { RECORD_BATCHES } from './media-types.ts';
import {
  everywhere,
  exampleTopic,
  json,
  noQuery,
  noTopic,
  onForeignCluster,
  onPartition,
  onTopic,
  V3_JSON,
  V3_TAG,
  withBody,
} from './operation-parts.ts';
import * as schemas from './produce-schemas.ts';

export const produceRecords: Operation = {
  id: 'produceRecordsV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/records',
  tag: V3_TAG,
  summary: 'Append records to a topic, one or a stream of them',
  description:
    'The body is one record, or any number of them that follow each other, with or without white space between. Each is answered by one report, in the same order and on a line of its own, as soon as it is stored: while the body is still being sent, too. A record that can not be stored has an error in place of its report, and the next ones go on; behind what is no JSON, or too large, the answer ends. The status is 200 either way; only a request that has come whole and meets an outage with all its records is answered 503. Records keep their order. With an Idempotency-Key each record is safe to repeat by itself, by its place in the stream.',
  params: onTopic,
  headers: idempotencyHeaders,
  body: { required: true, content: { [V3_JSON]: schemas.produceRecord } },
  streamsBody: true,
  example: {
    params: exampleTopic,
    body: {
      mediaType: V3_JSON,
      value: { key: { type: 'JSON', data: 'greeting' }, value: { type: 'JSON', data: { hello: 'world' } } },
    },
  },
  answers: {
    200: json(
      'Reports; this is one of them. `error_code` tells whether the record is stored',
      schemas.reports,
    ),
  },
  errors: {
    ...everywhere,
    400: 'A charset that is not known, or a body that is not gzip although it says so',
    404: onForeignCluster,
    415: withBody[415],
    422: '42206: no body',
    429: withBody[429],
  },
};

export const produceBatch: Operation = {
  id: 'produceBatchV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/records:batch',
  tag: V3_TAG,
  summary: 'Append a batch of records to a topic',
  description: 'Each entry is stored or not by itself; with an Idempotency-Key all of them are one unit.',
  params: onTopic,
  headers: idempotencyHeaders,
  body: { required: true, content: { [V3_JSON]: schemas.produceBatch } },
  example: {
    params: exampleTopic,
    body: { mediaType: V3_JSON, value: { entries: [{ id: '1', value: { data: { hello: 'world' } } }] } },
  },
  answers: {
    207: { ...json('What became of each entry', schemas.producedBatch), headers: replayedHeaders },
  },
  errors: {
    ...withBody,
    400: 'Not the JSON described here',
    404: onForeignCluster,
    422: '42208: no body, no entries, more than WEIR_PRODUCE_BATCH_MAX_ENTRIES, or ids that are missing or repeated; 422: the Idempotency-Key belongs to another request',
  },
};

export const produceRecordBatches: Operation = {
  id: 'produceRecordBatchesV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}/records',
  tag: V3_TAG,
  summary: 'Append record batches to a partition',
  description:
    "Weir's own, for clients that speak Kafka's record format: RecordBatch v2, one or more back to back. All are checked before any is stored, and each is stored as it is, but for its base offset. Batches that carry a producer id are stored once and in sequence: a repeat is answered with its first offsets.",
  params: onPartition,
  query: noQuery,
  headers: idempotencyHeaders,
  body: { required: true, content: { [RECORD_BATCHES]: schemas.recordBatches } },
  answers: {
    200: { ...json('All are stored', schemas.producedRecordBatches), headers: replayedHeaders },
    207: {
      ...json('Some are stored: each has its own verdict', schemas.producedRecordBatches),
      headers: replayedHeaders,
    },
  },
  errors: {
    ...withBody,
    400: 'A query parameter; or not record batches: lengths, counts or checksums do not fit, or ones that no producer may send',
    404: `${noTopic}, or no such partition`,
    409: '40945: the sequence leaves a gap; 40946: stored already, too long ago to say where; 40947: the producer epoch is over; 40959: the producer id was never given out',
    413: '413: the body is larger than WEIR_REQUEST_BODY_MAX_BYTES, or the batches than max.message.bytes',
    415: `Content-Type is not ${RECORD_BATCHES}`,
    422: '42206: no body; 422: more records than WEIR_RECORDS_PER_REQUEST_MAX, compressed, of an older version, with records that the topic does not take, or under an Idempotency-Key of another request',
  },
};

export const produceOperations: readonly Operation[] = [produceRecords, produceBatch, produceRecordBatches];
