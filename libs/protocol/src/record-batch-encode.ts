// Records to RecordBatch v2 bytes: one pass for the size, one exact allocation, one pass that writes. Hot path of every
// produce: nothing is allocated per record.
import { crc32c } from '#crc32c';
import { KafkaError, invariant } from './errors.ts';
import { BYTES_BEFORE_LENGTH_ENDS, LOG_APPEND_TIME_BIT, field, writeInt64 } from './record-batch-header.ts';
import type { Header, ProducerRecord } from './record.ts';
import { utf8Length, writeUtf8 } from './utf8.ts';
import { exactDifference, sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from './varint.ts';

export interface EncodeOptions {
  /** Epoch milliseconds for records without a timestamp. */
  readonly now: number;
  /** Default 0; setBaseOffset can change it later. */
  readonly baseOffset?: number;
  /** Epoch milliseconds: all records get this time, and the batch says that the log gave it. */
  readonly logAppendTime?: number;
  /** Default −1 (none), as for epoch and sequence. */
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
}

/** What the size pass learns. */
interface Layout {
  readonly sizeBytes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
}

/** Below this length a loop copies faster than the call of TypedArray.set. */
const COPY_BY_LOOP_BYTES = 24;
const MAX_BATCH_BYTES = 0x7fffffff;

/**
 * One uncompressed batch of at least one record, in the order given, offsets without gaps. Throws INVALID_TIMESTAMP
 * (not a safe integer) and RECORD_LIST_TOO_LARGE (2 GiB, the most that the format can say).
 */
export function encodeRecordBatch(records: readonly ProducerRecord[], options: EncodeOptions): Uint8Array {
  invariant(records.length > 0, 'a record batch holds at least one record');
  const layout = layOut(records, options);
  const bytes = new Uint8Array(layout.sizeBytes);
  writeRecords(bytes, records, { base: layout.baseTimestamp, ...options });
  writeHeader(bytes, layout, { ...options, recordCount: records.length });
  return bytes;
}

function layOut(records: readonly ProducerRecord[], options: EncodeOptions): Layout {
  const { now, logAppendTime } = options;
  const baseTimestamp = logAppendTime ?? records[0]!.timestamp ?? now;
  let maxTimestamp = baseTimestamp;
  let sizeBytes: number = field.records;
  for (let index = 0; index < records.length; index++) {
    const record = records[index]!;
    const timestamp = logAppendTime ?? record.timestamp ?? now;
    if (!Number.isSafeInteger(timestamp)) {
      throw new KafkaError('INVALID_TIMESTAMP', 'a timestamp is a whole number of milliseconds', {
        index,
        timestamp,
      });
    }
    if (timestamp > maxTimestamp) maxTimestamp = timestamp;
    const bodyBytes = sizeOfBody(record, index, exactDifference(timestamp, baseTimestamp));
    sizeBytes += sizeOfVarint(bodyBytes) + bodyBytes;
  }
  if (sizeBytes > MAX_BATCH_BYTES) {
    throw new KafkaError('RECORD_LIST_TOO_LARGE', 'a record batch has at most 2 GiB', { sizeBytes });
  }
  return { sizeBytes, baseTimestamp, maxTimestamp };
}

/** The bytes of a record after its length: attributes, deltas, key, value, headers. */
function sizeOfBody(record: ProducerRecord, offsetDelta: number, timestampDelta: number | bigint): number {
  const headers = record.headers;
  return (
    1 +
    sizeOfVarlong(timestampDelta) +
    sizeOfVarint(offsetDelta) +
    sizeOfNullable(record.key) +
    sizeOfNullable(record.value) +
    (headers === undefined || headers.length === 0 ? 1 : sizeOfHeaders(headers))
  );
}

function sizeOfNullable(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length;
}

function sizeOfHeaders(headers: readonly Header[]): number {
  let size = sizeOfVarint(headers.length);
  for (const header of headers) {
    const keyBytes = utf8Length(header.key);
    size += sizeOfVarint(keyBytes) + keyBytes + sizeOfNullable(header.value);
  }
  return size;
}

interface Times {
  readonly base: number;
  readonly now: number;
  readonly logAppendTime?: number;
}

function writeRecords(target: Uint8Array, records: readonly ProducerRecord[], times: Times): void {
  const { base, now, logAppendTime } = times;
  let position: number = field.records;
  for (let index = 0; index < records.length; index++) {
    const record = records[index]!;
    const timestampDelta = exactDifference(logAppendTime ?? record.timestamp ?? now, base);
    position = writeVarint(target, position, sizeOfBody(record, index, timestampDelta));
    target[position++] = 0;
    position = writeVarlong(target, position, timestampDelta);
    position = writeVarint(target, position, index);
    position = writeNullable(target, position, record.key);
    position = writeNullable(target, position, record.value);
    const headers = record.headers;
    if (headers === undefined || headers.length === 0) target[position++] = 0;
    else position = writeHeaders(target, position, headers);
  }
  invariant(position === target.length, 'records change while they are encoded');
}

function writeNullable(target: Uint8Array, position: number, bytes: Uint8Array | null): number {
  if (bytes === null) return writeVarint(target, position, -1);
  const length = bytes.length;
  const start = writeVarint(target, position, length);
  if (length < COPY_BY_LOOP_BYTES) for (let at = 0; at < length; at++) target[start + at] = bytes[at]!;
  else target.set(bytes, start);
  return start + length;
}

function writeHeaders(target: Uint8Array, start: number, headers: readonly Header[]): number {
  let position = writeVarint(target, start, headers.length);
  for (const header of headers) {
    position = writeVarint(target, position, utf8Length(header.key));
    position = writeUtf8(target, position, header.key);
    position = writeNullable(target, position, header.value);
  }
  return position;
}

function writeHeader(
  bytes: Uint8Array,
  layout: Layout,
  options: EncodeOptions & { recordCount: number },
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  writeInt64(view, field.baseOffset, options.baseOffset ?? 0);
  view.setInt32(field.batchLength, bytes.length - BYTES_BEFORE_LENGTH_ENDS);
  view.setInt32(field.partitionLeaderEpoch, -1);
  view.setInt8(field.magic, 2);
  view.setInt16(field.attributes, options.logAppendTime === undefined ? 0 : LOG_APPEND_TIME_BIT);
  view.setInt32(field.lastOffsetDelta, options.recordCount - 1);
  writeInt64(view, field.baseTimestamp, layout.baseTimestamp);
  writeInt64(view, field.maxTimestamp, layout.maxTimestamp);
  writeInt64(view, field.producerId, options.producerId ?? -1);
  view.setInt16(field.producerEpoch, options.producerEpoch ?? -1);
  view.setInt32(field.baseSequence, options.baseSequence ?? -1);
  view.setInt32(field.recordCount, options.recordCount);
  view.setUint32(field.crc, crc32c(bytes.subarray(field.attributes)));
}
