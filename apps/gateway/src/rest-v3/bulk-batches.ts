// The bulk media type: RecordBatches v2 back to back, as the log keeps them. Checked whole before any of it is appended.
import { Batch, KafkaError, readRecordBatchHeader, verifyRecordBatch } from '@weir/protocol';
import type { GatewayConfig } from '../config.ts';
import { plainError, RestError } from '../http/rest-error.ts';

/** Throws 400 for what is no record batch, or none that a producer may send, 422 for too many records; UNSUPPORTED_COMPRESSION_TYPE. */
export function readBatches(
  body: Buffer,
  { recordsPerRequestMax: recordsMax }: Pick<GatewayConfig, 'recordsPerRequestMax'>,
): Batch[] {
  const batches: Batch[] = [];
  let records = 0;
  for (let at = 0; at < body.length;) {
    const rest = body.subarray(at);
    const bytes = rest.subarray(0, checked(() => readRecordBatchHeader(rest), at).sizeBytes);
    const header = checked(() => verifyRecordBatch(bytes), at);
    if (header.recordCount === 0) throw fault('a batch holds at least one record', at);
    if (header.isControl) throw fault('control batches are the broker’s own', at);
    if (header.isTransactional) throw fault('there are no transactions', at);
    records += header.recordCount;
    if (records > recordsMax) {
      const limit = `${recordsMax} records (WEIR_RECORDS_PER_REQUEST_MAX)`;
      throw new RestError(422, `a request holds at most ${limit}: send them in several`);
    }
    batches.push(Batch.fromBytes(bytes));
    at += bytes.length;
  }
  return batches;
}

function checked<T>(read: () => T, at: number): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof KafkaError && error.errorName === 'CORRUPT_MESSAGE') throw fault(error.message, at);
    throw error;
  }
}

function fault(message: string, at: number): Error {
  return plainError(400, `${message}, in the record batch that begins at byte ${at}`);
}
