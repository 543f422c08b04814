// The scanner against JSON.parse, over generated documents and documents with a fault put in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText, tokens } from '../../../../tools/testing/json-texts.ts';
import { JsonScanner, JSON_DEPTH_LIMIT, withoutWhitespace } from './scanner.ts';

const runs = { numRuns: 2000 };

const faulty = fc
  .tuple(jsonText, fc.nat(), fc.constantFrom(...'{}[]",:\\ue0123456789.+-tfn \u0001x'), fc.nat(2))
  .map(([whole, at, character, kind]) => {
    const place = at % (whole.length + 1);
    const rest = kind === 0 ? place : place + 1;
    // A cut through a surrogate pair could not be written as UTF-8.
    return (whole.slice(0, place) + (kind === 2 ? '' : character) + whole.slice(rest)).toWellFormed();
  });

function accepts(json: string): boolean {
  return new JsonScanner(new Uint8Array(0)).isWholeText(Buffer.from(json));
}

function isJson(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

/** Of a JSON text. Looks at its strings, not at what JSON.parse makes of it: that forgets a repeated name's first value. */
function hasLoneSurrogate(json: string): boolean {
  return tokens(json).some((token) => token.startsWith('"') && !(JSON.parse(token) as string).isWellFormed());
}

describe('JsonScanner', () => {
  test('accepts every JSON document', () => {
    fc.assert(
      fc.property(jsonText, (json) => {
        expect(accepts(json)).toBe(true);
      }),
      runs,
    );
  });

  test('accepts of damaged documents exactly what JSON.parse accepts, but no half of a surrogate pair', () => {
    fc.assert(
      fc.property(faulty, (json) => {
        const expected = isJson(json) && !hasLoneSurrogate(json);
        expect(accepts(json)).toBe(expected);
      }),
      { numRuns: 10_000 },
    );
  });

  test('accepts of any short text exactly what JSON.parse accepts', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'{}[]",:-+.01eE\\u tfnal'), maxLength: 8 });
    fc.assert(
      fc.property(soup, (json) => {
        expect(accepts(json)).toBe(isJson(json));
      }),
      { numRuns: 20_000 },
    );
  });

  test('ends a value where it ends, and notes white space inside of it only', () => {
    fc.assert(
      fc.property(jsonText, fc.constantFrom(',1', ']', '}', ' ', ''), (json, after) => {
        const scanner = new JsonScanner(Buffer.from(json + after));
        scanner.skipValue();
        expect(scanner.position).toBe(Buffer.byteLength(json));
        const compact = Buffer.from(withoutWhitespace(Buffer.from(json))).toString();
        expect(scanner.hasWhitespace).toBe(compact !== json);
      }),
      runs,
    );
  });

  test('a text without white space holds the same tokens', () => {
    fc.assert(
      fc.property(jsonText, (json) => {
        const compact = Buffer.from(withoutWhitespace(Buffer.from(json))).toString();
        expect(JSON.parse(compact)).toEqual(JSON.parse(json));
        expect(tokens(compact)).toEqual(tokens(json));
      }),
      runs,
    );
  });

  test.each([
    ['"\\ud800"', 'a high surrogate alone'],
    ['"\\udc00"', 'a low surrogate alone'],
    ['"\\ud800\\ud800\\udc00"', 'a high surrogate before a pair'],
    ['{"\\udfff":1}', 'in a member name'],
    ['{"a":"\\ud800","a":1}', 'in a value that a repeated name hides'],
  ])('refuses %s: %s; a stored value may hold it', (json) => {
    expect(accepts(json)).toBe(false);
    const lenient = new JsonScanner(new Uint8Array(0), { allowLoneSurrogates: true });
    expect(lenient.isWholeText(Buffer.from(json))).toBe(true);
  });

  test('nests to its limit and no deeper, however deep the document is', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(accepts(nested(JSON_DEPTH_LIMIT))).toBe(true);
    expect(accepts(nested(JSON_DEPTH_LIMIT + 1))).toBe(false);
    expect(accepts('['.repeat(5_000_000))).toBe(false);
    expect(accepts('{"a":'.repeat(1_000_000))).toBe(false);
  });

  test.each([
    ['{"a":1,}', 'expected a member name in quotes at byte 7'],
    ['[1 2]', 'expected "," or "]" at byte 3'],
    ['"abc', 'a string has no end: the text ends at byte 4'],
    ['"a\u0001"', 'a string has a control character that is not escaped at byte 2'],
    ['"\\x"', 'a string has an escape that JSON does not know at byte 1'],
    ['tru', 'expected true: the text ends at byte 3'],
    ['01x', undefined],
    ['', 'expected a JSON value: the text ends at byte 0'],
  ])('says what is wrong with %s', (json, message) => {
    const scanner = new JsonScanner(Buffer.from(json));
    if (message === undefined) {
      scanner.skipValue();
      expect(scanner.position).toBe(1);
    } else expect(() => scanner.skipValue()).toThrow(message);
  });
});
