// A stream of records against JSON.parse: whatever the documents and wherever the pieces are cut, what would be stored are the
// tokens that were sent. And the reader against the schema in the OpenAPI document: they agree on what a record is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText, tokens } from '../../../../tools/testing/json-texts.ts';
import { JsonReader } from '../embedded-json/json-reader.ts';
import { ObjectFault, ObjectStream } from '../embedded-json/object-stream.ts';
import { produceRecord } from './produce-schemas.ts';
import { recordFields, RecordReader } from './produce-record.ts';
import type { ProduceRecord } from './produce-record.ts';

const OBJECT_MAX_BYTES = 1 << 20;

/** All records that the pieces hold, or the faults in their places. */
function read(pieces: readonly Buffer[], keepsText = false): (ProduceRecord | ObjectFault)[] {
  const reader = new JsonReader(new Uint8Array(0), { fields: recordFields, depthMax: 512 });
  const records = new RecordReader(reader, { headersMax: 100, keepsText, hasId: false });
  const objects = new ObjectStream({
    reader,
    read: () => records.read(),
    objectMaxBytes: OBJECT_MAX_BYTES,
    tooLarge: () => new Error('too large'),
  });
  const found: (ProduceRecord | ObjectFault)[] = [];
  for (const piece of pieces) {
    objects.push(piece);
    for (let one = objects.next(); one !== undefined; one = objects.next()) {
      found.push(one);
      if (one instanceof ObjectFault && one.isLast) return found;
    }
  }
  return found;
}

/** The text in pieces of these sizes, over and over. */
function cut(text: string, sizes: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

const space = fc.constantFrom('', '', ' ', '\n', '\r\n\t');
const sent = fc.record({
  key: jsonText,
  value: jsonText,
  before: space,
  between: space,
  isTyped: fc.boolean(),
});
const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

describe('a stream of records', () => {
  test('keeps every token of its documents, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 5 }), sizes, (list, pieceSizes) => {
        const body = list
          .map(({ key, value, before, between, isTyped }) => {
            const type = isTyped ? `,${between}"type":"JSON"` : '';
            return `${before}{"key":${between}{"data":${key}${type}}${before},"value":{"data":${value}}}`;
          })
          .join('');
        const records = read(cut(body, pieceSizes)) as ProduceRecord[];
        expect(records).toHaveLength(list.length);
        records.forEach(({ record }, i) => {
          expectSame(record.key, list[i]?.key ?? '');
          expectSame(record.value, list[i]?.value ?? '');
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('gives the text of each record, as it was sent', () => {
    fc.assert(
      fc.property(fc.array(jsonText, { maxLength: 5 }), sizes, (documents, pieceSizes) => {
        const texts = documents.map((document) => `{"value":{"data":${document}}}`);
        const records = read(cut(texts.join('\n'), pieceSizes), true) as ProduceRecord[];
        expect(records.map(({ text }) => Buffer.from(text ?? '').toString())).toEqual(texts);
      }),
      { numRuns: 300 },
    );
  });

  test('finds a fault wherever the text is cut', () => {
    const body = '{"value":{"data":1}} {"values":[{}, "}"]} {"value":{"data":2}} x';
    fc.assert(
      fc.property(sizes, (pieceSizes) => {
        const found = read(cut(body, pieceSizes));
        expect(found.map((one) => one instanceof ObjectFault)).toEqual([false, true, false, true]);
      }),
    );
  });
});

/** null is stored as no bytes. */
function expectSame(bytes: Uint8Array | null, document: string): void {
  if (document.trim() === 'null') {
    expect(bytes).toBeNull();
    return;
  }
  const stored = Buffer.from(bytes ?? '').toString();
  expect(stored).toBe(tokens(document).join(''));
  expect(JSON.parse(stored)).toEqual(JSON.parse(document));
}

const anything = fc.constantFrom<unknown>(
  null,
  0,
  1.5,
  -1,
  '',
  '7',
  'x',
  'aGk=',
  true,
  [],
  {},
  '2026-01-31T23:59:59.5Z',
);
const datum = fc.oneof(
  anything,
  fc.record(
    { type: fc.constantFrom<unknown>('JSON', 'STRING', 'BINARY', 'AVRO', null, 1), data: anything },
    { requiredKeys: [] },
  ),
);
const headers = fc.oneof(
  anything,
  fc.array(fc.record({ name: anything, value: anything, key: anything }, { requiredKeys: ['name'] }), {
    maxLength: 2,
  }),
);
const members = {
  partition_id: anything,
  headers,
  key: datum,
  value: datum,
  timestamp: anything,
  other: anything,
};
const candidate = fc.record(members, { requiredKeys: [] });

test('the reader takes what the schema describes, and nothing else', () => {
  fc.assert(
    fc.property(candidate, (record) => {
      const [found] = read([Buffer.from(JSON.stringify(record))]);
      const isRead = found !== undefined && !(found instanceof ObjectFault);
      const isDescribed = produceRecord.safeParse(record).success && hasDataOfType(record.key, record.value);
      expect(isRead, JSON.stringify(record)).toBe(isDescribed);
    }),
    { numRuns: 5000 },
  );
});

/** What the type says of the data is beyond the schema. */
function hasDataOfType(...data: unknown[]): boolean {
  return data.every((one) => {
    const { type, data: content } = Object(one) as { type?: unknown; data?: unknown };
    if (content === null || content === undefined) return true;
    if (type === 'STRING') return typeof content === 'string';
    if (type !== 'BINARY') return true;
    return typeof content === 'string' && Buffer.from(content, 'base64').toString('base64') === content;
  });
}
