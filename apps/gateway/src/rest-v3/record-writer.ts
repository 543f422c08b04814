// A record as REST Proxy v3 answers it: key and value have the shape in which v3 takes them, `{"type", "data"}`, so that what
// is read can be sent back. Stored bytes are copied, never parsed.
import { isUtf8 } from 'node:buffer';
import type { RecordCursor } from '@weir/protocol';
import { JsonScanner, withoutWhitespace } from '../embedded-json/scanner.ts';
import type { ByteWriter } from '../http/byte-writer.ts';
import { RestError } from '../http/rest-error.ts';
import { writeBase64, writeHeaders } from '../records/record-text.ts';

/** `auto` takes the first of JSON, STRING and BINARY that the bytes are; the others take one and refuse what is not of it. */
export const recordFormats = ['auto', 'json', 'string', 'binary'] as const;

export type RecordFormat = (typeof recordFormats)[number];
type DatumType = 'JSON' | 'STRING' | 'BINARY';

const WRONG_FORMAT = 42205;
/** Later ones have no form in RFC 3339; earlier ones are Kafka's −1, no timestamp. */
const LAST_TIMESTAMP = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const PARTITION = Buffer.from('{"partition_id":');
const OFFSET = Buffer.from(',"offset":');
const TIMESTAMP = Buffer.from(',"timestamp":');
const HEADERS = Buffer.from(',"headers":');
const KEY = Buffer.from(',"key":');
const VALUE = Buffer.from(',"value":');
const NULL = Buffer.from('null');
const QUOTE = Buffer.from('"');
const CLOSE = Buffer.from('}');
const openings: Readonly<Record<DatumType, Buffer>> = {
  JSON: Buffer.from('{"type":"JSON","data":'),
  STRING: Buffer.from('{"type":"STRING","data":'),
  BINARY: Buffer.from('{"type":"BINARY","data":'),
};

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE_BYTE = 0x22;
const BACKSLASH = 0x5c;

export class RecordWriter {
  readonly #format: RecordFormat;
  readonly #scanner = new JsonScanner(new Uint8Array(0), { allowLoneSurrogates: true });
  #timestamp = Number.NaN;
  #timestampText = NULL;

  constructor(format: RecordFormat) {
    this.#format = format;
  }

  /** Writes one line, without an end of line. Throws 422/42205, with nothing written, for what is not of the format. */
  write(writer: ByteWriter, record: RecordCursor, partition: number): void {
    const key = record.key();
    const value = record.value();
    const keyType = this.#typeOf(key, () => `the key at offset ${record.offset} of partition ${partition}`);
    const valueType = this.#typeOf(
      value,
      () => `the value at offset ${record.offset} of partition ${partition}`,
    );
    writer.bytes(PARTITION);
    writer.integer(partition);
    writer.bytes(OFFSET);
    writer.integer(record.offset);
    writer.bytes(TIMESTAMP);
    writer.bytes(this.#textOf(record.timestamp));
    writer.bytes(HEADERS);
    writeHeaders(writer, record.headers(), 'name');
    writer.bytes(KEY);
    writeDatum(writer, key, keyType);
    writer.bytes(VALUE);
    writeDatum(writer, value, valueType);
    writer.bytes(CLOSE);
  }

  #typeOf(datum: Uint8Array | null, what: () => string): DatumType {
    if (datum === null || this.#format === 'binary') return 'BINARY';
    const isAny = this.#format === 'auto';
    const isText = isUtf8(datum);
    if (isText && this.#format !== 'string' && this.#scanner.isWholeText(datum)) return 'JSON';
    if (isText && this.#format !== 'json') return 'STRING';
    if (isAny) return 'BINARY';
    throw new RestError(
      422,
      `${what()} is not ${this.#format === 'json' ? 'JSON' : 'UTF-8'}; read it with format=auto or format=binary`,
      { errorCode: WRONG_FORMAT },
    );
  }

  /** Records of one batch often share it. */
  #textOf(timestamp: number): Buffer {
    if (timestamp !== this.#timestamp) {
      this.#timestamp = timestamp;
      const isShown = timestamp >= 0 && timestamp <= LAST_TIMESTAMP;
      this.#timestampText = isShown ? Buffer.from(`"${new Date(timestamp).toISOString()}"`) : NULL;
    }
    return this.#timestampText;
  }
}

function writeDatum(writer: ByteWriter, datum: Uint8Array | null, type: DatumType): void {
  if (datum === null) {
    writer.bytes(NULL);
    return;
  }
  writer.bytes(openings[type]);
  if (type === 'JSON') writer.bytes(onOneLine(datum));
  else if (type === 'STRING') writeString(writer, datum);
  else writeBase64(writer, datum);
  writer.bytes(CLOSE);
}

/** Ends of lines can stand between tokens only; in a stream they would end the record. */
function onOneLine(json: Uint8Array): Uint8Array {
  return json.includes(LINE_FEED) || json.includes(CARRIAGE_RETURN) ? withoutWhitespace(json) : json;
}

function writeString(writer: ByteWriter, text: Uint8Array): void {
  if (text.some(needsEscape)) {
    writer.bytes(
      Buffer.from(JSON.stringify(Buffer.from(text.buffer, text.byteOffset, text.length).toString())),
    );
    return;
  }
  writer.bytes(QUOTE);
  writer.bytes(text);
  writer.bytes(QUOTE);
}

function needsEscape(byte: number): boolean {
  return byte < 0x20 || byte === QUOTE_BYTE || byte === BACKSLASH;
}
