// The parts of a record's JSON that all dialects share, written byte by byte.
import type { Header } from '@weir/protocol';
import type { ByteWriter } from '../http/byte-writer.ts';

/** Text around many tiny records takes far more than the records: this bounds what one answer takes of memory. */
export const ANSWER_MAX_BYTES = 8 * 1024 * 1024;

const QUOTE = Buffer.from('"');
const NULL = Buffer.from('null');
const NO_HEADERS = Buffer.from('[]');
const CLOSE_HEADER = Buffer.from('}');
const CLOSE = Buffer.from(']');

export function writeBase64(writer: ByteWriter, datum: Uint8Array): void {
  writer.bytes(QUOTE);
  writer.base64(datum);
  writer.bytes(QUOTE);
}

/** `nameField` is what the dialect calls a header's key. */
export function writeHeaders(
  writer: ByteWriter,
  headers: readonly Header[],
  nameField: 'key' | 'name',
): void {
  if (headers.length === 0) {
    writer.bytes(NO_HEADERS);
    return;
  }
  headers.forEach(({ key, value }, index) => {
    const opening = `${index === 0 ? '[' : ','}{"${nameField}":${JSON.stringify(key)},"value":`;
    writer.bytes(Buffer.from(opening));
    if (value === null) writer.bytes(NULL);
    else writeBase64(writer, value);
    writer.bytes(CLOSE_HEADER);
  });
  writer.bytes(CLOSE);
}
