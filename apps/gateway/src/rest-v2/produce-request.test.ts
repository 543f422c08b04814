// What a produce body means, and that the reader and the schema in the OpenAPI document agree on what is one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RestError } from '../http/rest-error.ts';
import type { EmbeddedFormat } from './media-types.ts';
import { readProduceRequest } from './produce-request.ts';
import { produceBinary, produceJson } from './schemas.ts';

const limits = { recordsMax: 1000, headersMax: 3, depthMax: 8 };

function read(body: string | Uint8Array, format: EmbeddedFormat = 'json') {
  return readProduceRequest(Buffer.from(body as string), { format, ...limits });
}

function text(bytes: Uint8Array | null | undefined): string | null {
  return bytes ? Buffer.from(bytes).toString() : null;
}

function fault(body: string | Uint8Array, format: EmbeddedFormat = 'json'): [number, number] | undefined {
  try {
    read(body, format);
    return undefined;
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return [error.status, error.errorCode];
  }
}

describe('readProduceRequest', () => {
  test('keeps the tokens of JSON keys and values, without the white space between them', () => {
    const { records } = read(
      ' { "records" : [ { "key" : { "a" : 1.0 } , "value" : [ 9223372036854775808 , "x  y" ] } , { "value" : -0 } ] } ',
    );
    expect(records.map(({ key, value }) => [text(key), text(value)])).toEqual([
      ['{"a":1.0}', '[9223372036854775808,"x  y"]'],
      [null, '-0'],
    ]);
  });

  test('views the body where a token needs no change', () => {
    const body = Buffer.from('{"records":[{"value":{"a":1}}]}');
    const { records } = readProduceRequest(body, { format: 'json', ...limits });
    expect(records[0]?.value?.buffer).toBe(body.buffer);
  });

  test('bounds the headers of a record, and how deep JSON nests', () => {
    const headers = (count: number) =>
      `{"records":[{"value":1,"headers":[${Array.from({ length: count }, () => '{"key":"a"}').join()}]}]}`;
    expect([read(headers(3)).records[0]?.headers?.length, fault(headers(4))]).toEqual([3, [422, 422]]);
    const nested = (depth: number) => `{"records":[{"value":${'['.repeat(depth)}${']'.repeat(depth)}}]}`;
    expect([fault(nested(8)), fault(nested(9))]).toEqual([undefined, [400, 400]]);
  });

  test('takes partition, timestamp and headers, numbers also as strings', () => {
    const { records, partitions } = read(
      '{"records":[{"value":1,"partition":"2","timestamp":"1700000000000","headers":[{"key":"a","value":"AQI="},{"key":"a","value":null},{"key":"\\u00e9"}]},{"value":1,"partition":3,"timestamp":null,"headers":[]}]}',
    );
    expect(partitions).toEqual([2, 3]);
    expect(records[0]).toMatchObject({
      timestamp: 1_700_000_000_000,
      headers: [
        { key: 'a', value: new Uint8Array([1, 2]) },
        { key: 'a', value: null },
        { key: 'é', value: null },
      ],
    });
    expect(records[1]).toMatchObject({ timestamp: undefined, headers: undefined });
  });

  test('decodes base64, also where the string has escapes', () => {
    const { records } = read(
      '{"records":[{"key":"","value":"AP\\/\\u002f"},{"value":"YQ\\u003d\\u003d"},{"value":null},{}]}',
      'binary',
    );
    expect(records.map(({ value }) => value && [...value])).toEqual([[0, 255, 255], [97], null, null]);
    expect(records[0]?.key).toEqual(new Uint8Array(0));
  });

  test('knows a field name however it is written', () => {
    const { records } = read('{"r\\u0065cords":[{"\\u0076alue":"x"}],"value_schema_id":null}');
    expect(text(records[0]?.value)).toBe('"x"');
  });

  test.each([
    ['', [422, 422]],
    ['null', [422, 422]],
    ['{}', [422, 422]],
    ['{"records":null}', [422, 422]],
    ['{"records":[]}', [422, 422]],
    ['{"records":[{"value":1,"partition":-1}]}', [422, 422]],
    ['{"records":[{"value":1,"timestamp":"-5"}]}', [422, 422]],
    ['{"records":[{"value":1,"headers":[{"value":"AA=="}]}]}', [422, 422]],
    [`{"records":[${'{},'.repeat(1000)}{}]}`, [422, 422]],
    ['[]', [400, 400]],
    ['"records"', [400, 400]],
    ['{"records":{}}', [400, 400]],
    ['{"records":[1]}', [400, 400]],
    ['{"records":[null]}', [400, 400]],
    ['{"records":[{"value":1}', [400, 400]],
    ['{"records":[{"value":1}]}x', [400, 400]],
    ['{"records":[{"value":1},]}', [400, 400]],
    ['{"records":[{"value":}]}', [400, 400]],
    ['{"records":[{"value":01}]}', [400, 400]],
    ['{"records":[{"value":1,"other":1}]}', [400, 400]],
    ['{"records":[{"value":1,"value":2}]}', [400, 400]],
    ['{"records":[{"value":1,"__proto__":{}}]}', [400, 400]],
    ['{"records":[{"value":1}],"records":[{"value":1}]}', [400, 400]],
    ['{"records":[{"value":1}],"topic":"t"}', [400, 400]],
    ['{"records":[{"value":1,"partition":1.5}]}', [400, 400]],
    ['{"records":[{"value":1,"partition":1e0}]}', [400, 400]],
    ['{"records":[{"value":1,"partition":2147483648}]}', [400, 400]],
    ['{"records":[{"value":1,"partition":""}]}', [400, 400]],
    ['{"records":[{"value":1,"partition":true}]}', [400, 400]],
    ['{"records":[{"value":1,"timestamp":1e400}]}', [400, 400]],
    ['{"records":[{"value":1,"timestamp":9007199254740993}]}', [400, 400]],
    ['{"records":[{"value":1,"timestamp":"2024-01-01T00:00:00Z"}]}', [400, 400]],
    ['{"records":[{"value":1,"headers":{"a":"b"}}]}', [400, 400]],
    ['{"records":[{"value":1,"headers":[{"key":1}]}]}', [400, 400]],
    ['{"records":[{"value":1,"headers":[{"key":"a","value":"!"}]}]}', [400, 400]],
    ['{"records":[{"value":"\\ud800"}]}', [400, 400]],
    [`{"records":[{"value":${'['.repeat(600)}${']'.repeat(600)}}]}`, [400, 400]],
    [Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), [400, 400]],
    [Buffer.from('{"records":[{"value":"\xff"}]}', 'latin1'), [400, 400]],
  ])('refuses %j', (body, expected) => {
    expect(fault(body)).toEqual(expected);
  });

  test.each([
    '{"records":[{"value":{"a":1}}]}',
    '{"records":[{"value":"abc"}]}',
    '{"records":[{"value":"a-b="}]}',
  ])('refuses %s as binary', (body) => {
    expect(fault(body, 'binary')).toEqual([400, 400]);
  });
});

/** Documents near to produce requests: mostly right, with what does not belong now and then. */
const near = (() => {
  const mostly = <T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>) =>
    fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: wrong });
  const base64 = fc.constantFrom(null, '', 'AQID', 'AQ==');
  const datum = mostly(base64, fc.oneof(fc.constantFrom('A', 'no!'), fc.jsonValue({ maxDepth: 1 })));
  const wrongNumber = fc.constantFrom(-1, 1.5, '', 'x', 2147483648, '99999999999999999999', {}, true);
  const number = mostly(fc.constantFrom(0, 7, '7', '007', null), wrongNumber);
  const header = fc
    .tuple(mostly(fc.constantFrom('a', '', 'é'), fc.constantFrom(1, null, undefined)), datum)
    .map(([key, value]) => ({ key, value }));
  const headers = fc.array(mostly(header, fc.constantFrom(null, {}, 'x')), { maxLength: 2 });
  const wholeRecord = fc.record(
    {
      key: datum,
      value: datum,
      partition: number,
      timestamp: number,
      headers: mostly(fc.oneof(headers, fc.constant(null)), fc.constantFrom({}, 'x')),
    },
    { requiredKeys: [] },
  );
  const odd = fc.constantFrom<unknown>(null, 1, [], { other: 1 });
  const records = fc.array(mostly(wholeRecord, odd), { minLength: 1, maxLength: 2 });
  const schemas = fc.constantFrom({}, { value_schema: 'x', key_schema_id: null });
  const extra = mostly(fc.constant({}), fc.constant({ topic: 'x' }));
  return fc
    .tuple(mostly(records, fc.constantFrom(null, {}, 'x', [])), schemas, extra)
    .map(([all, ...more]) => Object.assign({ records: all }, ...more) as object);
})();

test.each([
  ['json', produceJson],
  ['binary', produceBinary],
] as const)('the reader takes as %s exactly what the schema describes', (format, schema) => {
  let taken = 0;
  fc.assert(
    fc.property(near, (document) => {
      const isTaken = fault(JSON.stringify(document), format) === undefined;
      if (isTaken) taken++;
      expect(isTaken).toBe(schema.safeParse(document).success);
    }),
    { numRuns: 5000 },
  );
  // Else the property would hold for a reader that takes nothing.
  expect(taken).toBeGreaterThan(1000);
});
