// Reports on produced records, byte by byte: of a report only four numbers and a time are new, and JSON.stringify would cost more
// than the rest of the record.
import { KafkaError } from '@weir/protocol';
import { JsonFault } from '../embedded-json/json-fault.ts';
import { ByteWriter } from '../http/byte-writer.ts';
import { errorAnswer } from '../http/error-answer.ts';
import { RestError } from '../http/rest-error.ts';
import type { StoredRecord } from '../records/append-records.ts';
import type { DatumType, ProduceRecord } from './produce-record.ts';
import type { Outcome } from './record-appender.ts';

/** Of a report with value; more is made where it is needed. */
const REPORT_BYTES = 256;

type DatumName = 'key' | 'value';

const CLOSE_BRACE = Buffer.from('}');
const BETWEEN = Buffer.from('\n');
const NOTHING = Buffer.alloc(0);

function datumStarts(name: DatumName): Readonly<Record<DatumType, Buffer>> {
  const start = (type: DatumType) => Buffer.from(`,"${name}":{"type":"${type}","size":`);
  return { BINARY: start('BINARY'), STRING: start('STRING'), JSON: start('JSON') };
}

const starts = { key: datumStarts('key'), value: datumStarts('value') };

export interface ReportedTopic {
  readonly clusterId: string;
  readonly topic: string;
}

/** The reports of one answer. What records have in common is made once. */
export class ReportWriter {
  readonly #writer: ByteWriter;
  readonly #topic: string;
  /** Of a report, up to its offset, by partition. */
  readonly #places = new Map<number, Buffer>();
  #timestampMs = Number.NaN;
  #timestamp: Buffer = NOTHING;

  constructor({ clusterId, topic }: ReportedTopic, records: number) {
    this.#writer = new ByteWriter(REPORT_BYTES * records);
    this.#topic = `"cluster_id":${JSON.stringify(clusterId)},"topic_name":${JSON.stringify(topic)}`;
  }

  /** A report of a stream. */
  report(record: ProduceRecord, outcome: Outcome): void {
    if ('error' in outcome) {
      this.error(outcome.error);
      return;
    }
    this.#success('{"error_code":200', record, outcome);
    this.#writer.bytes(BETWEEN);
  }

  /** What stands in a stream in place of a report. */
  error(error: unknown): void {
    const { errorCode, message } = inStreamError(error);
    this.text(JSON.stringify({ error_code: errorCode, message }));
    this.#writer.bytes(BETWEEN);
  }

  /** A success of a batch. */
  success(record: ProduceRecord, outcome: StoredRecord): void {
    this.text(`{"id":${JSON.stringify(record.id)}`);
    this.#success('', record, outcome);
  }

  text(text: string): void {
    this.#writer.bytes(Buffer.from(text));
  }

  finish(): Buffer {
    return this.#writer.finish();
  }

  /** `opening` is the same at every call. */
  #success(
    opening: string,
    { record, keyType, valueType }: ProduceRecord,
    { partition, offset, timestamp }: StoredRecord,
  ): void {
    const writer = this.#writer;
    let place = this.#places.get(partition);
    if (place === undefined) {
      place = Buffer.from(`${opening},${this.#topic},"partition_id":${partition},"offset":`);
      this.#places.set(partition, place);
    }
    if (timestamp !== this.#timestampMs) {
      this.#timestampMs = timestamp;
      this.#timestamp = Buffer.from(`,"timestamp":"${new Date(timestamp).toISOString()}"`);
    }
    writer.bytes(place);
    writer.integer(offset);
    writer.bytes(this.#timestamp);
    if (keyType !== undefined) this.#datum(starts.key[keyType], record.key);
    if (valueType !== undefined) this.#datum(starts.value[valueType], record.value);
    writer.bytes(CLOSE_BRACE);
  }

  #datum(start: Buffer, bytes: Uint8Array | null): void {
    this.#writer.bytes(start);
    this.#writer.integer(bytes?.length ?? 0);
    this.#writer.bytes(CLOSE_BRACE);
  }
}

/** What a record's error says to its sender. Throws again what is nobody's but our own. */
export function inStreamError(error: unknown): RestError {
  if (error instanceof JsonFault)
    return new RestError(400, `Bad Request: ${error.reason} at byte ${error.position} of the record`);
  if (error instanceof RestError || error instanceof KafkaError)
    return errorAnswer(error, { url: '/v3', accept: undefined }).error;
  throw error;
}
