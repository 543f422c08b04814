// What an append must satisfy before it may wait for a transaction: the topic's own limits, Kafka's rules for records.
import { KafkaError, verifyRecordBatch } from '@weir/protocol';
import type { AppendEntry, Header, ProducerRecord } from '@weir/protocol';
import { recordSizeBound } from './encode-flush.ts';
import type { CheckedAppend } from './encode-flush.ts';
import type { AppendLimits } from './effective-configs.ts';
import type { CachedTopic } from './topic-cache.ts';

/** The fixed part of a RecordBatch v2. */
const BATCH_OVERHEAD = 61;

/**
 * Throws UNKNOWN_TOPIC_OR_PARTITION, INVALID_RECORD, INVALID_TIMESTAMP, MESSAGE_TOO_LARGE, CORRUPT_MESSAGE,
 * UNSUPPORTED_COMPRESSION_TYPE.
 */
export function checkAppend(entry: AppendEntry, topic: CachedTopic): CheckedAppend {
  const { topicId, limits } = topic;
  const partitionId = partitionOf(topic, entry.partition);
  const given = entry.batch.producerRecords;
  const { stampsAppendTime } = limits;
  if (given !== undefined) {
    const { content, sizeBytes } = checkRecords(given, limits);
    return { topicId, partitionId, content, sizeBytes, producerId: -1, stampsAppendTime };
  }
  const bytes = entry.batch.bytes;
  const { producerId, producerEpoch, baseSequence } = verifyRecordBatch(bytes);
  if (producerId >= 0 && (producerEpoch < 0 || baseSequence < 0))
    throw new KafkaError('INVALID_RECORD', 'a batch with a producer id needs its epoch and a base sequence');
  if (bytes.length > limits.maxMessageBytes)
    throw tooLarge(`the record batch has ${bytes.length} bytes`, limits);
  checkRecords(entry.batch.records(), limits);
  return { topicId, partitionId, content: bytes, sizeBytes: bytes.length, producerId, stampsAppendTime };
}

/** The database's id of the log. Throws UNKNOWN_TOPIC_OR_PARTITION. */
export function partitionOf(topic: CachedTopic, partition: number): number {
  const id = topic.partitionIds[partition];
  if (id !== undefined) return id;
  throw new KafkaError(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `topic "${topic.name}" has no partition ${partition}, it has ${topic.partitionIds.length}`,
    { topic: topic.name, partition },
  );
}

interface CheckedRecords {
  readonly content: readonly ProducerRecord[];
  /** Of all together, as an upper bound. */
  readonly sizeBytes: number;
}

/** Answers the records as they are to be stored: without optional headers where they would be too large with them. */
function checkRecords(records: readonly ProducerRecord[], limits: AppendLimits): CheckedRecords {
  if (records.length === 0) throw new KafkaError('INVALID_RECORD', 'an append needs at least one record');
  const now = Date.now();
  const largest = limits.maxMessageBytes - BATCH_OVERHEAD;
  let own: ProducerRecord[] | undefined;
  let sizeBytes = 0;
  for (let index = 0; index < records.length; index++) {
    const record = records[index] as ProducerRecord;
    let size = recordSizeBound(record);
    if (size > largest && record.headers?.some(isOptional) === true) {
      const bare = { ...record, headers: record.headers.filter((header) => !isOptional(header)) };
      (own ??= [...records])[index] = bare;
      size = recordSizeBound(bare);
    }
    if (size > largest) throw tooLarge(`the record takes up to ${size + BATCH_OVERHEAD} bytes`, limits);
    sizeBytes += size;
    if (limits.isCompacted && record.key === null) {
      throw new KafkaError('INVALID_RECORD', 'a compacted topic takes only records with a key');
    }
    if (record.timestamp !== undefined) checkTimestamp(record.timestamp, now, limits);
  }
  return { content: own ?? records, sizeBytes };
}

function isOptional(header: Header): boolean {
  return header.isOptional === true;
}

function checkTimestamp(timestamp: number, now: number, limits: AppendLimits): void {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw new KafkaError('INVALID_TIMESTAMP', `a timestamp is epoch milliseconds, not ${timestamp}`);
  }
  if (limits.stampsAppendTime) return;
  if (timestamp - now > limits.timestampAfterMaxMs) {
    throw new KafkaError(
      'INVALID_TIMESTAMP',
      `timestamp ${timestamp} lies further in the future than message.timestamp.after.max.ms=${limits.timestampAfterMaxMs} allows`,
    );
  }
  if (now - timestamp > limits.timestampBeforeMaxMs) {
    throw new KafkaError(
      'INVALID_TIMESTAMP',
      `timestamp ${timestamp} lies further in the past than message.timestamp.before.max.ms=${limits.timestampBeforeMaxMs} allows`,
    );
  }
}

function tooLarge(fact: string, limits: AppendLimits): KafkaError {
  return new KafkaError(
    'MESSAGE_TOO_LARGE',
    `${fact}, more than the topic's max.message.bytes=${limits.maxMessageBytes}`,
  );
}
