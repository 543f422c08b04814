// Content types of REST Proxy v2: which embedded format a request's body has and an answer shall have.
import { covers, parseAccept, parseMediaType } from '../http/media-type.ts';
import { plainError } from '../http/rest-error.ts';

export const V2_JSON = 'application/vnd.kafka.v2+json';
export const V2_BINARY_RECORDS = 'application/vnd.kafka.binary.v2+json';
export const V2_JSON_RECORDS = 'application/vnd.kafka.json.v2+json';
const JSON_TYPE = 'application/json';

/** What keys and values are, inside of records. */
export type EmbeddedFormat = 'binary' | 'json';

const VENDOR = /^application\/vnd\.kafka(?:\.([a-z]+))?(?:\.v[12])?\+json$/;
const GENERAL = new Set([JSON_TYPE, 'application/octet-stream']);

function formatOf(name: string): EmbeddedFormat | undefined {
  const match = VENDOR.exec(name);
  if (match === null) return undefined;
  const format = match[1] ?? 'binary';
  return format === 'binary' || format === 'json' ? format : undefined;
}

/** The embedded format of a produce request: binary where the type names none. Throws 415. */
export function requestFormat(contentType: string | undefined): EmbeddedFormat {
  // What nearly every producer sends, without a parse.
  if (contentType === V2_JSON_RECORDS) return 'json';
  if (contentType === V2_BINARY_RECORDS) return 'binary';
  const type = parseMediaType(contentType);
  if (type === undefined) return 'json';
  const format = GENERAL.has(type.name) ? 'binary' : formatOf(type.name);
  const isUtf8 = type.charset === undefined || type.charset === 'utf-8' || type.charset === 'utf8';
  if (format === undefined || !isUtf8) {
    throw plainError(
      415,
      `records are sent as ${V2_JSON_RECORDS} (keys and values are JSON) or ${V2_BINARY_RECORDS} (base64), in UTF-8`,
    );
  }
  return format;
}

/** Why keys and values must be base64, where the type of a binary request does not say so by itself. */
export function base64Hint(contentType: string | undefined): string | undefined {
  const name = parseMediaType(contentType)?.name;
  if (name === undefined || name === V2_BINARY_RECORDS) return undefined;
  return `Content-Type ${name} means the binary format; send ${V2_JSON_RECORDS} for JSON values`;
}

/** The type in which everything but records is answered. Throws 406. */
export function answerType(accept: string | undefined): string {
  if (accept === undefined || accept === '*/*' || accept === V2_JSON) return V2_JSON;
  for (const type of parseAccept(accept)) {
    if (VENDOR.test(type) || covers(type, V2_JSON)) return V2_JSON;
    if (covers(type, JSON_TYPE)) return JSON_TYPE;
  }
  throw plainError(406, `this answer is ${V2_JSON} or ${JSON_TYPE}`);
}

export interface RecordsType {
  readonly format: EmbeddedFormat;
  readonly contentType: string;
}

/** The embedded format in which records are answered, and the type to say so. Throws 406. */
export function recordsType(accept: string | undefined): RecordsType {
  for (const type of parseAccept(accept)) {
    const format = formatOf(type);
    if (format !== undefined) return { format, contentType: type };
    if (type === JSON_TYPE) return { format: 'binary', contentType: type };
    if (covers(type, V2_JSON)) return { format: 'binary', contentType: V2_BINARY_RECORDS };
  }
  throw plainError(406, `records are answered as ${V2_BINARY_RECORDS} or ${V2_JSON_RECORDS}`);
}
