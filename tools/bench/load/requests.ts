// The bytes of requests, made before the clock starts.
import { randomBytes } from 'node:crypto';
import { requireOk } from './http-connection.ts';
import type { HttpConnection } from './http-connection.ts';
import { valueBytes } from './jobs.ts';

const jsonRecords = 'application/vnd.kafka.json.v2+json';

/** A JSON object of exactly `valueBytes` bytes, different each time. */
export function makeValue(number: number): string {
  const opening = `{"number":${number},"text":"`;
  const room = valueBytes - opening.length - 2;
  return `${opening}${randomBytes(room).toString('base64url').slice(0, room)}"}`;
}

const keyLength = 24;
const keyHeader = 'Idempotency-Key: ';

export interface ProduceRequestOptions {
  /** With room for an Idempotency-Key; `setKey` fills it. */
  readonly isKeyed?: boolean;
  /** The records have keys: what their values begin with. */
  readonly hasKeys?: boolean;
}

export function produceRequest(
  topic: string,
  values: readonly string[],
  { isKeyed = false, hasKeys = false }: ProduceRequestOptions = {},
): Buffer {
  const records = values.map((value) =>
    hasKeys
      ? `{"key":${JSON.stringify(value.slice(0, value.indexOf(',')))},"value":${value}}`
      : `{"value":${value}}`,
  );
  const body = `{"records":[${records.join(',')}]}`;
  const key = isKeyed ? `${keyHeader}${'0'.repeat(keyLength)}\r\n` : '';
  return postRequest(`/topics/${topic}`, `${jsonRecords}\r\n${key}`.trimEnd(), body);
}

/** Records that follow each other. */
export function streamRequest(topicPath: string, values: readonly string[]): Buffer {
  return postRequest(`${topicPath}/records`, 'application/json', streamBody(values));
}

export function streamBody(values: readonly string[]): string {
  return values.map((value) => `{"value":{"data":${value}}}`).join('\n');
}

/** Of a request whose records are still to come. */
export function streamHead(topicPath: string): Buffer {
  return Buffer.from(
    `POST ${topicPath}/records HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
      'Transfer-Encoding: chunked\r\n\r\n',
  );
}

export function batchRequest(topicPath: string, values: readonly string[]): Buffer {
  const entries = values.map((value, index) => `{"id":"${index}","value":{"data":${value}}}`);
  return postRequest(`${topicPath}/records:batch`, 'application/json', `{"entries":[${entries.join(',')}]}`);
}

function postRequest(path: string, contentType: string, body: string): Buffer {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${contentType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Gives a keyed request another key, in place. */
export function setKey(request: Buffer, key: string): void {
  request.write(
    key.padEnd(keyLength, '.').slice(0, keyLength),
    request.indexOf(keyHeader) + keyHeader.length,
  );
}

export interface ReadPosition {
  readonly topic: string;
  /** Default 0. */
  readonly partition?: number;
  readonly offset: number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export function readRequest({ topic, partition = 0, offset, timeoutMs, maxBytes }: ReadPosition): Buffer {
  const query = `offset=${offset}&timeout=${timeoutMs}&max_bytes=${maxBytes}`;
  return Buffer.from(
    `GET /topics/${topic}/partitions/${partition}/records?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: ${jsonRecords}\r\n\r\n`,
  );
}

export function offsetsRequest(topic: string, partition: number): Buffer {
  const path = `/topics/${topic}/partitions/${partition}/offsets`;
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
}

/** Of a partition, as it is now. */
export async function endOffset(
  connection: HttpConnection,
  topic: string,
  partition: number,
): Promise<number> {
  const answer = requireOk(await connection.send(offsetsRequest(topic, partition)));
  return (JSON.parse(answer.toString()) as { end_offset: number }).end_offset;
}

const offsetName = Buffer.from('"offset":');

/** Of the last record on a page: no value in this benchmark has a field of that name. */
export function lastOffset(page: Buffer): number | undefined {
  const at = page.lastIndexOf(offsetName);
  if (at === -1) return undefined;
  return Number.parseInt(page.toString('latin1', at + offsetName.length, at + offsetName.length + 16), 10);
}

export function countRecords(page: Buffer): number {
  let count = 0;
  for (let at = page.indexOf(offsetName); at !== -1; at = page.indexOf(offsetName, at + 1)) count++;
  return count;
}
