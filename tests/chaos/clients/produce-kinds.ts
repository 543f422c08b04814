// The ways to produce over HTTP: how each says what it sends, and what its answers say of each record.
import type { Unit } from '../history/lines.ts';
import { parseJson } from './http-client.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.ts';
import type { Surroundings } from './surroundings.ts';

export interface RecordToSend {
  readonly key: string | null;
  /** JSON. */
  readonly value: string;
  readonly partition: number | undefined;
}

export interface RequestToSend {
  readonly topic: string;
  readonly clusterId: string;
  /** Of the request: the same when it is sent again. */
  readonly name: string;
  readonly records: readonly RecordToSend[];
}

/** Of one record. `unknown` may have been stored; `surprise` is an error that no outage explains. */
export type Verdict =
  | { readonly partition: number; readonly offset: number }
  | 'unknown'
  | 'refused'
  | { readonly surprise: string };

export interface ProduceKind {
  readonly unit: Unit;
  /** A request without a verdict is sent again until it has one. */
  readonly isRetried: boolean;
  build(request: RequestToSend): Pick<HttpRequest, 'path' | 'headers' | 'body'>;
  /** Of an answer with success, in the order of the records; may be fewer where it is cut off. */
  read(answer: HttpAnswer): Verdict[];
  /** Of one that needs something of a gateway first: the kind to go on with. */
  readonly open?: (client: HttpClient, surroundings: Surroundings) => Promise<ProduceKind>;
}

const V2_JSON = 'application/vnd.kafka.json.v2+json';
/** Of a record in v2: a retry may help. */
const V2_RETRIABLE = 50003;

function buildV2({ topic, records }: RequestToSend, headers: Readonly<Record<string, string>> = {}) {
  const texts = records.map(({ key, value, partition }) => {
    const place = partition === undefined ? '' : `"partition":${partition},`;
    return `{${place}${key === null ? '' : `"key":"${key}",`}"value":${value}}`;
  });
  return {
    path: `/topics/${topic}`,
    headers: { 'content-type': V2_JSON, ...headers },
    body: `{"records":[${texts.join(',')}]}`,
  };
}

interface V2Answer {
  readonly offsets?: readonly {
    readonly partition: number | null;
    readonly offset: number | null;
    readonly error_code: number | null;
    readonly error: string | null;
  }[];
}

function readV2({ text }: HttpAnswer): Verdict[] {
  const { offsets = [] } = (parseJson(text) ?? {}) as V2Answer;
  return offsets.map(({ partition, offset, error_code: code, error }) => {
    if (partition !== null && offset !== null && code === null) return { partition, offset };
    if (code !== V2_RETRIABLE) return { surprise: String(error) };
    return error?.startsWith('BROKER_NOT_AVAILABLE') === true ? 'refused' : 'unknown';
  });
}

function v3Record({ key, value, partition }: RecordToSend): string {
  const parts = [`"value":{"type":"JSON","data":${value}}`];
  if (key !== null) parts.push(`"key":{"type":"JSON","data":"${key}"}`);
  if (partition !== undefined) parts.push(`"partition_id":${partition}`);
  return parts.join(',');
}

interface V3Report {
  readonly id?: string;
  readonly error_code?: number;
  readonly message?: string;
  readonly partition_id?: number;
  readonly offset?: number;
}

function verdictOfReport({
  error_code: code = 200,
  message = '',
  partition_id: partition,
  offset,
}: V3Report): Verdict {
  if (partition !== undefined && offset !== undefined) return { partition, offset };
  // Its message does not name what an outage left behind.
  if (code === 503 || Math.floor(code / 100) === 503 || code === 429 || Math.floor(code / 100) === 429)
    return 'unknown';
  return { surprise: `${code} ${message}` };
}

const plainV2: ProduceKind = {
  unit: 'partition',
  isRetried: false,
  build: (request) => buildV2(request),
  read: readV2,
};

const keyedV2: ProduceKind = {
  unit: 'request',
  isRetried: true,
  build: (request) => buildV2(request, { 'idempotency-key': request.name }),
  read: readV2,
};

const batchV3: ProduceKind = {
  unit: 'partition',
  isRetried: false,
  build: ({ clusterId, topic, records }) => ({
    path: `/v3/clusters/${clusterId}/topics/${topic}/records:batch`,
    headers: { 'content-type': 'application/json' },
    body: `{"entries":[${records.map((record, id) => `{"id":"${id}",${v3Record(record)}}`).join(',')}]}`,
  }),
  read: ({ text }) => {
    const parsed = parseJson(text) as { successes?: V3Report[]; failures?: V3Report[] } | undefined;
    const verdicts: Verdict[] = [];
    for (const report of [...(parsed?.successes ?? []), ...(parsed?.failures ?? [])])
      verdicts[Number(report.id)] = verdictOfReport(report);
    return verdicts;
  },
};

const streamV3: ProduceKind = {
  unit: 'record',
  isRetried: false,
  build: ({ clusterId, topic, records }) => ({
    path: `/v3/clusters/${clusterId}/topics/${topic}/records`,
    headers: { 'content-type': 'application/json' },
    body: records.map((record) => `{${v3Record(record)}}\n`).join(''),
  }),
  read: ({ text }) =>
    text
      .split('\n')
      .map(parseJson)
      .filter((report) => report !== undefined)
      .map((report) => verdictOfReport(report as V3Report)),
};

interface Committed {
  readonly entries?: readonly { readonly partition_id: number; readonly offset: number }[];
}

/** One transaction: readers see all of it or nothing. */
const commitV3: ProduceKind = {
  unit: 'transaction',
  isRetried: true,
  build: ({ clusterId, topic, name, records }) => ({
    path: `/v3/clusters/${clusterId}/records:commit`,
    headers: { 'content-type': 'application/json', 'idempotency-key': name },
    body: `{"entries":[${records
      .map((record, id) => `{"id":"${id}","topic_name":"${topic}",${v3Record(record)}}`)
      .join(',')}]}`,
  }),
  read: ({ text }) =>
    ((parseJson(text) as Committed | undefined)?.entries ?? []).map(
      ({ partition_id: partition, offset }) => ({
        partition,
        offset,
      }),
    ),
};

export const produceKinds = { plainV2, keyedV2, batchV3, streamV3, commitV3 };
