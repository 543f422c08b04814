// From a produce request to entries for Broker.append, and from its verdicts to the answer: one verdict per record, in the
// order of the request.
import { Batch, KafkaError, partitionForKey } from '@weir/protocol';
import type {
  AppendEntry,
  AppendResult,
  Broker,
  ErrorName,
  IdempotencyKey,
  ProducerRecord,
  RequestContext,
} from '@weir/protocol';
import { RECORD_REFUSED, RECORD_RETRIABLE, v2Errors } from './errors.ts';
import type { ProduceRequest } from './produce-request.ts';

export interface Destination {
  readonly topic: string;
  readonly partitionCount: number;
  /** For records that name no partition, where the path does. */
  readonly pathPartition: number | undefined;
  /** Taken at most once per request: the partition that its keyless records share. */
  readonly keylessPartition: () => number;
}

/** One record's outcome. */
export type Verdict =
  { readonly partition: number; readonly offset: number } | { readonly error: KafkaError };

/** Records for one partition, with their places in the request. */
interface Share {
  readonly partition: number;
  readonly records: ProducerRecord[];
  readonly indexes: number[];
}

/** Faults of single records: they must not cost their neighbours, which are tried again without them. */
const recordFaults = new Set<ErrorName>(['MESSAGE_TOO_LARGE', 'INVALID_TIMESTAMP', 'INVALID_RECORD']);

export interface Produced {
  readonly verdicts: readonly Verdict[];
  /** The request is a repeat, and the verdicts are those of the first. */
  readonly isReplay: boolean;
}

/**
 * As `produce`, under an Idempotency-Key: each record is an entry of its own, so that verdicts are the same however a repeat
 * spreads its records over partitions.
 */
export async function produceOnce(
  broker: Pick<Broker, 'append'>,
  request: ProduceRequest & { readonly destination: Destination; readonly idempotency: IdempotencyKey },
  context: RequestContext,
): Promise<Produced> {
  const { records, destination, idempotency } = request;
  const entries = partitionsOf(request, destination).map((partition, index) => ({
    topic: destination.topic,
    partition,
    batch: Batch.fromRecords([records[index] as ProducerRecord]),
    idempotency,
  }));
  const results = await broker.append(entries, context);
  const verdicts = results.map((result) => verdictOf(result, 0));
  throwShared(verdicts);
  return { verdicts, isReplay: results[0]?.isReplay === true };
}

/** Throws where nothing can be said of any record, or where the whole request met the same outage. */
export async function produce(
  broker: Pick<Broker, 'append'>,
  request: ProduceRequest & { readonly destination: Destination },
  context: RequestContext,
): Promise<Verdict[]> {
  const { topic } = request.destination;
  const verdicts: Verdict[] = new Array<Verdict>(request.records.length);
  const shares = sharesOf(request, request.destination);
  const results = await broker.append(
    shares.map((share) => entryOf(topic, share)),
    context,
  );
  const again: Share[] = [];
  shares.forEach((share, index) => {
    const result = results[index] as AppendResult;
    const isRecordFault = result.error !== null && recordFaults.has(result.error.errorName);
    if (isRecordFault && share.records.length > 1) again.push(...singles(share));
    else settle(verdicts, share, result);
  });
  if (again.length > 0) {
    const retried = await broker.append(
      again.map((share) => entryOf(topic, share)),
      context,
    );
    again.forEach((share, index) => settle(verdicts, share, retried[index] as AppendResult));
  }
  throwShared(verdicts);
  return verdicts;
}

export function isAnyStored(verdicts: readonly Verdict[]): boolean {
  return verdicts.some((verdict) => 'offset' in verdict);
}

/** `{"offsets":[…]}`, put together by hand: for many small records JSON.stringify would be a tenth of the request. */
export function producedBody(verdicts: readonly Verdict[]): Buffer {
  let offsets = '';
  for (const verdict of verdicts) {
    if (offsets !== '') offsets += ',';
    offsets +=
      'offset' in verdict
        ? `{"partition":${verdict.partition},"offset":${verdict.offset},"error_code":null,"error":null}`
        : refusal(verdict.error);
  }
  return Buffer.from(`{"offsets":[${offsets}],"key_schema_id":null,"value_schema_id":null}`);
}

function refusal(error: KafkaError): string {
  const code = error.retriable ? RECORD_RETRIABLE : RECORD_REFUSED;
  return JSON.stringify({
    partition: null,
    offset: null,
    error_code: code,
    error: `${error.errorName}: ${error.message}`,
  });
}

/** The partition of each record. */
function partitionsOf({ records, partitions }: ProduceRequest, destination: Destination): number[] {
  let keyless = destination.pathPartition;
  return records.map(({ key }, index) => {
    const named = partitions[index] as number;
    if (named !== -1) return named;
    if (destination.pathPartition !== undefined) return destination.pathPartition;
    if (key !== null) return partitionForKey(key, destination.partitionCount);
    return (keyless ??= destination.keylessPartition());
  });
}

function sharesOf(request: ProduceRequest, destination: Destination): Share[] {
  const shares = new Map<number, Share>();
  partitionsOf(request, destination).forEach((partition, index) => {
    const record = request.records[index] as ProducerRecord;
    const share = shares.get(partition);
    if (share === undefined) shares.set(partition, { partition, records: [record], indexes: [index] });
    else {
      share.records.push(record);
      share.indexes.push(index);
    }
  });
  return [...shares.values()];
}

function entryOf(topic: string, { partition, records }: Share): AppendEntry {
  return { topic, partition, batch: Batch.fromRecords(records) };
}

function singles({ partition, records, indexes }: Share): Share[] {
  return records.map((record, i) => ({ partition, records: [record], indexes: [indexes[i] as number] }));
}

function settle(verdicts: Verdict[], share: Share, result: AppendResult): void {
  share.indexes.forEach((index, i) => {
    verdicts[index] = verdictOf(result, i);
  });
}

/** On the record at that place of an entry. */
function verdictOf(result: AppendResult, place: number): Verdict {
  if (result.error !== null) return { error: result.error };
  return { partition: result.partition, offset: result.baseOffset + place };
}

/** What says more of the request than of its records, where all of them share it. */
function throwShared(verdicts: readonly Verdict[]): void {
  throwOutage(verdicts);
  throwUnknownTopic(verdicts);
  throwRefusedKey(verdicts);
}

/** Where nothing is stored because the database is away, 503 says so better than verdicts that look final. */
function throwOutage(verdicts: readonly Verdict[]): void {
  const [first] = verdicts;
  if (first === undefined || !('error' in first) || v2Errors[first.error.errorName].status !== 503) return;
  const isOutage = (verdict: Verdict) =>
    'error' in verdict && v2Errors[verdict.error.errorName].status === 503;
  if (verdicts.every(isOutage)) throw first.error;
}

/** The topic was deleted after it was looked up: then the request is as wrong as one that came later. */
function throwUnknownTopic(verdicts: readonly Verdict[]): void {
  const [first] = verdicts;
  if (first === undefined || !('error' in first) || first.error.errorName !== 'UNKNOWN_TOPIC_OR_PARTITION')
    return;
  const isTopicGone = (verdict: Verdict) =>
    'error' in verdict &&
    verdict.error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION' &&
    verdict.error.details['partition'] === undefined;
  if (verdicts.every(isTopicGone)) throw first.error;
}

/** The Idempotency-Key itself is refused: it belongs to another request. */
function throwRefusedKey([first]: readonly Verdict[]): void {
  if (first === undefined || !('error' in first)) return;
  const { errorName } = first.error;
  if (errorName === 'DUPLICATE_RESOURCE' || errorName === 'INVALID_REQUEST') throw first.error;
}
