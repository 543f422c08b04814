// The operations of REST Proxy v2: what their routes, checks and pages in the OpenAPI document are made from.
import { z } from 'zod';
import { idempotencyHeaders, replayedHeaders } from '../http/idempotency-key.ts';
import type { AnswerDescription, Content, Operation } from '../http/operation.ts';
import { partitionParam, queryInteger } from '../http/schemas.ts';
import { V2_BINARY_RECORDS, V2_JSON, V2_JSON_RECORDS } from './media-types.ts';
import * as schemas from './schemas.ts';

const topicParam = z.string().describe('Name of the topic');
const onTopic = z.object({ topic: topicParam });
const onPartition = z.object({ topic: topicParam, partition: partitionParam });

const exampleTopic = { topic: 'example' };
const examplePartition = { ...exampleTopic, partition: '0' };

function answer(description: string, schema: z.ZodType): { 200: AnswerDescription } {
  return { 200: { description, content: { [V2_JSON]: schema, 'application/json': schema } } };
}

const everywhere = {
  403: 'The page or host that the request comes from is not allowed',
  406: 'No type in Accept can be answered',
  421: 'The Host header names a host that is not served here',
  503: 'The database is away; try again after Retry-After seconds',
};
const tooBusy =
  'Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds';
const noTopic = '40401: no such topic';
const noPartition = '40401: no such topic; 40402: no such partition';

export const listTopics: Operation = {
  id: 'listTopicsV2',
  method: 'GET',
  path: '/topics',
  tag: 'REST Proxy v2',
  summary: 'Names of all topics that are not internal, sorted',
  example: {},
  answers: answer('The names', z.array(z.string())),
  errors: everywhere,
};

export const getTopic: Operation = {
  id: 'getTopicV2',
  method: 'GET',
  path: '/topics/{topic}',
  tag: 'REST Proxy v2',
  summary: 'A topic with its configs and partitions',
  params: onTopic,
  example: { params: exampleTopic },
  answers: answer('The topic', schemas.topic),
  errors: { ...everywhere, 404: '40403: no such topic' },
};

export const listPartitions: Operation = {
  id: 'listPartitionsV2',
  method: 'GET',
  path: '/topics/{topic}/partitions',
  tag: 'REST Proxy v2',
  summary: 'The partitions of a topic',
  params: onTopic,
  example: { params: exampleTopic },
  answers: answer('The partitions', z.array(schemas.partition)),
  errors: { ...everywhere, 404: noTopic },
};

export const getPartition: Operation = {
  id: 'getPartitionV2',
  method: 'GET',
  path: '/topics/{topic}/partitions/{partition}',
  tag: 'REST Proxy v2',
  summary: 'A partition',
  params: onPartition,
  example: { params: examplePartition },
  answers: answer('The partition', schemas.partition),
  errors: { ...everywhere, 404: noPartition },
};

export const getOffsets: Operation = {
  id: 'getOffsetsV2',
  method: 'GET',
  path: '/topics/{topic}/partitions/{partition}/offsets',
  tag: 'REST Proxy v2',
  summary: 'First and next offset of a partition',
  params: onPartition,
  example: { params: examplePartition },
  answers: answer('The offsets', schemas.offsets),
  errors: { ...everywhere, 404: noPartition },
};

const produceBody: { required: true; content: Content } = {
  required: true,
  content: {
    [V2_JSON_RECORDS]: schemas.produceJson,
    [V2_BINARY_RECORDS]: schemas.produceBinary,
    // No embedded format in the type: binary, as everywhere in this API.
    'application/json': schemas.produceBinary,
  },
};

const exampleRecords = {
  mediaType: V2_JSON_RECORDS,
  value: { records: [{ key: 'greeting', value: { hello: 'world' } }] },
};
const atLeastOneStored = 'At least one record is stored; each record has its own verdict';

const produceErrors = {
  ...everywhere,
  400: 'The body is not the JSON described here, or not base64; application/json means base64, too',
  413: 'The body is larger than WEIR_REQUEST_BODY_MAX_BYTES',
  415: 'Not a type of records',
  429: tooBusy,
};

/** No record was stored: the verdicts say why, or the request had none. */
const noneStored: AnswerDescription = {
  description:
    'No record is stored: each has its verdict in `offsets`; or, as an error, the request holds none or more than WEIR_RECORDS_PER_REQUEST_MAX, or its Idempotency-Key belongs to another request',
  content: { [V2_JSON]: z.union([schemas.produced, z.object({ error_code: z.int(), message: z.string() })]) },
};

const produceAnswers = {
  200: { ...answer(atLeastOneStored, schemas.produced)[200], headers: replayedHeaders },
  422: noneStored,
};

export const produceToTopic: Operation = {
  id: 'produceToTopicV2',
  method: 'POST',
  path: '/topics/{topic}',
  tag: 'REST Proxy v2',
  summary: 'Append records to a topic',
  description:
    'A record goes to the partition that it names, else to the one of its key (as Kafka’s Java client hashes it). Records without either share a partition per request, and the next request takes the next one.',
  params: onTopic,
  headers: idempotencyHeaders,
  body: produceBody,
  example: { params: exampleTopic, body: exampleRecords },
  answers: produceAnswers,
  errors: { ...produceErrors, 404: noTopic },
};

export const produceToPartition: Operation = {
  id: 'produceToPartitionV2',
  method: 'POST',
  path: '/topics/{topic}/partitions/{partition}',
  tag: 'REST Proxy v2',
  summary: 'Append records to a partition',
  params: onPartition,
  headers: idempotencyHeaders,
  body: produceBody,
  example: { params: examplePartition, body: exampleRecords },
  answers: produceAnswers,
  errors: { ...produceErrors, 404: noPartition },
};

export const readQuery = z.object({
  offset: queryInteger(0).describe('First offset wanted'),
  timeout: queryInteger(0)
    .optional()
    .describe('How long to wait for a record, in milliseconds: 1000 where not given; 0 answers at once'),
  max_bytes: queryInteger(-1)
    .optional()
    .describe('Most bytes of keys and values together; at least one record is given'),
});

export const readRecords: Operation = {
  id: 'readRecordsV2',
  method: 'GET',
  path: '/topics/{topic}/partitions/{partition}/records',
  tag: 'REST Proxy v2',
  summary: 'Records of a partition from an offset on',
  description:
    'Needs no consumer. At the end of the partition it waits and is answered by the append that it waits for.',
  params: onPartition,
  query: readQuery,
  example: { params: examplePartition, query: { offset: 0 } },
  answers: {
    200: {
      description: 'The records; none where none came in time',
      // JSON first: it is what the page asks for.
      content: { [V2_JSON_RECORDS]: schemas.jsonRecords, [V2_BINARY_RECORDS]: schemas.binaryRecords },
    },
  },
  errors: {
    ...everywhere,
    400: 'The query is not as described here',
    404: noPartition,
    416: 'The partition does not hold that offset: it was deleted, or lies beyond the end',
    422: '42205: JSON was asked for, and the first record is not JSON',
    429: 'Answers to slow readers hold all the room there is; try again after Retry-After seconds',
  },
};

export const listBrokers: Operation = {
  id: 'listBrokersV2',
  method: 'GET',
  path: '/brokers',
  tag: 'REST Proxy v2',
  summary: 'Ids of the brokers',
  description: 'All gateways of a cluster appear as one broker.',
  example: {},
  answers: answer('The ids', schemas.brokers),
  errors: everywhere,
};

export const v2Operations: readonly Operation[] = [
  listTopics,
  getTopic,
  listPartitions,
  getPartition,
  getOffsets,
  produceToTopic,
  produceToPartition,
  readRecords,
  listBrokers,
];
