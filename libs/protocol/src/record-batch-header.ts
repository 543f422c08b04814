// The fixed part of RecordBatch v2: 61 bytes before the records. Layout and attribute bits are Kafka's (magic 2).
import { KafkaError } from './errors.ts';

/** Where each field begins. All integers are big-endian and signed, the checksum excepted. */
export const field = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
  records: 61,
} as const;

/** `batchLength` counts the bytes after itself. */
export const BYTES_BEFORE_LENGTH_ENDS = 12;
/** An empty record: length, attributes, two deltas, key, value, header count, one byte each. */
const SMALLEST_RECORD_BYTES = 7;
export const LOG_APPEND_TIME_BIT = 0x08;
const TRANSACTIONAL_BIT = 0x10;
const CONTROL_BIT = 0x20;
const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export type Compression = (typeof compressions)[number];
export type TimestampType = 'CreateTime' | 'LogAppendTime';

export interface RecordBatchHeader {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** The whole batch, header included. */
  readonly sizeBytes: number;
  /** −1 where unknown. */
  readonly partitionLeaderEpoch: number;
  readonly crc: number;
  readonly attributes: number;
  readonly compression: Compression;
  readonly timestampType: TimestampType;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly lastOffsetDelta: number;
  /** Epoch milliseconds. */
  readonly baseTimestamp: number;
  /** Epoch milliseconds. */
  readonly maxTimestamp: number;
  /** −1 without a producer id; so are its epoch and the base sequence. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

/** A KafkaError for bytes that cannot be a record batch. */
export function corrupt(why: string, details: Readonly<{ [key: string]: unknown }> = {}): KafkaError {
  return new KafkaError('CORRUPT_MESSAGE', why, details);
}

/**
 * The header of the batch that `bytes` begin with; more may follow it. The checksum is not computed. Throws
 * CORRUPT_MESSAGE (too short, impossible numbers), UNSUPPORTED_FOR_MESSAGE_FORMAT (magic 0 and 1),
 * UNSUPPORTED_COMPRESSION_TYPE (a number that Kafka does not define).
 */
export function readRecordBatchHeader(bytes: Uint8Array): RecordBatchHeader {
  if (bytes.length < field.records)
    throw corrupt('a record batch has at least 61 bytes', { bytes: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getInt8(field.magic);
  if (magic === 0 || magic === 1) {
    throw new KafkaError(
      'UNSUPPORTED_FOR_MESSAGE_FORMAT',
      'record batches before version 2 are not supported',
      { magic },
    );
  }
  if (magic !== 2) throw corrupt('the magic byte of a record batch is 2', { magic });
  const sizeBytes = view.getInt32(field.batchLength) + BYTES_BEFORE_LENGTH_ENDS;
  if (sizeBytes < field.records || sizeBytes > bytes.length) {
    throw corrupt('the length in the record batch is not the length of its bytes', {
      sizeBytes,
      bytes: bytes.length,
    });
  }
  const attributes = view.getInt16(field.attributes);
  const compression = compressionOf(attributes);
  const baseOffset = readSafeInt64(view, field.baseOffset);
  const lastOffsetDelta = view.getInt32(field.lastOffsetDelta);
  const recordCount = view.getInt32(field.recordCount);
  checkCounts({ baseOffset, lastOffsetDelta, recordCount });
  if (compression === 'none' && recordCount * SMALLEST_RECORD_BYTES > sizeBytes - field.records) {
    throw corrupt('the record batch is too short for its number of records', { recordCount, sizeBytes });
  }
  return {
    baseOffset,
    lastOffset: baseOffset + lastOffsetDelta,
    sizeBytes,
    partitionLeaderEpoch: view.getInt32(field.partitionLeaderEpoch),
    crc: view.getUint32(field.crc),
    attributes,
    compression,
    timestampType: (attributes & LOG_APPEND_TIME_BIT) === 0 ? 'CreateTime' : 'LogAppendTime',
    isTransactional: (attributes & TRANSACTIONAL_BIT) !== 0,
    isControl: (attributes & CONTROL_BIT) !== 0,
    lastOffsetDelta,
    baseTimestamp: readSafeInt64(view, field.baseTimestamp),
    maxTimestamp: readSafeInt64(view, field.maxTimestamp),
    producerId: readSafeInt64(view, field.producerId),
    producerEpoch: view.getInt16(field.producerEpoch),
    baseSequence: view.getInt32(field.baseSequence),
    recordCount,
  };
}

/** Gives a batch its place in the log, in its own bytes. The checksum does not cover the base offset. */
export function setBaseOffset(bytes: Uint8Array, offset: number): void {
  writeInt64(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), field.baseOffset, offset);
}

/** Writes a safe integer as int64. */
export function writeInt64(view: DataView, position: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  view.setInt32(position, high);
  view.setUint32(position + 4, value - high * 2 ** 32);
}

function readSafeInt64(view: DataView, position: number): number {
  const value = view.getInt32(position) * 2 ** 32 + view.getUint32(position + 4);
  if (!Number.isSafeInteger(value)) throw corrupt('a 64-bit field is beyond the safe integers', { position });
  return value;
}

function compressionOf(attributes: number): Compression {
  const compression = compressions[attributes & 7];
  if (compression !== undefined) return compression;
  throw new KafkaError('UNSUPPORTED_COMPRESSION_TYPE', 'the record batch names an unknown compression', {
    attributes,
  });
}

function checkCounts(batch: { baseOffset: number; lastOffsetDelta: number; recordCount: number }): void {
  const { baseOffset, lastOffsetDelta, recordCount } = batch;
  // Compaction removes records and leaves the offsets, so a batch may hold fewer records than offsets, never more.
  if (lastOffsetDelta < 0 || recordCount < 0 || recordCount > lastOffsetDelta + 1) {
    throw corrupt('number of records and last offset contradict each other', {
      lastOffsetDelta,
      recordCount,
    });
  }
  if (baseOffset < 0 || !Number.isSafeInteger(baseOffset + lastOffsetDelta)) {
    throw corrupt('the offsets are not whole numbers from 0 up to 2^53', { baseOffset, lastOffsetDelta });
  }
}
