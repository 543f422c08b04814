// Walks over a JSON text whose shape is known, in one pass: objects and arrays member by member, strings and numbers where they
// lie. Only what must change its form (escapes, base64) is copied.
import { decodeBase64, decodedSize } from './base64.ts';
import type { Span } from './base64.ts';
import { Base64Fault } from './json-fault.ts';
import { JsonScanner, withoutWhitespace } from './scanner.ts';

const NOTHING = new Uint8Array(0);
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NULL_FIRST = 0x6e;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export interface JsonReaderOptions {
  /** In the order in which they are likely: their names are compared as bytes. Others become strings first. */
  readonly fields: readonly string[];
  /** Room for this many bytes of decoded base64 is made at once, in the first value that needs it. */
  readonly base64Bytes?: number;
  /** How deep values may nest. */
  readonly depthMax: number;
}

export class JsonReader {
  readonly scanner: JsonScanner;
  readonly #fields: readonly string[];
  readonly #decoded: Uint8Array;
  #decodedEnd = 0;

  constructor(bytes: Uint8Array, { fields, depthMax, base64Bytes = 0 }: JsonReaderOptions) {
    this.scanner = new JsonScanner(bytes, { depthMax });
    this.#fields = fields;
    this.#decoded = base64Bytes === 0 ? NOTHING : new Uint8Array(base64Bytes);
  }

  get bytes(): Uint8Array {
    return this.scanner.bytes;
  }

  /** Goes on in another text. */
  moveTo(bytes: Uint8Array, position: number): void {
    this.scanner.bytes = bytes;
    this.scanner.position = position;
  }

  /** Walks over an object; `readMember` reads the value and answers false for a field that does not belong here. */
  readMembers(readMember: (field: string) => boolean): void {
    const { scanner } = this;
    if (scanner.skipSpace() !== OPEN_BRACE) scanner.fault('expected an object');
    scanner.position++;
    if (scanner.skipSpace() === CLOSE_BRACE) {
      scanner.position++;
      return;
    }
    for (;;) {
      if (scanner.skipSpace() !== QUOTE) scanner.fault('expected a field name in quotes');
      const start = scanner.position;
      const field = this.#fieldName();
      if (scanner.skipSpace() !== COLON) scanner.fault('expected ":"');
      scanner.position++;
      scanner.skipSpace();
      if (!readMember(field)) scanner.fault(`unknown or repeated field ${JSON.stringify(field)}`, start);
      const byte = scanner.skipSpace();
      scanner.position++;
      if (byte === CLOSE_BRACE) return;
      if (byte !== COMMA) scanner.fault('expected "," or "}"', scanner.position - 1);
    }
  }

  /** Walks over an array of any values. */
  readElements(field: string, readElement: () => void): void {
    const { scanner } = this;
    if (scanner.skipSpace() !== OPEN_BRACKET) scanner.fault(`${field} must be an array`);
    scanner.position++;
    if (scanner.skipSpace() === CLOSE_BRACKET) {
      scanner.position++;
      return;
    }
    for (;;) {
      scanner.skipSpace();
      readElement();
      const byte = scanner.skipSpace();
      scanner.position++;
      if (byte === CLOSE_BRACKET) return;
      if (byte !== COMMA) scanner.fault('expected "," or "]"', scanner.position - 1);
    }
  }

  /** One value as its own tokens, without white space between them: a view of the text where it has none. */
  token(): Uint8Array {
    const { scanner } = this;
    const start = scanner.position;
    scanner.skipValue();
    const token = scanner.bytes.subarray(start, scanner.position);
    return scanner.hasWhitespace ? withoutWhitespace(token) : token;
  }

  /** Whether null stood here; then it is passed. */
  skipNull(): boolean {
    const { scanner } = this;
    if (scanner.bytes[scanner.position] !== NULL_FIRST) return false;
    scanner.skipValue();
    return true;
  }

  /** A whole number as number or as string of digits, as clients of other proxies send it. */
  integer(field: string, max: number): number {
    const { scanner } = this;
    const start = scanner.position;
    scanner.skipValue();
    const { bytes } = scanner;
    const isString = bytes[start] === QUOTE;
    let at = isString ? start + 1 : start;
    const end = isString ? scanner.position - 1 : scanner.position;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    let number = at < end ? 0 : Number.NaN;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - 0x30;
      number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN;
    }
    if (!(number <= max)) scanner.fault(`${field} must be an integer of at most ${max}`, start);
    return isNegative ? 0 - number : number;
  }

  /** A string: where its text lies, here or, where it has escapes, in bytes of its own. */
  string(what: string): Span {
    const { scanner } = this;
    const { bytes } = scanner;
    const start = scanner.position;
    if (bytes[start] !== QUOTE) scanner.fault(`${what} must be a string`);
    scanner.skipString();
    const end = scanner.position;
    if (!scanner.hasEscapes) return { text: bytes, start: start + 1, end: end - 1 };
    const text = Buffer.from(JSON.parse(textOf({ text: bytes, start, end })) as string);
    return { text, start: 0, end: text.length };
  }

  text(what: string): string {
    return textOf(this.string(what));
  }

  /** Throws Base64Fault. */
  base64(what: string): Uint8Array {
    const { scanner } = this;
    const start = scanner.position;
    const text = this.string(what);
    const size = decodedSize(text.end - text.start);
    const hasRoom = this.#decodedEnd + size <= this.#decoded.length;
    const target = hasRoom ? this.#decoded : new Uint8Array(size);
    const at = hasRoom ? this.#decodedEnd : 0;
    const length = decodeBase64(text, target, at);
    if (length < 0) throw new Base64Fault(`${what} is not base64`, start);
    if (hasRoom) this.#decodedEnd += length;
    return target.subarray(at, at + length);
  }

  #fieldName(): string {
    const { scanner } = this;
    const start = scanner.position + 1;
    for (const field of this.#fields) {
      const end = start + field.length;
      if (scanner.bytes[end] !== QUOTE || !isAt(field, scanner.bytes, start)) continue;
      scanner.position = end + 1;
      return field;
    }
    return textOf(this.string('a field name'));
  }
}

/** Of ASCII. */
export function isText(expected: string, { text, start, end }: Span): boolean {
  return end - start === expected.length && isAt(expected, text, start);
}

function isAt(expected: string, text: Uint8Array, start: number): boolean {
  for (let i = 0; i < expected.length; i++) if (text[start + i] !== expected.charCodeAt(i)) return false;
  return true;
}

export function textOf({ text, start, end }: Span): string {
  return Buffer.from(text.buffer, text.byteOffset + start, end - start).toString();
}
