// What the tests in this folder ask of a gateway, by plain HTTP (REST Proxy v2 and v3).
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';

type Address = Pick<GatewayProcess, 'url'>;

export const JSON_RECORDS = 'application/vnd.kafka.json.v2+json';
export const BINARY_RECORDS = 'application/vnd.kafka.binary.v2+json';

export interface Verdict {
  readonly partition: number | null;
  readonly offset: number | null;
  readonly error: string | null;
}

export interface StoredRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

export async function clusterIdOf(gateway: Address): Promise<string> {
  const { kafka_cluster_id: clusterId } = (await get(gateway, '/')) as { kafka_cluster_id: string };
  return clusterId;
}

export async function topicsOf(gateway: Address): Promise<string[]> {
  return (await get(gateway, '/topics')) as string[];
}

export async function createTopic(gateway: Address, name: string, partitionCount: number): Promise<void> {
  const path = `/v3/clusters/${await clusterIdOf(gateway)}/topics`;
  const body = JSON.stringify({ topic_name: name, partitions_count: partitionCount });
  const response = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (response.status !== 201) throw await unexpected(path, response);
  await response.arrayBuffer();
}

/** Sends records whose text is made already; the verdicts in their order. Throws where the answer is no 200. */
export async function produce(
  gateway: Address,
  topic: string,
  { records, contentType = JSON_RECORDS }: { records: readonly string[]; contentType?: string },
): Promise<Verdict[]> {
  const response = await fetch(`${gateway.url}/topics/${topic}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: `{"records":[${records.join(',')}]}`,
  });
  if (response.status !== 200) throw await unexpected(`POST /topics/${topic}`, response);
  return ((await response.json()) as { offsets: Verdict[] }).offsets;
}

export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface ReadOptions {
  readonly accept: string;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** The text of one page of records, as it was answered. */
export async function readPage(gateway: Address, position: Position, options: ReadOptions): Promise<string> {
  const { topic, partition, offset } = position;
  const { accept, timeoutMs = 0, maxBytes } = options;
  const limit = maxBytes === undefined ? '' : `&max_bytes=${maxBytes}`;
  const path = `/topics/${topic}/partitions/${partition}/records?offset=${offset}&timeout=${timeoutMs}${limit}`;
  const response = await fetch(`${gateway.url}${path}`, { headers: { accept } });
  if (response.status !== 200) throw await unexpected(path, response);
  return response.text();
}

/** Keys and values as the bytes' UTF-8 text, whatever they are. */
export async function readRecords(
  gateway: Address,
  position: Position,
  timeoutMs = 0,
): Promise<StoredRecord[]> {
  const page = await readPage(gateway, position, { accept: BINARY_RECORDS, timeoutMs });
  const text = (encoded: string | null) =>
    encoded === null ? null : Buffer.from(encoded, 'base64').toString();
  return (JSON.parse(page) as StoredRecord[]).map(({ offset, key, value }) => ({
    offset,
    key: text(key),
    value: text(value),
  }));
}

/** The whole partition, from offset 0 to the end that it has now. */
export async function readAll(gateway: Address, topic: string, partition: number): Promise<StoredRecord[]> {
  const end = await endOffset(gateway, topic, partition);
  const records: StoredRecord[] = [];
  for (let offset = 0; offset < end;) {
    const page = await readRecords(gateway, { topic, partition, offset });
    if (page.length === 0)
      throw new Error(`${topic}-${partition} ends at ${end} and has nothing at ${offset}`);
    records.push(...page);
    offset = (page.at(-1)?.offset ?? offset) + 1;
  }
  return records;
}

export async function endOffset(gateway: Address, topic: string, partition: number): Promise<number> {
  return (await offsetsOf(gateway, topic, partition)).end_offset;
}

export async function offsetsOf(
  gateway: Address,
  topic: string,
  partition: number,
): Promise<{ readonly beginning_offset: number; readonly end_offset: number }> {
  const offsets = await get(gateway, `/topics/${topic}/partitions/${partition}/offsets`);
  return offsets as { beginning_offset: number; end_offset: number };
}

async function get(gateway: Address, path: string): Promise<unknown> {
  const response = await fetch(`${gateway.url}${path}`);
  if (response.status !== 200) throw await unexpected(path, response);
  return response.json();
}

async function unexpected(what: string, response: Response): Promise<Error> {
  return new Error(`${what}: ${response.status} ${await response.text()}`);
}
