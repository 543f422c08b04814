// From the records of a produce request, whatever its dialect, to entries for Broker.append, and from its verdicts back to one
// outcome per record.
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
import { isOutage } from '../http/error-kinds.ts';

/** A record with its place: a partition, or −1 for the one that its key or its turn gives. */
export interface PlacedRecord {
  readonly record: ProducerRecord;
  readonly partition: number;
  /** Records under the same key are stored together or not at all. */
  readonly idempotency?: IdempotencyKey | undefined;
}

/** Where the record is and the timestamp that is stored with it. */
export interface StoredRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  /** An earlier request under the same key has stored it. */
  readonly isReplay?: boolean | undefined;
}

/** Why the record is not stored. */
export interface RefusedRecord<E = KafkaError> {
  readonly error: E;
  readonly isReplay?: boolean | undefined;
}

export type AppendedRecord = StoredRecord | RefusedRecord;

export interface Destination {
  readonly topic: string;
  readonly partitionCount: number;
  /** Taken at most once per request: the partition that its records without a key share. */
  readonly keylessPartition: () => number;
}

/** Records of one entry, with their places among all. */
interface Share {
  readonly partition: number;
  readonly idempotency: IdempotencyKey | undefined;
  readonly records: ProducerRecord[];
  readonly indexes: number[];
}

/** Faults of single records: they must not cost their neighbours, which are tried again without them. */
const recordFaults = new Set<ErrorName>(['MESSAGE_TOO_LARGE', 'INVALID_TIMESTAMP', 'INVALID_RECORD']);

/** In the order of the records. */
export async function appendRecords(
  broker: Pick<Broker, 'append'>,
  { records, destination }: { records: readonly PlacedRecord[]; destination: Destination },
  context: RequestContext,
): Promise<AppendedRecord[]> {
  const outcomes = new Array<AppendedRecord>(records.length);
  const append = (shares: readonly Share[]) =>
    broker.append(
      shares.map((share) => entryOf(destination.topic, share)),
      context,
    );
  const shares = sharesOf(records, destination);
  const results = await append(shares);
  const again: Share[] = [];
  shares.forEach((share, index) => {
    const result = results[index] as AppendResult;
    const isRecordFault = result.error !== null && recordFaults.has(result.error.errorName);
    // Under a key the records are one unit: none of them is stored alone.
    if (isRecordFault && share.records.length > 1 && share.idempotency === undefined)
      again.push(...singles(share));
    else settle(outcomes, share, result);
  });
  if (again.length > 0) {
    const retried = await append(again);
    again.forEach((share, index) => settle(outcomes, share, retried[index] as AppendResult));
  }
  return outcomes;
}

/** Throws where all records met an outage: said of the request it says more than verdicts that look final. */
export function throwSharedOutage(outcomes: readonly (StoredRecord | RefusedRecord<unknown>)[]): void {
  const [first] = outcomes;
  if (first === undefined || !('error' in first) || !(first.error instanceof KafkaError)) return;
  if (outcomes.every((outcome) => 'error' in outcome && isOutage(outcome.error))) throw first.error;
}

function sharesOf(records: readonly PlacedRecord[], destination: Destination): Share[] {
  const shares: Share[] = [];
  const byPartition = new Map<number, Share>();
  let keyless: number | undefined;
  records.forEach(({ record, partition: own, idempotency }, index) => {
    let partition = own;
    if (partition === -1) {
      partition =
        record.key === null
          ? (keyless ??= destination.keylessPartition())
          : partitionForKey(record.key, destination.partitionCount);
    }
    // A retry may choose other partitions for records without a key: what makes up an entry must not depend on it.
    const known = idempotency === undefined ? byPartition.get(partition) : undefined;
    if (known !== undefined) {
      known.records.push(record);
      known.indexes.push(index);
      return;
    }
    const share = { partition, idempotency, records: [record], indexes: [index] };
    shares.push(share);
    if (idempotency === undefined) byPartition.set(partition, share);
  });
  return shares;
}

function entryOf(topic: string, { partition, records, idempotency }: Share): AppendEntry {
  const batch = Batch.fromRecords(records);
  return idempotency === undefined ? { topic, partition, batch } : { topic, partition, batch, idempotency };
}

function singles({ partition, idempotency, records, indexes }: Share): Share[] {
  return records.map((record, i) => ({
    partition,
    idempotency,
    records: [record],
    indexes: [indexes[i] as number],
  }));
}

function settle(outcomes: AppendedRecord[], { records, indexes }: Share, result: AppendResult): void {
  for (let i = 0; i < records.length; i++) {
    const index = indexes[i] as number;
    if (result.error !== null) {
      outcomes[index] = result;
      continue;
    }
    const { partition, baseOffset, logAppendTime, appendTime, isReplay } = result;
    const timestamp = logAppendTime === -1 ? (records[i]?.timestamp ?? appendTime) : logAppendTime;
    outcomes[index] = { partition, offset: baseOffset + i, timestamp, isReplay };
  }
}
