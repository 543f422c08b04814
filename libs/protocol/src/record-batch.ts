// RecordBatch v2: everything that other files use of it. Encoding, header and cursor have files of their own.
import { crc32c } from '#crc32c';
import { KafkaError } from './errors.ts';
import { corrupt, field, readRecordBatchHeader } from './record-batch-header.ts';
import type { RecordBatchHeader } from './record-batch-header.ts';
import { RecordCursor } from './record-cursor.ts';
import type { LogRecord } from './record.ts';

export { encodeRecordBatch } from './record-batch-encode.ts';
export type { EncodeOptions } from './record-batch-encode.ts';
export { retainRecords } from './record-batch-retain.ts';
export { readRecordBatchHeader, setBaseOffset } from './record-batch-header.ts';
export type { Compression, RecordBatchHeader, TimestampType } from './record-batch-header.ts';
export type { RecordCursor } from './record-cursor.ts';

/**
 * Calls `visit` for each record of the batch, in order, with one cursor that moves on after each call: take from it what
 * you keep. Throws CORRUPT_MESSAGE at the first thing that is not a record, UNSUPPORTED_COMPRESSION_TYPE,
 * UNSUPPORTED_FOR_MESSAGE_FORMAT. The checksum is not computed.
 */
export function forEachRecord(bytes: Uint8Array, visit: (record: RecordCursor) => void): void {
  const cursor = openRecordBatch(bytes);
  while (cursor.next()) visit(cursor);
}

/** As forEachRecord, at the caller's pace: a cursor that stands before the first record. */
export function openRecordBatch(bytes: Uint8Array): RecordCursor {
  return openCursor(bytes, readRecordBatchHeader(bytes));
}

/** The records of the batch; keys, values and header values are views of `bytes`. Throws as forEachRecord does. */
export function decodeRecordBatch(bytes: Uint8Array): LogRecord[] {
  const records: LogRecord[] = [];
  const cursor = openRecordBatch(bytes);
  while (cursor.next()) {
    records.push({
      offset: cursor.offset,
      timestamp: cursor.timestamp,
      key: cursor.key(),
      value: cursor.value(),
      headers: cursor.headers(),
    });
  }
  return records;
}

/**
 * Checks a batch as a producer may send it: nothing but one batch, the right checksum, offsets without gaps, every record
 * readable. Returns its header. Throws CORRUPT_MESSAGE, UNSUPPORTED_FOR_MESSAGE_FORMAT, UNSUPPORTED_COMPRESSION_TYPE.
 */
export function verifyRecordBatch(bytes: Uint8Array): RecordBatchHeader {
  const header = readRecordBatchHeader(bytes);
  if (header.sizeBytes !== bytes.length) {
    throw corrupt('bytes follow the record batch', { sizeBytes: header.sizeBytes, bytes: bytes.length });
  }
  const crc = crc32c(bytes.subarray(field.attributes));
  if (crc !== header.crc)
    throw corrupt('the checksum does not fit the bytes', { expected: header.crc, computed: crc });
  if (header.recordCount !== header.lastOffsetDelta + 1) {
    throw corrupt('a batch from a producer has one offset per record', {
      recordCount: header.recordCount,
      lastOffsetDelta: header.lastOffsetDelta,
    });
  }
  // Ascending offsets that end at the last one, as many as records: then none is left out.
  const cursor = openCursor(bytes, header);
  while (cursor.next());
  return header;
}

function openCursor(bytes: Uint8Array, header: RecordBatchHeader): RecordCursor {
  if (header.compression === 'none') return new RecordCursor(bytes, header);
  throw new KafkaError('UNSUPPORTED_COMPRESSION_TYPE', 'compressed record batches cannot be read yet', {
    compression: header.compression,
  });
}
