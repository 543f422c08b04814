// The body of a v2 produce request, read in one pass over its bytes: JSON keys and values are kept as the request's own
// tokens, as views of the body wherever they hold no white space. schemas.ts describes the same body for people.
import { isUtf8 } from 'node:buffer';
import type { Header, ProducerRecord } from '@weir/protocol';
import { JsonFault } from '../embedded-json/json-fault.ts';
import { JsonScanner, withoutWhitespace } from '../embedded-json/scanner.ts';
import { plainError, RestError } from '../http/rest-error.ts';
import { decodeBase64, decodedSize } from './base64.ts';
import type { Span } from './base64.ts';
import type { EmbeddedFormat } from './media-types.ts';

export interface ProduceRequest {
  readonly records: readonly ProducerRecord[];
  /** Per record the partition that it names itself; −1 where it names none. */
  readonly partitions: readonly number[];
}

export interface ProduceOptions {
  readonly format: EmbeddedFormat;
  readonly recordsMax: number;
  /** Of one record. */
  readonly headersMax: number;
  readonly depthMax: number;
  /** Added to what is said of keys and values that are not base64. */
  readonly base64Hint?: string | undefined;
}

const NOTHING = new Uint8Array(0);
const INT32_MAX = 0x7fffffff;
const QUOTE = 0x22;
const MINUS = 0x2d;
const NULL_FIRST = 0x6e;
/** Of schema formats; clients send them with other formats too, where they mean nothing. */
const schemaFields = new Set(['key_schema', 'key_schema_id', 'value_schema', 'value_schema_id']);

/** Throws RestError: 400 for what is not the JSON expected, 422 where nothing or nothing legal is in it. */
export function readProduceRequest(body: Uint8Array | undefined, options: ProduceOptions): ProduceRequest {
  if (body === undefined || body.length === 0)
    throw invalid('the request body is empty; records are required');
  if (!isUtf8(body)) throw plainError(400, 'the body is not UTF-8');
  try {
    return new ProduceReader(body, options).read();
  } catch (error) {
    if (error instanceof Base64Fault && options.base64Hint !== undefined)
      throw plainError(400, `${error.message}: ${options.base64Hint}`);
    if (error instanceof JsonFault) throw plainError(400, error.message);
    throw error;
  }
}

/** What was sent as key or value may be JSON whose sender did not know that base64 is due. */
class Base64Fault extends JsonFault {}

function invalid(message: string): RestError {
  return new RestError(422, message);
}

/** In the order in which they are likely. */
const knownFields = ['value', 'key', 'timestamp', 'partition', 'headers', 'records'];

function isField(field: string, { text, start, end }: Span): boolean {
  if (end - start !== field.length) return false;
  for (let i = 0; i < field.length; i++) if (text[start + i] !== field.charCodeAt(i)) return false;
  return true;
}

function textOf({ text, start, end }: Span): string {
  return Buffer.from(text.buffer, text.byteOffset + start, end - start).toString();
}

class ProduceReader {
  readonly #scanner: JsonScanner;
  readonly #body: Uint8Array;
  readonly #options: ProduceOptions;
  readonly #records: ProducerRecord[] = [];
  readonly #partitions: number[] = [];
  /** Where base64 is decoded to: one allocation for a request. */
  readonly #decoded: Uint8Array;
  #decodedEnd = 0;

  constructor(body: Uint8Array, options: ProduceOptions) {
    this.#body = body;
    this.#options = options;
    this.#scanner = new JsonScanner(body, options);
    this.#decoded = options.format === 'binary' ? new Uint8Array(decodedSize(body.length)) : NOTHING;
  }

  read(): ProduceRequest {
    const scanner = this.#scanner;
    const isNull = scanner.skipSpace() === NULL_FIRST;
    if (isNull) scanner.skipValue();
    else this.#readMembers((field) => this.#readField(field));
    if (scanner.skipSpace() !== undefined) scanner.fault('something follows the JSON document');
    if (this.#records.length === 0) throw invalid('"records" must hold at least one record');
    return { records: this.#records, partitions: this.#partitions };
  }

  /** Walks over an object; `readMember` reads the value and answers false for a field that does not belong here. */
  #readMembers(readMember: (field: string) => boolean): void {
    const scanner = this.#scanner;
    if (scanner.skipSpace() !== 0x7b) scanner.fault('expected an object');
    scanner.position++;
    if (scanner.skipSpace() === 0x7d) {
      scanner.position++;
      return;
    }
    for (;;) {
      if (scanner.skipSpace() !== QUOTE) scanner.fault('expected a field name in quotes');
      const start = scanner.position;
      const field = this.#fieldName();
      if (scanner.skipSpace() !== 0x3a) scanner.fault('expected ":"');
      scanner.position++;
      scanner.skipSpace();
      if (!readMember(field)) scanner.fault(`unknown or repeated field ${JSON.stringify(field)}`, start);
      const byte = scanner.skipSpace();
      scanner.position++;
      if (byte === 0x7d) return;
      if (byte !== 0x2c) scanner.fault('expected "," or "}"', scanner.position - 1);
    }
  }

  /** Walks over an array of any values. */
  #readElements(field: string, readElement: () => void): void {
    const scanner = this.#scanner;
    if (scanner.skipSpace() !== 0x5b) scanner.fault(`${field} must be an array`);
    scanner.position++;
    if (scanner.skipSpace() === 0x5d) {
      scanner.position++;
      return;
    }
    for (;;) {
      scanner.skipSpace();
      readElement();
      const byte = scanner.skipSpace();
      scanner.position++;
      if (byte === 0x5d) return;
      if (byte !== 0x2c) scanner.fault('expected "," or "]"', scanner.position - 1);
    }
  }

  readonly #seen = new Set<string>();

  #readField(field: string): boolean {
    if (this.#seen.has(field)) return false;
    this.#seen.add(field);
    if (field === 'records') {
      if (!this.#skipNull()) this.#readElements('records', () => this.#readRecord());
      return true;
    }
    if (!schemaFields.has(field)) return false;
    this.#scanner.skipValue();
    return true;
  }

  #readRecord(): void {
    if (this.#records.length === this.#options.recordsMax) {
      throw invalid(`a request holds at most ${this.#options.recordsMax} records`);
    }
    let key: Uint8Array | null | undefined;
    let value: Uint8Array | null | undefined;
    let partition: number | undefined;
    let timestamp: number | undefined;
    let headers: Header[] | undefined;
    this.#readMembers((field) => {
      if (field === 'value' && value === undefined) value = this.#readDatum(field);
      else if (field === 'key' && key === undefined) key = this.#readDatum(field);
      else if (field === 'partition' && partition === undefined)
        partition = this.#readInteger(field, INT32_MAX);
      else if (field === 'timestamp' && timestamp === undefined) {
        timestamp = this.#readInteger(field, Number.MAX_SAFE_INTEGER);
      } else if (field === 'headers' && headers === undefined) headers = this.#readHeaders();
      else return false;
      return true;
    });
    this.#partitions.push(partition ?? -1);
    this.#records.push({
      key: key ?? null,
      value: value ?? null,
      headers: headers?.length ? headers : undefined,
      timestamp: timestamp === -1 ? undefined : timestamp,
    });
  }

  #readDatum(field: string): Uint8Array | null {
    if (this.#skipNull()) return null;
    const scanner = this.#scanner;
    if (this.#options.format === 'binary') {
      if (this.#body[scanner.position] === QUOTE) return this.#readBase64(field);
      throw new Base64Fault(`${field} must be a string of base64`, scanner.position);
    }
    const start = scanner.position;
    scanner.skipValue();
    const token = this.#body.subarray(start, scanner.position);
    return scanner.hasWhitespace ? withoutWhitespace(token) : token;
  }

  #readBase64(field: string): Uint8Array {
    const text = this.#string(field);
    const size = decodedSize(text.end - text.start);
    const hasRoom = this.#decodedEnd + size <= this.#decoded.length;
    const target = hasRoom ? this.#decoded : new Uint8Array(size);
    const at = hasRoom ? this.#decodedEnd : 0;
    const length = decodeBase64(text, target, at);
    if (length < 0) throw new Base64Fault(`${field} is not base64`, this.#scanner.position);
    if (hasRoom) this.#decodedEnd += length;
    return target.subarray(at, at + length);
  }

  /** An integer as number or as string of digits, as clients of other proxies send it; −1 for null. */
  #readInteger(field: string, max: number): number {
    if (this.#skipNull()) return -1;
    const scanner = this.#scanner;
    const start = scanner.position;
    scanner.skipValue();
    const isString = this.#body[start] === QUOTE;
    let at = isString ? start + 1 : start;
    const end = isString ? scanner.position - 1 : scanner.position;
    const isNegative = this.#body[at] === MINUS;
    if (isNegative) at++;
    let number = at < end ? 0 : Number.NaN;
    for (; at < end; at++) {
      const digit = (this.#body[at] as number) - 0x30;
      number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN;
    }
    if (!(number <= max)) scanner.fault(`${field} must be an integer of at most ${max}`, start);
    if (isNegative && number > 0) throw invalid(`${field} must not be negative`);
    return number;
  }

  #readHeaders(): Header[] {
    const headers: Header[] = [];
    if (this.#skipNull()) return headers;
    this.#readElements('headers', () => {
      if (headers.length === this.#options.headersMax)
        throw invalid(`a record has at most ${headers.length} headers (WEIR_RECORD_HEADERS_MAX)`);
      let key: string | undefined;
      let value: Uint8Array | null | undefined;
      this.#readMembers((field) => {
        if (field === 'key' && key === undefined) key = this.#headerKey();
        else if (field === 'value' && value === undefined) {
          value = this.#skipNull() ? null : this.#readBase64('the value of a header');
        } else return false;
        return true;
      });
      if (key === undefined) throw invalid('a header needs a "key"');
      headers.push({ key, value: value ?? null });
    });
    return headers;
  }

  #headerKey(): string {
    return textOf(this.#string('the key of a header'));
  }

  #fieldName(): string {
    const name = this.#string('a field name');
    for (const field of knownFields) if (isField(field, name)) return field;
    return textOf(name);
  }

  /** A string: where its text lies, in the body or, where it has escapes, in bytes of its own. */
  #string(what: string): Span {
    const scanner = this.#scanner;
    if (this.#body[scanner.position] !== QUOTE) scanner.fault(`${what} must be a string`);
    const start = scanner.position;
    scanner.skipString();
    const end = scanner.position;
    if (!scanner.hasEscapes) return { text: this.#body, start: start + 1, end: end - 1 };
    const token = Buffer.from(this.#body.buffer, this.#body.byteOffset + start, end - start);
    const text = Buffer.from(JSON.parse(token.toString()) as string);
    return { text, start: 0, end: text.length };
  }

  #skipNull(): boolean {
    const scanner = this.#scanner;
    if (this.#body[scanner.position] !== NULL_FIRST) return false;
    scanner.skipValue();
    return true;
  }
}
