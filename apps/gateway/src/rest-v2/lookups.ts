// Finding what a v2 path names. What can't be a topic or a partition is answered as one that does not exist, without
// asking the broker.
import { KafkaError, topicNameFault } from '@weir/protocol';
import type { Broker, RequestContext, TopicDescription, TopicMetadata } from '@weir/protocol';
import { plainError, RestError } from '../http/rest-error.ts';
import { noPartition, noTopic } from '../http/unknown-names.ts';
import { instanceNotFound, partitionNotFound, topicNotFound } from './errors.ts';

export function unknownTopic(name: string, code = topicNotFound.errorCode): RestError {
  return new RestError(404, noTopic(name), { errorCode: code });
}

export function unknownPartition(topic: string, partition: string | number): RestError {
  return new RestError(404, noPartition(topic, partition), { errorCode: partitionNotFound.errorCode });
}

/** Turns Broker's own error into the dialect's, and anything else back into itself. */
async function orUnknown<T>(found: Promise<T>, name: string, code?: number): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof KafkaError && error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION')
      throw unknownTopic(name, code);
    throw error;
  }
}

/** Throws 404: there is no topic of an illegal name. */
export function requireLegalName(name: string, code?: number): void {
  if (topicNameFault(name) !== undefined) throw unknownTopic(name, code);
}

/** The topic with its configs, from the database. Throws 404/40403, as this one resource does. */
export async function describedTopic(
  broker: Broker,
  name: string,
  context: RequestContext,
): Promise<TopicDescription> {
  const code = instanceNotFound.errorCode;
  requireLegalName(name, code);
  return orUnknown(broker.describeTopic(name, context), name, code);
}

/** The topic of a path below it, from the database. Throws 404/40401. */
export async function pathTopic(
  broker: Broker,
  name: string,
  context: RequestContext,
): Promise<TopicDescription> {
  requireLegalName(name);
  return orUnknown(broker.describeTopic(name, context), name);
}

/** What a produce needs of a topic; may come from memory, and may create the topic. Throws 404/40401. */
export async function producedTopic(
  broker: Broker,
  name: string,
  context: RequestContext,
): Promise<TopicMetadata> {
  requireLegalName(name);
  return orUnknown(broker.metadata(name, context), name);
}

/** The number of a partition in a path. Throws 404: what is no number names no resource. */
export function partitionNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw plainError(404, `${text} is not a partition number`);
  return Number(text);
}
