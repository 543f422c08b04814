// The record as every library sees it. Offsets are safe integers everywhere outside the RecordBatch codec.

/** A record header. Keys may repeat and keep their order, as in Kafka. */
export interface Header {
  readonly key: string;
  readonly value: Uint8Array | null;
  /** Put on by a broker on the way: left off where the record would be too large with it. Not stored. */
  readonly isOptional?: true;
}

/** What a producer hands in. `timestamp` is epoch milliseconds; without one the append's own time is taken. */
export interface ProducerRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly Header[];
  readonly timestamp?: number;
}

/** What the log holds: a record with its place and its time (epoch milliseconds). */
export interface LogRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
}

/** Name and number that address one log. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}
