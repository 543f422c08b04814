// What the descriptions of v3's operations share: media type, parameters of paths, errors that can come everywhere.
import { z } from 'zod';
import type { AnswerDescription } from '../http/operation.ts';
import { partitionParam } from '../http/schemas.ts';

export const V3_JSON = 'application/json';

export const V3_TAG = 'REST Proxy v3';

const clusterParam = z.string().describe('The id of this cluster, as GET /v3/clusters gives it');
const topicParam = z.string().describe('Name of the topic');
export const onCluster = z.object({ cluster_id: clusterParam });
export const onTopic = z.object({ cluster_id: clusterParam, topic_name: topicParam });
export const onPartition = z.object({ ...onTopic.shape, partition_id: partitionParam });

export const onBroker = z.object({
  cluster_id: clusterParam,
  broker_id: z.string().describe('Id of the broker: there is one, as GET …/brokers gives it'),
});

/** Of operations of our own that take none: as on all of those, a parameter that is not known is refused. */
export const noQuery = z.strictObject({});

export function json(description: string, schema: z.ZodType): AnswerDescription {
  return { description, content: { [V3_JSON]: schema } };
}

export const exampleCluster = { cluster_id: '{cluster_id}' };
export const exampleTopic = { ...exampleCluster, topic_name: 'example' };
export const examplePartition = { ...exampleTopic, partition_id: '0' };
export const exampleBroker = { ...exampleCluster, broker_id: '1' };

export const everywhere = {
  403: 'The page or host that the request comes from is not allowed',
  406: 'Accept does not cover application/json',
  421: 'The Host header names a host that is not served here',
  503: '50302: the database is away; try again after Retry-After seconds',
};
export const onForeignCluster = '404: not the id of this cluster';
export const noTopic = `${onForeignCluster}; 40403: no such topic`;
export const noBroker = `${onForeignCluster}, or no such broker`;
export const withBody = {
  ...everywhere,
  413: 'The body is larger than WEIR_REQUEST_BODY_MAX_BYTES',
  415: 'Content-Type is not application/json',
  429: 'Bodies of requests under way take all of WEIR_REQUEST_BYTES_IN_FLIGHT_MAX; try again after Retry-After seconds',
};
