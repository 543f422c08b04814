// A RecordBatch v2 with some of its records left out, as Kafka's log cleaner makes it: what stays keeps its bytes, offset and
// time, and the batch its range of offsets, so that sequences can still be told from it.
import { crc32c } from '#crc32c';
import { KafkaError } from './errors.ts';
import { BYTES_BEFORE_LENGTH_ENDS, field, readRecordBatchHeader, writeInt64 } from './record-batch-header.ts';
import { RecordCursor } from './record-cursor.ts';

/**
 * The batch with the records that `keep` says yes to: the same bytes where it is all of them, undefined where it is none.
 * Throws as forEachRecord does.
 */
export function retainRecords(
  bytes: Uint8Array,
  keep: (record: RecordCursor) => boolean,
): Uint8Array | undefined {
  const header = readRecordBatchHeader(bytes);
  if (header.compression !== 'none') {
    const why = 'compressed record batches cannot be read yet';
    throw new KafkaError('UNSUPPORTED_COMPRESSION_TYPE', why, { compression: header.compression });
  }
  const cursor = new RecordCursor(bytes, header);
  const kept: Uint8Array[] = [];
  let sizeBytes: number = field.records;
  let maxTimestamp = -1;
  for (let start = cursor.position; cursor.next(); start = cursor.position) {
    if (!keep(cursor)) continue;
    const record = bytes.subarray(start, cursor.position);
    kept.push(record);
    sizeBytes += record.length;
    maxTimestamp = Math.max(maxTimestamp, cursor.timestamp);
  }
  if (kept.length === header.recordCount) return bytes;
  if (kept.length === 0) return undefined;
  const batch = new Uint8Array(sizeBytes);
  batch.set(bytes.subarray(0, field.records));
  let position: number = field.records;
  for (const record of kept) {
    batch.set(record, position);
    position += record.length;
  }
  const view = new DataView(batch.buffer);
  view.setInt32(field.batchLength, sizeBytes - BYTES_BEFORE_LENGTH_ENDS);
  writeInt64(view, field.maxTimestamp, maxTimestamp);
  view.setInt32(field.recordCount, kept.length);
  view.setUint32(field.crc, crc32c(batch.subarray(field.attributes)));
  return batch;
}
