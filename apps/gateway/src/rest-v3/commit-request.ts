// The body of a records:commit call: entries as those of records:batch, each with its topic, and whose commit it is.
import { KafkaError, topicNameFault } from '@weir/protocol';
import type { ProducerIdAndEpoch } from '@weir/protocol';
import type { JsonReader } from '../embedded-json/json-reader.ts';
import { RestError } from '../http/rest-error.ts';
import { readBatch } from './produce-batch.ts';
import type { BatchLimits, OtherFields } from './produce-batch.ts';
import type { ProduceRecord } from './produce-record.ts';
import { inStreamError } from './reports.ts';
import { payloadError, unknownTopic } from './requests.ts';

export interface EntryToCommit extends ProduceRecord {
  readonly id: string;
  readonly topic: string;
}

export interface CommitRequest {
  readonly entries: readonly EntryToCommit[];
  readonly transaction:
    (ProducerIdAndEpoch & { readonly transactionalId: string; readonly commitSequence: number }) | undefined;
}

/** By field; null stands for a field that is not there. */
type Members = Map<string, string | number | null>;

const numbers = ['producer_id', 'producer_epoch', 'commit_sequence'];
const members = ['transactional_id', ...numbers];

/** Throws what readBatch throws, and for the first entry that can not be stored, under its id. */
export function readCommit(body: Buffer | undefined, limits: BatchLimits): CommitRequest {
  const values: Members = new Map();
  const topics: string[] = [];
  const others: OtherFields = {
    names: ['topic_name', ...members],
    read: (field, reader) => {
      if (!members.includes(field) || values.has(field)) return false;
      values.set(field, readMember(field, reader));
      return true;
    },
    readInEntry: (field, reader, place) => {
      if (field !== 'topic_name' || topics[place] !== undefined) return false;
      topics[place] = reader.text('topic_name');
      return true;
    },
  };
  const entries = readBatch(body, limits, others).map((entry, place) => {
    if ('fault' in entry) throw entryError(entry.id, inStreamError(entry.fault));
    const topic = topics[place];
    if (topic === undefined) throw entryError(entry.id, payloadError('topic_name is missing'));
    if (topicNameFault(topic) !== undefined) throw entryError(entry.id, unknownTopic(topic));
    return { ...entry.record, id: entry.id, topic };
  });
  return { entries, transaction: transactionOf(values) };
}

/** The error of one entry, which is that of the commit. */
export function entryError<E extends RestError | KafkaError>(id: string, error: E): RestError | KafkaError {
  const message = `entry ${JSON.stringify(id)}: ${error.message}`;
  return error instanceof KafkaError
    ? new KafkaError(error.errorName, message, error.details)
    : new RestError(error.status, message, { errorCode: error.errorCode, headers: error.headers });
}

function readMember(field: string, reader: JsonReader): string | number | null {
  if (reader.skipNull()) return null;
  return numbers.includes(field) ? reader.integer(field, Number.MAX_SAFE_INTEGER) : reader.text(field);
}

function transactionOf(values: Members): CommitRequest['transaction'] {
  const given = members.filter((name) => (values.get(name) ?? null) !== null);
  if (given.length === 0) return undefined;
  const missing = members.find((name) => !given.includes(name));
  if (missing !== undefined)
    throw payloadError(`${members.join(', ')} are sent together or not at all: ${missing} is missing`);
  return {
    transactionalId: values.get('transactional_id') as string,
    producerId: values.get('producer_id') as number,
    producerEpoch: values.get('producer_epoch') as number,
    commitSequence: values.get('commit_sequence') as number,
  };
}
