// Records as REST Proxy v2 answers them: stored keys and values are copied into the answer as they are (JSON) or as
// base64 (binary). Nothing is parsed; JSON is only checked, since whoever produced binary may have stored anything.
import { isUtf8 } from 'node:buffer';
import type { SentRecords } from '@weir/broker';
import { forEachRecord } from '@weir/protocol';
import type { Batch, RecordCursor, TopicPartition } from '@weir/protocol';
import { JsonScanner } from '../embedded-json/scanner.ts';
import { ByteWriter } from '../http/byte-writer.ts';
import { RestError } from '../http/rest-error.ts';
import { ANSWER_MAX_BYTES, writeBase64, writeHeaders } from '../records/record-text.ts';
import { V2_BINARY_RECORDS } from './media-types.ts';
import type { EmbeddedFormat } from './media-types.ts';

const DATUM_IS_NOT_JSON = 42205;

const TIMESTAMP = Buffer.from(',"timestamp":');
const KEY = Buffer.from(',"key":');
const VALUE = Buffer.from(',"value":');
const HEADERS = Buffer.from(',"headers":');
const NULL = Buffer.from('null');
const COMMA = Buffer.from(',');
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');
const CLOSE_RECORD = Buffer.from('}');
/** Beside its opening, key and value: what stands between them, and two numbers of 16 digits. */
const TEXT_PER_RECORD_BYTES = 80;
const BASE64_RATIO = 4 / 3;
/** For the record that makes an answer full. */
const SPARE_BYTES = 16 * 1024;

export interface PageRequest extends TopicPartition {
  /** Records before it are left out: a batch may begin earlier. */
  readonly offset: number;
  /** Of keys and values together; the first record is given even where it alone is larger. */
  readonly maxBytes: number;
  readonly format: EmbeddedFormat;
}

export interface RecordPage {
  readonly text: Buffer;
  readonly sent: SentRecords;
}

/**
 * The JSON array of the records. A record whose key or value is not JSON, where JSON was asked for, ends the page before
 * it; as the first record it is an error (422), so that the caller learns of it where it can step over it.
 */
export function recordPage(batches: readonly Batch[], request: PageRequest): RecordPage {
  const page = new PageWriter(request, false, batches);
  page.write(batches);
  if (request.format === 'binary' || isUtf8(page.finish().text)) return page.finish();
  // Rare, so the culprit is looked for in a second pass.
  const checked = new PageWriter(request, true, batches);
  checked.write(batches);
  return checked.finish();
}

class PageWriter {
  readonly #request: PageRequest;
  readonly #checksUtf8: boolean;
  readonly #writer: ByteWriter;
  readonly #scanner = new JsonScanner(new Uint8Array(0), { allowLoneSurrogates: true });
  readonly #opening: Buffer;
  /** Of keys and values; headers are not what a page is bounded by. */
  #dataBytes = 0;
  #sent = { records: 0, bytes: 0 };
  #isFull = false;

  constructor(request: PageRequest, checksUtf8: boolean, batches: readonly Batch[]) {
    this.#request = request;
    this.#checksUtf8 = checksUtf8;
    const place = `{"topic":${JSON.stringify(request.topic)},"partition":${request.partition},"offset":`;
    this.#opening = Buffer.from(place);
    this.#writer = new ByteWriter(this.#expectedBytes(batches));
  }

  /** Without headers it is enough: growing would copy what is written. */
  #expectedBytes(batches: readonly Batch[]): number {
    const perRecord = this.#opening.length + TEXT_PER_RECORD_BYTES;
    const perByte = this.#request.format === 'json' ? 1 : BASE64_RATIO;
    const bytes = batches.reduce(
      (sum, batch) => sum + batch.bytes.length * perByte + batch.recordCount * perRecord,
      0,
    );
    return Math.ceil(Math.min(bytes, ANSWER_MAX_BYTES)) + SPARE_BYTES;
  }

  write(batches: readonly Batch[]): void {
    this.#writer.bytes(OPEN);
    for (const batch of batches) {
      if (this.#isFull) break;
      forEachRecord(batch.bytes, (record) => this.#add(record));
    }
    this.#writer.bytes(CLOSE);
  }

  finish(): RecordPage {
    return { text: this.#writer.finish(), sent: this.#sent };
  }

  #add(record: RecordCursor): void {
    if (this.#isFull || record.offset < this.#request.offset) return;
    const key = record.key();
    const value = record.value();
    const size = (key?.length ?? 0) + (value?.length ?? 0);
    const isFirst = this.#sent.records === 0;
    if (
      !isFirst &&
      (this.#dataBytes + size > this.#request.maxBytes || this.#writer.length > ANSWER_MAX_BYTES)
    ) {
      this.#isFull = true;
      return;
    }
    if (this.#request.format === 'json') {
      const wrong = this.#isJson(key) ? (this.#isJson(value) ? undefined : 'value') : 'key';
      if (wrong !== undefined) {
        if (isFirst) throw this.#notJson(wrong, record.offset);
        this.#isFull = true;
        return;
      }
    }
    this.#dataBytes += size;
    this.#sent.records++;
    this.#sent.bytes += record.dataBytes;
    if (!isFirst) this.#writer.bytes(COMMA);
    this.#writeRecord(record, key, value);
  }

  #writeRecord(record: RecordCursor, key: Uint8Array | null, value: Uint8Array | null): void {
    const writer = this.#writer;
    writer.bytes(this.#opening);
    writer.integer(record.offset);
    writer.bytes(TIMESTAMP);
    writer.integer(record.timestamp);
    writer.bytes(KEY);
    this.#writeDatum(key);
    writer.bytes(VALUE);
    this.#writeDatum(value);
    writer.bytes(HEADERS);
    writeHeaders(writer, record.headers(), 'key');
    writer.bytes(CLOSE_RECORD);
  }

  #writeDatum(datum: Uint8Array | null): void {
    if (datum === null) this.#writer.bytes(NULL);
    else if (this.#request.format === 'json') this.#writer.bytes(datum);
    else writeBase64(this.#writer, datum);
  }

  #isJson(datum: Uint8Array | null): boolean {
    if (datum === null) return true;
    return this.#scanner.isWholeText(datum) && (!this.#checksUtf8 || isUtf8(datum));
  }

  #notJson(part: 'key' | 'value', offset: number): RestError {
    const { topic, partition } = this.#request;
    return new RestError(
      422,
      `${part} deserialization error for format json: the ${part} at offset ${offset} of ${topic}-${partition} is not JSON; read it with Accept: ${V2_BINARY_RECORDS}`,
      { errorCode: DATUM_IS_NOT_JSON },
    );
  }
}
