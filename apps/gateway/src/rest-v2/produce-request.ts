// The body of a v2 produce request, read in one pass over its bytes: JSON keys and values are kept as the request's own
// tokens, as views of the body wherever they hold no white space. schemas.ts describes the same body for people.
import { isUtf8 } from 'node:buffer';
import type { Header, ProducerRecord } from '@weir/protocol';
import { decodedSize } from '../embedded-json/base64.ts';
import { Base64Fault, JsonFault } from '../embedded-json/json-fault.ts';
import { JsonReader } from '../embedded-json/json-reader.ts';
import { plainError, RestError } from '../http/rest-error.ts';
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

const INT32_MAX = 0x7fffffff;
const QUOTE = 0x22;
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

function invalid(message: string): RestError {
  return new RestError(422, message);
}

/** In the order in which they are likely. */
const fields = ['value', 'key', 'timestamp', 'partition', 'headers', 'records'];

class ProduceReader {
  readonly #reader: JsonReader;
  readonly #options: ProduceOptions;
  readonly #records: ProducerRecord[] = [];
  readonly #partitions: number[] = [];
  readonly #seen = new Set<string>();

  constructor(body: Uint8Array, options: ProduceOptions) {
    const base64Bytes = options.format === 'binary' ? decodedSize(body.length) : 0;
    this.#options = options;
    const { depthMax } = options;
    this.#reader = new JsonReader(body, { fields, base64Bytes, depthMax });
  }

  read(): ProduceRequest {
    const { scanner } = this.#reader;
    scanner.skipSpace();
    if (!this.#reader.skipNull()) this.#reader.readMembers((field) => this.#readField(field));
    if (scanner.skipSpace() !== undefined) scanner.fault('something follows the JSON document');
    if (this.#records.length === 0) throw invalid('"records" must hold at least one record');
    return { records: this.#records, partitions: this.#partitions };
  }

  #readField(field: string): boolean {
    if (this.#seen.has(field)) return false;
    this.#seen.add(field);
    if (field === 'records') {
      if (!this.#reader.skipNull()) this.#reader.readElements('records', () => this.#readRecord());
      return true;
    }
    if (!schemaFields.has(field)) return false;
    this.#reader.scanner.skipValue();
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
    this.#reader.readMembers((field) => {
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
    const reader = this.#reader;
    if (reader.skipNull()) return null;
    if (this.#options.format === 'json') return reader.token();
    const { position } = reader.scanner;
    if (reader.bytes[position] === QUOTE) return reader.base64(field);
    throw new Base64Fault(`${field} must be a string of base64`, position);
  }

  /** −1 for null. */
  #readInteger(field: string, max: number): number {
    if (this.#reader.skipNull()) return -1;
    const number = this.#reader.integer(field, max);
    if (number < 0) throw invalid(`${field} must not be negative`);
    return number;
  }

  #readHeaders(): Header[] {
    const reader = this.#reader;
    const headers: Header[] = [];
    if (reader.skipNull()) return headers;
    reader.readElements('headers', () => {
      if (headers.length === this.#options.headersMax)
        throw invalid(`a record has at most ${headers.length} headers (WEIR_RECORD_HEADERS_MAX)`);
      let key: string | undefined;
      let value: Uint8Array | null | undefined;
      reader.readMembers((field) => {
        if (field === 'key' && key === undefined) key = reader.text('the key of a header');
        else if (field === 'value' && value === undefined) {
          value = reader.skipNull() ? null : reader.base64('the value of a header');
        } else return false;
        return true;
      });
      if (key === undefined) throw invalid('a header needs a "key"');
      headers.push({ key, value: value ?? null });
    });
    return headers;
  }
}
