// The body of a records:batch call, read in one pass, and its answer. A fault of the whole is answered at once; a fault of an
// entry is the entry's own.
import { isUtf8 } from 'node:buffer';
import type { GatewayConfig } from '../config.ts';
import { JsonFault } from '../embedded-json/json-fault.ts';
import { JsonReader } from '../embedded-json/json-reader.ts';
import { plainError, RestError } from '../http/rest-error.ts';
import type { Outcome } from './record-appender.ts';
import { BATCH_INVALID } from './errors.ts';
import { recordFields, RecordReader } from './produce-record.ts';
import type { ProduceRecord } from './produce-record.ts';
import { inStreamError, ReportWriter } from './reports.ts';
import type { ReportedTopic } from './reports.ts';

/** An entry that can be tried, or what is wrong with it. */
export type BatchEntry =
  { readonly id: string; readonly record: ProduceRecord } | { readonly id: string; readonly fault: unknown };

export type BatchLimits = Pick<GatewayConfig, 'jsonDepthMax' | 'recordHeadersMax' | 'produceBatchMaxEntries'>;

const ID_MAX_LENGTH = 80;

/** What a body holds beside entries of records. Both answer false for a field that does not belong there. */
export interface OtherFields {
  /** In the order in which they are likely. */
  readonly names: readonly string[];
  /** Of the body. */
  readonly read: (field: string, reader: JsonReader) => boolean;
  /** Of an entry, told by its place. */
  readonly readInEntry: (field: string, reader: JsonReader, place: number) => boolean;
}

/** Throws 422/42208 where the entries are not a batch, 400 for what is no JSON of this shape. */
export function readBatch(body: Buffer | undefined, limits: BatchLimits, others?: OtherFields): BatchEntry[] {
  if (body === undefined || body.length === 0)
    throw invalid('the request body is empty; entries are required');
  if (!isUtf8(body)) throw plainError(400, 'the body is not UTF-8');
  try {
    return new BatchReader(body, limits, others).read();
  } catch (error) {
    if (error instanceof JsonFault) throw plainError(400, error.message);
    throw error;
  }
}

/** `{"successes":[…],"failures":[…]}`, each in the order of the request. */
export function batchBody(
  entries: readonly BatchEntry[],
  outcomes: readonly Outcome[],
  topic: ReportedTopic,
): Buffer {
  const writer = new ReportWriter(topic, entries.length);
  const failures: object[] = [];
  let next = 0;
  let isFirst = true;
  writer.text('{"successes":[');
  for (const entry of entries) {
    const outcome = 'fault' in entry ? { error: entry.fault } : (outcomes[next++] as Outcome);
    if ('error' in outcome) {
      const { errorCode, message } = inStreamError(outcome.error);
      failures.push({ id: entry.id, error_code: errorCode, message });
    } else if ('record' in entry) {
      if (!isFirst) writer.text(',');
      isFirst = false;
      writer.success(entry.record, outcome);
    }
  }
  writer.text(`],"failures":${JSON.stringify(failures)}}`);
  return writer.finish();
}

function invalid(message: string): RestError {
  return new RestError(422, `Invalid batch: ${message}`, { errorCode: BATCH_INVALID });
}

class BatchReader {
  readonly #reader: JsonReader;
  readonly #records: RecordReader;
  readonly #entriesMax: number;
  readonly #entries: BatchEntry[] = [];
  readonly #ids = new Set<string>();
  readonly #others: OtherFields | undefined;
  #hasEntries = false;

  constructor(body: Buffer, limits: BatchLimits, others: OtherFields | undefined) {
    const { jsonDepthMax: depthMax, recordHeadersMax: headersMax, produceBatchMaxEntries } = limits;
    const fields = [...recordFields, 'entries', ...(others?.names ?? [])];
    this.#reader = new JsonReader(body, { fields, depthMax });
    this.#others = others;
    const readOther = (field: string): boolean =>
      others?.readInEntry(field, this.#reader, this.#entries.length) ?? false;
    this.#records = new RecordReader(this.#reader, { headersMax, keepsText: false, hasId: true, readOther });
    this.#entriesMax = produceBatchMaxEntries;
  }

  read(): BatchEntry[] {
    const { scanner } = this.#reader;
    scanner.skipSpace();
    if (!this.#reader.skipNull()) this.#reader.readMembers((field) => this.#readField(field));
    if (scanner.skipSpace() !== undefined) scanner.fault('something follows the JSON document');
    if (this.#entries.length === 0) throw invalid('"entries" must hold at least one entry');
    return this.#entries;
  }

  #readField(field: string): boolean {
    if (field !== 'entries') return this.#others?.read(field, this.#reader) ?? false;
    if (this.#hasEntries) return false;
    this.#hasEntries = true;
    if (!this.#reader.skipNull()) this.#reader.readElements('entries', () => this.#readEntry());
    return true;
  }

  #readEntry(): void {
    if (this.#entries.length === this.#entriesMax) {
      const limit = `produceBatchMaxEntries=${this.#entriesMax} (WEIR_PRODUCE_BATCH_MAX_ENTRIES)`;
      throw invalid(`a batch has at most ${limit} entries`);
    }
    const { scanner } = this.#reader;
    const start = scanner.position;
    try {
      const record = this.#records.read();
      this.#entries.push({ id: this.#checkedId(record.id), record });
    } catch (error) {
      if (error instanceof RestError && error.errorCode === BATCH_INVALID) throw error;
      scanner.position = start;
      scanner.skipValue();
      const text = Buffer.from(scanner.bytes.subarray(start, scanner.position)).toString();
      const { id } = Object(JSON.parse(text)) as { id?: unknown };
      const fault = error instanceof JsonFault ? new JsonFault(error.reason, error.position - start) : error;
      this.#entries.push({ id: this.#checkedId(id), fault });
    }
  }

  #checkedId(id: unknown): string {
    if (typeof id !== 'string' || id === '' || id.length > ID_MAX_LENGTH)
      throw invalid(`each entry has an "id", a string of 1 to ${ID_MAX_LENGTH} characters`);
    if (this.#ids.has(id)) throw invalid(`the id ${JSON.stringify(id)} is given twice`);
    this.#ids.add(id);
    return id;
  }
}
