// A record of REST Proxy v3, read in one pass over its bytes: JSON keys and values are kept as the request's own tokens.
// schemas.ts describes the same record for people.
import type { Header, ProducerRecord } from '@weir/protocol';
import type { Span } from '../embedded-json/base64.ts';
import { isText, textOf } from '../embedded-json/json-reader.ts';
import type { JsonReader } from '../embedded-json/json-reader.ts';
import { withoutWhitespace } from '../embedded-json/scanner.ts';
import { RestError } from '../http/rest-error.ts';
import { partitionNotFound } from './errors.ts';

/** How key and value are written in the request. */
export type DatumType = 'BINARY' | 'STRING' | 'JSON';

export interface ProduceRecord {
  /** Of an entry of a batch. */
  readonly id: string | undefined;
  readonly record: ProducerRecord;
  /** −1 where the record names none. */
  readonly partition: number;
  /** Undefined where no key was sent, as below for the value. */
  readonly keyType: DatumType | undefined;
  readonly valueType: DatumType | undefined;
  /** Its JSON text in the request, for whoever must know it again. */
  readonly text: Uint8Array | undefined;
}

/** In the order in which they are likely. */
export const recordFields = [
  'value',
  'type',
  'data',
  'key',
  'partition_id',
  'headers',
  'timestamp',
  'name',
  'id',
];

const INT32_MAX = 0x7fffffff;
const NULL_FIRST = 0x6e;
const datumTypes: readonly DatumType[] = ['JSON', 'STRING', 'BINARY'];
const schemaTypes = new Set(['AVRO', 'JSONSCHEMA', 'PROTOBUF']);
const schemaFields = new Set(['subject', 'subject_name_strategy', 'schema_id', 'schema_version', 'schema']);
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

export interface RecordReaderOptions {
  /** Most headers of a record. */
  readonly headersMax: number;
  /** For fingerprints. */
  readonly keepsText: boolean;
  /** Entries of a batch have one. */
  readonly hasId: boolean;
  /** Reads the value of a field that is not the record's own; answers false for one that does not belong here. */
  readonly readOther?: (field: string) => boolean;
}

/** Reads one record after the other; its fields are what is known of the one at hand. */
export class RecordReader {
  readonly #reader: JsonReader;
  readonly #options: RecordReaderOptions;
  #id: string | undefined;
  /** Undefined until the field comes, as below. */
  #key: Uint8Array | null | undefined;
  #keyType: DatumType | undefined;
  #value: Uint8Array | null | undefined;
  #valueType: DatumType | undefined;
  #partition: number | undefined;
  #timestamp: number | null | undefined;
  #headers: Header[] | undefined;
  #type: DatumType | undefined;
  #dataStart = -1;
  #dataEnd = -1;
  #dataHasWhitespace = false;

  constructor(reader: JsonReader, options: RecordReaderOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  /** The record at the reader's position. Throws JsonFault and RestError. */
  read(): ProduceRecord {
    const { scanner } = this.#reader;
    const start = scanner.position;
    this.#forget();
    this.#reader.readMembers(this.#readMember);
    const headers = this.#headers;
    return {
      id: this.#id,
      record: {
        key: this.#key ?? null,
        value: this.#value ?? null,
        headers: headers === undefined || headers.length === 0 ? undefined : headers,
        timestamp: this.#timestamp ?? undefined,
      },
      partition: this.#partition ?? -1,
      keyType: this.#keyType,
      valueType: this.#valueType,
      text: this.#options.keepsText ? scanner.bytes.subarray(start, scanner.position) : undefined,
    };
  }

  #forget(): void {
    this.#id = undefined;
    this.#key = undefined;
    this.#keyType = undefined;
    this.#value = undefined;
    this.#valueType = undefined;
    this.#partition = undefined;
    this.#timestamp = undefined;
    this.#headers = undefined;
  }

  readonly #readMember = (field: string): boolean => {
    if (field === 'value' && this.#value === undefined) {
      this.#value = this.#readDatum();
      this.#valueType = this.#type;
    } else if (field === 'key' && this.#key === undefined) {
      this.#key = this.#readDatum();
      this.#keyType = this.#type;
    } else if (field === 'partition_id' && this.#partition === undefined)
      this.#partition = this.#readPartition();
    else if (field === 'timestamp' && this.#timestamp === undefined) this.#timestamp = this.#readTimestamp();
    else if (field === 'headers' && this.#headers === undefined) this.#headers = this.#readHeaders();
    else if (field === 'id' && this.#options.hasId && this.#id === undefined)
      this.#id = this.#reader.text('id');
    else return this.#options.readOther?.(field) ?? false;
    return true;
  };

  /** Leaves the type in `#type`: undefined where null stands in place of a datum. */
  #readDatum(): Uint8Array | null {
    const reader = this.#reader;
    this.#type = undefined;
    this.#dataStart = -1;
    if (reader.skipNull()) return null;
    reader.readMembers(this.#readDatumMember);
    const type = (this.#type ??= 'JSON');
    // The type may stand behind the data, so that only now it is known what they are.
    const start = this.#dataStart;
    if (start === -1 || reader.bytes[start] === NULL_FIRST) return null;
    if (type === 'JSON') {
      const token = reader.bytes.subarray(start, this.#dataEnd);
      return this.#dataHasWhitespace ? withoutWhitespace(token) : token;
    }
    const { scanner } = reader;
    const end = scanner.position;
    scanner.position = start;
    const bytes = type === 'BINARY' ? reader.base64('BINARY data') : bytesOf(reader.string('STRING data'));
    scanner.position = end;
    return bytes;
  }

  readonly #readDatumMember = (field: string): boolean => {
    const { scanner } = this.#reader;
    if (field === 'data' && this.#dataStart === -1) {
      this.#dataStart = scanner.position;
      scanner.skipValue();
      this.#dataEnd = scanner.position;
      this.#dataHasWhitespace = scanner.hasWhitespace;
    } else if (field === 'type' && this.#type === undefined) this.#type = this.#readType();
    else if (schemaFields.has(field)) this.#refuseSchema(field);
    else return false;
    return true;
  };

  #readType(): DatumType | undefined {
    const reader = this.#reader;
    if (reader.skipNull()) return undefined;
    const { position } = reader.scanner;
    const name = reader.string('type');
    for (const type of datumTypes) if (isText(type, name)) return type;
    const text = textOf(name);
    return reader.scanner.fault(
      schemaTypes.has(text)
        ? `${text} needs a schema registry, and there is none yet: type is one of ${datumTypes.join(', ')}`
        : `type is one of ${datumTypes.join(', ')}, not ${JSON.stringify(text)}`,
      position,
    );
  }

  #refuseSchema(field: string): void {
    const { scanner } = this.#reader;
    const { position } = scanner;
    if (!this.#reader.skipNull())
      scanner.fault(`there is no schema registry yet that ${field} could name a schema of`, position);
  }

  #readPartition(): number {
    if (this.#reader.skipNull()) return -1;
    const partition = this.#reader.integer('partition_id', INT32_MAX);
    if (partition >= 0) return partition;
    const { status, errorCode } = partitionNotFound;
    throw new RestError(status, `Partition not found. A partition_id is 0 or more, not ${partition}`, {
      errorCode,
    });
  }

  /** Epoch milliseconds. */
  #readTimestamp(): number | null {
    const reader = this.#reader;
    if (reader.skipNull()) return null;
    const { position } = reader.scanner;
    const text = reader.text('timestamp').toUpperCase();
    const milliseconds = RFC_3339.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(milliseconds)) return milliseconds;
    return reader.scanner.fault('timestamp must be RFC 3339, such as 2026-01-31T23:59:59.999Z', position);
  }

  #readHeaders(): Header[] {
    const reader = this.#reader;
    const headers: Header[] = [];
    if (reader.skipNull()) return headers;
    reader.readElements('headers', () => {
      const { position } = reader.scanner;
      const { headersMax } = this.#options;
      if (headers.length === headersMax)
        throw new RestError(422, `a record has at most ${headersMax} headers (WEIR_RECORD_HEADERS_MAX)`);
      let name: string | undefined;
      let value: Uint8Array | null | undefined;
      reader.readMembers((field) => {
        if (field === 'name' && name === undefined) name = reader.text('the name of a header');
        else if (field === 'value' && value === undefined)
          value = reader.skipNull() ? null : reader.base64('the value of a header');
        else return false;
        return true;
      });
      if (name === undefined) return reader.scanner.fault('a header needs a "name"', position);
      headers.push({ key: name, value: value ?? null });
    });
    return headers;
  }
}

function bytesOf({ text, start, end }: Span): Uint8Array {
  return text.subarray(start, end);
}

/** Date.parse takes February 30 for a day in March. */
function isDay(date: string): boolean {
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(date);
}
