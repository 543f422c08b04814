// The operations that read records over v3. REST Proxy has none: they are ours, in its style.
import { z } from 'zod';
import type { Operation } from '../http/operation.ts';
import { queryInteger } from '../http/schemas.ts';
import { EVENT_STREAM, ND_JSON, RECORD_BATCHES } from './media-types.ts';
import {
  everywhere,
  examplePartition,
  exampleTopic,
  noTopic,
  onPartition,
  onTopic,
  V3_JSON,
  V3_TAG,
} from './operation-parts.ts';
import { recordFormats } from './record-writer.ts';
import * as schemas from './record-schemas.ts';

const badQuery = 'The query is not as described here, or names more than one place to begin';
const noRoom = 'Answers to slow readers hold all the room there is; try again after Retry-After seconds';

/** Only described: each is answered in words of its own. */
const time = z.string().meta({
  anyOf: [
    { type: 'string', format: 'date-time' },
    { type: 'string', pattern: String.raw`^\d{1,15}$` },
  ],
});
const positions = z
  .string()
  .meta({ pattern: String.raw`^(\d{1,10}/)?\d{1,10}:\d{1,15}(,\d{1,10}:\d{1,15})*$` });

const timestamp = time
  .optional()
  .describe(
    'Begin at the first record of this time or later: RFC 3339, or epoch milliseconds. Beyond the last record it is the end',
  );

const format = z
  .enum(recordFormats)
  .default('auto')
  .describe(
    'Type of keys and values: auto is JSON where the bytes are JSON, else STRING where they are UTF-8, else BINARY',
  );

export const readQuery = z.strictObject({
  offset: queryInteger(0).optional().describe('Begin here'),
  timestamp,
  from: z
    .enum(['earliest', 'latest'])
    .optional()
    .describe('Begin at the first record that is kept, or at the end; earliest where nothing else is given'),
  max_records: queryInteger(1).optional().describe('Most records in the answer'),
  max_bytes: queryInteger(1)
    .optional()
    .describe('Most bytes of keys and values together; at least one record is given'),
  timeout_ms: queryInteger(0)
    .default(1000)
    .describe('How long to wait for a record at the end of the partition; cut to WEIR_LONG_POLL_MAX_MS'),
  format,
});

export const readPartition: Operation = {
  id: 'readPartitionV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/partitions/{partition_id}/records',
  tag: V3_TAG,
  summary: 'Records of a partition, a page',
  description: `Weir's own, in the style of v3. Needs no consumer: the link \`next\` leads to the following page and can be polled for ever. With \`Accept: ${RECORD_BATCHES}\` the answer is Kafka's RecordBatch v2 as it is stored, one batch after the other; the first may begin before the offset asked for, \`max_records\` and \`format\` mean nothing, and the headers say what JSON has in its body.`,
  params: onPartition,
  query: readQuery,
  example: {
    params: examplePartition,
    query: { from: 'earliest', max_records: 10, timeout_ms: 0 },
  },
  answers: {
    200: {
      description: 'The records; none where none came in time',
      content: { [V3_JSON]: schemas.recordList, [RECORD_BATCHES]: schemas.recordBatches },
      headers: {
        Link: 'The following page, rel="next" (record batches only)',
        'Weir-Log-Start-Offset': 'First offset that is kept (record batches only)',
        'Weir-High-Watermark': 'Offset that the next record will get (record batches only)',
      },
    },
  },
  errors: {
    ...everywhere,
    400: badQuery,
    404: `${noTopic}, or no such partition`,
    406: `Accept covers neither ${V3_JSON} nor ${RECORD_BATCHES}`,
    416: 'The partition does not hold that offset: it was deleted, or lies beyond the end',
    422: '42205: the first record is not of the format asked for',
    429: noRoom,
  },
};

export const tailQuery = z.strictObject({
  partitions: z
    .string()
    .regex(/^\d{1,10}(,\d{1,10})*$/)
    .optional()
    .describe('Only these, separated by commas; without it all of them, also those that are added later'),
  from: z
    .enum(['earliest', 'latest'])
    .optional()
    .describe('Begin at the first records that are kept, or at the end; latest where nothing else is given'),
  timestamp,
  last_event_id: positions
    .optional()
    .describe('As the header Last-Event-ID, for clients that can not send one; the header goes before'),
  max_records: queryInteger(1).optional().describe('End after so many records'),
  timeout_ms: queryInteger(0)
    .optional()
    .describe(
      'End so long after what was there has been given; without it the stream has no end. 0 gives what is there',
    ),
  format,
});

const tailHeaders = z.object({
  'Last-Event-ID': positions
    .optional()
    .describe(
      'Begin where the event with this id ended. It is the number of the topic and a slash, then `partition:offset` of the next record, separated by commas',
    ),
});

export const tailTopic: Operation = {
  id: 'tailTopicV3',
  method: 'GET',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/records',
  tag: V3_TAG,
  summary: 'Records of a topic as they come, as a stream',
  description: `Weir's own, in the style of v3. As ${EVENT_STREAM} the data of an event is a JSON list: of one record, or of several where the topic has more than 64 partitions. Its id names the position of every partition, so that \`Last-Event-ID\` resumes without a gap or a repetition, on any gateway. As ${ND_JSON} each line is a record; empty lines keep the connection open. An event (or line) \`gap\` tells of offsets that are gone, and of a topic that is another one than the id's, \`error\` of the end of the stream.`,
  params: onTopic,
  query: tailQuery,
  headers: tailHeaders,
  example: {
    params: exampleTopic,
    query: { from: 'earliest', timeout_ms: 1000 },
  },
  answers: {
    200: {
      description: 'The stream',
      content: { [EVENT_STREAM]: schemas.eventStream, [ND_JSON]: schemas.recordLines },
    },
  },
  errors: {
    ...everywhere,
    400: `${badQuery}; or Last-Event-ID is malformed or names partitions that are not read here; or there are so many partitions that the id of an event would not fit into the headers of a request`,
    404: `${noTopic}, or no such partition`,
    406: `Accept covers neither ${EVENT_STREAM} nor ${ND_JSON}`,
  },
};

export const readOperations: readonly Operation[] = [readPartition, tailTopic];
