// The operation, ours in the style of v3, that deletes the records of a topic up to an offset.
import { z } from 'zod';
import type { Operation } from '../http/operation.ts';
import {
  exampleTopic,
  json,
  noQuery,
  noTopic,
  onTopic,
  V3_JSON,
  V3_TAG,
  withBody,
} from './operation-parts.ts';

/** As many as a topic can have. */
const MAX_PARTITIONS = 10_000;

export const deleteRecordsBody = z
  .strictObject({
    data: z
      .array(
        z
          .strictObject({
            partition_id: z.int().min(0),
            before_offset: z
              .union([z.int().min(0), z.literal('latest')])
              .describe('Records before it are deleted; latest deletes all that there are'),
          })
          .meta({ id: 'V3DeleteBefore', description: 'Up to where a partition is deleted' }),
      )
      .min(1)
      .max(MAX_PARTITIONS),
  })
  .meta({ id: 'V3DeleteRecords', description: 'What to delete, by partition' });

const deletedRecords = z
  .object({
    data: z
      .array(
        z
          .object({ partition_id: z.int(), log_start_offset: z.int() })
          .meta({ id: 'V3LogStart', description: 'Where a partition begins from now on' }),
      )
      .describe('In the order of the request'),
    failures: z.array(
      z
        .object({ partition_id: z.int(), error_code: z.int(), message: z.string() })
        .meta({ id: 'V3PartitionFailure', description: 'Why nothing of a partition was deleted' }),
    ),
  })
  .meta({ id: 'V3DeletedRecords', description: 'The verdicts on all partitions' });

export const deleteRecords: Operation = {
  id: 'deleteRecordsV3',
  method: 'POST',
  path: '/v3/clusters/{cluster_id}/topics/{topic_name}/records:delete',
  tag: V3_TAG,
  summary: 'Delete records of a topic up to an offset',
  description:
    "Weir's own, in the style of v3; Kafka's DeleteRecords. Raises log start offsets: what lies before them can not be read any more, on any gateway after a second. Its space is freed in the background. An offset before the log start changes nothing, so a repeated request does no harm.",
  params: onTopic,
  query: noQuery,
  body: { required: true, content: { [V3_JSON]: deleteRecordsBody } },
  example: {
    params: exampleTopic,
    body: { mediaType: V3_JSON, value: { data: [{ partition_id: 0, before_offset: 0 }] } },
  },
  answers: {
    200: json('Where each partition begins from now on', deletedRecords),
    207: json('The same, and which partitions failed', deletedRecords),
  },
  errors: {
    ...withBody,
    400: '400: a query parameter, or not the JSON described here; 40002: the topic is compacted only',
    404: `${noTopic}, or no such partition`,
    416: '416: the offset lies beyond the end of the log',
    422: '42206: no body; 422: something is missing',
  },
};
