// From a v2 produce request to outcomes of its records, and from those to the answer: one verdict per record, in the order of
// the request.
import type { Broker, IdempotencyKey, KafkaError, RequestContext } from '@weir/protocol';
import { appendRecords, throwSharedOutage } from '../records/append-records.ts';
import type { AppendedRecord, Destination } from '../records/append-records.ts';
import { RECORD_REFUSED, RECORD_RETRIABLE } from './errors.ts';
import type { ProduceRequest } from './produce-request.ts';

export interface Produce extends ProduceRequest {
  readonly destination: Destination;
  /** For records that name no partition, where the path does. */
  readonly pathPartition: number | undefined;
  /** Of the request as a whole. */
  readonly idempotency: IdempotencyKey | undefined;
}

/** Throws where nothing can be said of any record, or where the whole request met the same outage. */
export async function produce(
  broker: Pick<Broker, 'append'>,
  { records, partitions, destination, pathPartition = -1, idempotency }: Produce,
  context: RequestContext,
): Promise<AppendedRecord[]> {
  const placed = records.map((record, index) => {
    const named = partitions[index] as number;
    return { record, partition: named === -1 ? pathPartition : named, idempotency };
  });
  const verdicts = await appendRecords(broker, { records: placed, destination }, context);
  throwSharedOutage(verdicts);
  throwUnknownTopic(verdicts);
  throwRefusedKey(verdicts);
  return verdicts;
}

export function isAnyStored(verdicts: readonly AppendedRecord[]): boolean {
  return verdicts.some((verdict) => 'offset' in verdict);
}

/** `{"offsets":[…]}`, put together by hand: for many small records JSON.stringify would be a tenth of the request. */
export function producedBody(verdicts: readonly AppendedRecord[]): Buffer {
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

/** The topic was deleted after it was looked up: then the request is as wrong as one that came later. */
function throwUnknownTopic(verdicts: readonly AppendedRecord[]): void {
  const [first] = verdicts;
  if (first === undefined || !('error' in first) || first.error.errorName !== 'UNKNOWN_TOPIC_OR_PARTITION')
    return;
  const isTopicGone = (verdict: AppendedRecord) =>
    'error' in verdict &&
    verdict.error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION' &&
    verdict.error.details['partition'] === undefined;
  if (verdicts.every(isTopicGone)) throw first.error;
}

/** The Idempotency-Key itself is refused: it belongs to another request. */
function throwRefusedKey([first]: readonly AppendedRecord[]): void {
  if (first === undefined || !('error' in first)) return;
  const { errorName } = first.error;
  if (errorName === 'DUPLICATE_RESOURCE' || errorName === 'INVALID_REQUEST') throw first.error;
}
