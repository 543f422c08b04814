// What Broker is asked and answers of where logs begin and end: types only.
import type { KafkaError } from './errors.ts';
import type { TopicPartition } from './record.ts';

export interface ListOffsetsPartition extends TopicPartition {
  /** Epoch milliseconds: the first record at or after it; or an end of the log. */
  readonly timestamp: number | 'earliest' | 'latest';
}

export interface ListedOffset extends TopicPartition {
  readonly error: KafkaError | null;
  /** −1 where no record is that young. */
  readonly offset: number;
  /** Timestamp of the record found; −1 for the ends of the log. */
  readonly timestamp: number;
}

export interface DeleteRecordsPartition extends TopicPartition {
  /** All records before it are deleted; `latest` deletes all that there are. */
  readonly beforeOffset: number | 'latest';
}

export interface DeletedRecords extends TopicPartition {
  readonly error: KafkaError | null;
  /** From now on, never lower again; −1 with an error. Kafka's name for it is low watermark. */
  readonly logStartOffset: number;
}
