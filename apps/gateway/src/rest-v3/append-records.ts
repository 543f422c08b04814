// From records to entries for Broker.append, and from its verdicts back to one outcome per record.
import { Batch, partitionForKey, StickyPartitioner } from '@weir/protocol';
import type {
  AppendEntry,
  AppendResult,
  Broker,
  ErrorName,
  IdempotencyKey,
  ProducerRecord,
  RequestContext,
  TopicMetadata,
} from '@weir/protocol';
import { requireLegalName } from './requests.ts';

/** A record with its place: a partition, or −1 for the one that its key or its turn gives. */
export interface PlacedRecord {
  readonly record: ProducerRecord;
  readonly partition: number;
  /** Records under the same key are stored together or not at all. */
  readonly idempotency?: IdempotencyKey | undefined;
}

/** Where the record is and the timestamp that is stored with it, or why it is not stored. */
export type Outcome = StoredRecord | { readonly error: unknown; readonly isReplay?: boolean | undefined };

export interface StoredRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  /** An earlier request under the same key has stored it. */
  readonly isReplay?: boolean | undefined;
}

interface Destination {
  readonly topic: Pick<TopicMetadata, 'name' | 'partitionCount'>;
  /** Taken at most once: the partition that records without a key share. */
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

/** Appends on behalf of produce calls; one for all of them, so that records without a key take turns. */
export class RecordAppender {
  readonly #broker: Broker;
  readonly #partitioner = new StickyPartitioner();

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** One outcome per record, in their order; a topic that is not there is the fault of each. */
  async append(
    { topic: name, records }: { topic: string; records: readonly PlacedRecord[] },
    context: RequestContext,
  ): Promise<Outcome[]> {
    try {
      requireLegalName(name);
      const topic = await this.#broker.metadata(name, context);
      const keylessPartition = () => this.#partitioner.next(name, topic.partitionCount);
      return await appendRecords(
        this.#broker,
        { records, destination: { topic, keylessPartition } },
        context,
      );
    } catch (error) {
      return records.map(() => ({ error }));
    }
  }
}

async function appendRecords(
  broker: Pick<Broker, 'append'>,
  { records, destination }: { records: readonly PlacedRecord[]; destination: Destination },
  context: RequestContext,
): Promise<Outcome[]> {
  const topic = destination.topic.name;
  const outcomes = new Array<Outcome>(records.length);
  const append = (shares: readonly Share[]) =>
    broker.append(
      shares.map((share) => entryOf(topic, share)),
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

function sharesOf(records: readonly PlacedRecord[], { topic, keylessPartition }: Destination): Share[] {
  const shares: Share[] = [];
  const byPartition = new Map<number, Share>();
  let keyless: number | undefined;
  records.forEach(({ record, partition: own, idempotency }, index) => {
    let partition = own;
    if (partition === -1) {
      partition =
        record.key === null
          ? (keyless ??= keylessPartition())
          : partitionForKey(record.key, topic.partitionCount);
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
  const entry = { topic, partition, batch: Batch.fromRecords(records) };
  return idempotency === undefined ? entry : { ...entry, idempotency };
}

function singles({ partition, idempotency, records, indexes }: Share): Share[] {
  return records.map((record, i) => ({
    partition,
    idempotency,
    records: [record],
    indexes: [indexes[i] as number],
  }));
}

function settle(outcomes: Outcome[], { records, indexes }: Share, result: AppendResult): void {
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
