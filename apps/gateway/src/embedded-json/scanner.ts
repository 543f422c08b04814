// A strict JSON scanner over bytes (RFC 8259): it says where a value ends and builds nothing, so that keys and values can
// be stored as the request's own tokens. It accepts what JSON.parse accepts, except what could not be read back
// everywhere: surrogates that stand alone in \u escapes, and nesting beyond a limit. UTF-8 is checked by the caller, in
// one native pass over the whole body.
import { JsonFault } from './json-fault.ts';

/** No text may nest deeper, whatever is set: what reads back what is stored takes all up to here. */
export const JSON_DEPTH_LIMIT = 1000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const LETTER_U = 0x75;

/** 1 for the bytes that a string can't simply step over: its quote, the backslash and control characters. */
const stopsString = new Uint8Array(256);
stopsString.fill(1, 0, 0x20);
stopsString[QUOTE] = 1;
stopsString[BACKSLASH] = 1;

const isEscape = new Uint8Array(256);
for (const letter of '"\\/bfnrt') isEscape[letter.charCodeAt(0)] = 1;

/** What is open around the value that is being skipped. One for all scanners: none is left in the middle of a value. */
const containers = new Uint8Array(JSON_DEPTH_LIMIT);
const IS_OBJECT = 1;
const IS_ARRAY = 0;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

export interface ScannerOptions {
  /** Stored values may hold them (binary producers check nothing) and are then still JSON; requests may not. */
  readonly allowLoneSurrogates?: boolean;
  readonly depthMax?: number;
}

/** One pass over one text. Every method leaves `position` behind what it read, or throws JsonFault. */
export class JsonScanner {
  bytes: Uint8Array;
  position = 0;
  /** Whether the value skipped last holds white space between its tokens. */
  hasWhitespace = false;
  /** Whether the string skipped last holds escapes. */
  hasEscapes = false;
  readonly #allowLoneSurrogates: boolean;
  readonly #depthMax: number;

  constructor(bytes: Uint8Array, options: ScannerOptions = {}) {
    this.bytes = bytes;
    this.#allowLoneSurrogates = options.allowLoneSurrogates ?? false;
    this.#depthMax = options.depthMax ?? JSON_DEPTH_LIMIT;
  }

  /** Whether the bytes, all of them, are one JSON value. Begins anew with them. */
  isWholeText(bytes: Uint8Array): boolean {
    this.bytes = bytes;
    this.position = 0;
    try {
      this.skipSpace();
      this.skipValue();
      return this.skipSpace() === undefined;
    } catch (error) {
      if (error instanceof JsonFault) return false;
      throw error;
    }
  }

  /** Steps over white space; answers the byte that follows, undefined at the end. */
  skipSpace(): number | undefined {
    const bytes = this.bytes;
    let byte = bytes[this.position];
    while (byte !== undefined && byte <= 0x20 && isSpace(byte)) byte = bytes[++this.position];
    return byte;
  }

  /** Steps over one string that begins at `position`. */
  skipString(): void {
    const bytes = this.bytes;
    let at = this.position + 1;
    this.hasEscapes = false;
    for (;;) {
      while (stopsString[bytes[at] as number] === 0) at++;
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.position = at + 1;
        return;
      }
      if (byte !== BACKSLASH) this.#unfinishedString(at);
      at = this.#skipEscape(at);
      this.hasEscapes = true;
    }
  }

  /** Steps over one value of any kind that begins at `position`. */
  skipValue(): void {
    this.hasWhitespace = false;
    const first = this.bytes[this.position];
    if (first === QUOTE) this.skipString();
    else if (first === OPEN_BRACE || first === OPEN_BRACKET) this.#skipContainer();
    else this.#skipScalar(first);
  }

  fault(message: string, position = this.position): never {
    throw new JsonFault(position >= this.bytes.length ? `${message}: the text ends` : message, position);
  }

  /** Nesting is a stack of our own, so that a hostile document can't exhaust the engine's. */
  #skipContainer(): void {
    let depth = 0;
    for (;;) {
      const opening = this.bytes[this.position];
      if (opening === OPEN_BRACE || opening === OPEN_BRACKET) {
        if (depth === this.#depthMax) this.fault(`values nest more than ${this.#depthMax} deep`);
        containers[depth++] = opening === OPEN_BRACE ? IS_OBJECT : IS_ARRAY;
        this.position++;
        const next = this.#next();
        if (next !== (opening === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) {
          if (opening === OPEN_BRACE) this.#skipMemberName();
          continue;
        }
        depth--;
        this.position++;
      } else if (opening === QUOTE) this.skipString();
      else this.#skipScalar(opening);

      depth = this.#closeContainers(depth);
      if (depth === 0) return;
    }
  }

  /** After a value: closes what ends here, up to the next value's first byte. Answers the depth that is left. */
  #closeContainers(depth: number): number {
    while (depth > 0) {
      const inObject = containers[depth - 1] === IS_OBJECT;
      const byte = this.#next();
      if (byte === COMMA) {
        this.position++;
        this.#next();
        if (inObject) this.#skipMemberName();
        return depth;
      }
      if (byte !== (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        this.fault(inObject ? 'expected "," or "}"' : 'expected "," or "]"');
      }
      this.position++;
      depth--;
    }
    return 0;
  }

  #skipMemberName(): void {
    if (this.bytes[this.position] !== QUOTE) this.fault('expected a member name in quotes');
    this.skipString();
    if (this.#next() !== COLON) this.fault('expected ":"');
    this.position++;
    this.#next();
  }

  /** White space inside a value: noted, so that the caller knows whether the token can be stored as it is. */
  #next(): number | undefined {
    const byte = this.bytes[this.position];
    if (byte === undefined || byte > 0x20) return byte;
    const before = this.position;
    const next = this.skipSpace();
    if (this.position !== before) this.hasWhitespace = true;
    return next;
  }

  #skipScalar(first: number | undefined): void {
    if (first === MINUS || isDigit(first)) this.#skipNumber();
    else if (first === 0x74) this.#skipLiteral('true');
    else if (first === 0x66) this.#skipLiteral('false');
    else if (first === 0x6e) this.#skipLiteral('null');
    else this.fault('expected a JSON value');
  }

  #skipLiteral(literal: string): void {
    for (let i = 0; i < literal.length; i++) {
      if (this.bytes[this.position + i] !== literal.charCodeAt(i)) {
        this.fault(`expected ${literal}`, Math.min(this.position + i, this.bytes.length));
      }
    }
    this.position += literal.length;
  }

  #skipNumber(): void {
    const bytes = this.bytes;
    let at = this.position;
    if (bytes[at] === MINUS) at++;
    if (bytes[at] === 0x30) at++;
    else at = this.#skipDigits(at);
    if (bytes[at] === DOT) at = this.#skipDigits(at + 1);
    if (((bytes[at] ?? 0) | 0x20) === 0x65) {
      const sign = bytes[at + 1];
      at = this.#skipDigits(sign === MINUS || sign === PLUS ? at + 2 : at + 1);
    }
    this.position = at;
  }

  #skipDigits(from: number): number {
    let at = from;
    while (isDigit(this.bytes[at])) at++;
    if (at === from) this.fault('expected a digit', at);
    return at;
  }

  /** Answers the position behind the escape at `at`; a pair of surrogates counts as one. */
  #skipEscape(at: number): number {
    const kind = this.bytes[at + 1];
    if (kind !== LETTER_U) {
      if (kind === undefined || isEscape[kind] === 0)
        this.fault('a string has an escape that JSON does not know', at);
      return at + 2;
    }
    const unit = this.#escapedUnit(at);
    if (unit < 0xd800 || unit > 0xdfff || this.#allowLoneSurrogates) return at + 6;
    const isHigh = unit < 0xdc00;
    if (isHigh && this.bytes[at + 6] === BACKSLASH && this.bytes[at + 7] === LETTER_U) {
      const low = this.#escapedUnit(at + 6);
      if (low >= 0xdc00 && low <= 0xdfff) return at + 12;
    }
    return this.fault('a string has half of a surrogate pair', at);
  }

  #escapedUnit(at: number): number {
    let unit = 0;
    for (let i = at + 2; i < at + 6; i++) {
      const digit = hexDigit(this.bytes[i]);
      if (digit < 0) this.fault('a \\u escape needs four hexadecimal digits', Math.min(i, this.bytes.length));
      unit = unit * 16 + digit;
    }
    return unit;
  }

  #unfinishedString(at: number): never {
    if (at >= this.bytes.length) return this.fault('a string has no end', this.bytes.length);
    return this.fault('a string has a control character that is not escaped', at);
  }
}

/** A copy of a valid JSON text without the white space between its tokens. */
export function withoutWhitespace(text: Uint8Array): Uint8Array {
  const compact = new Uint8Array(text.length);
  let length = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] as number;
    if (!inString && isSpace(byte)) continue;
    compact[length++] = byte;
    if (byte === QUOTE) inString = !inString;
    else if (inString && byte === BACKSLASH) compact[length++] = text[++i] as number;
  }
  return compact.subarray(0, length);
}
