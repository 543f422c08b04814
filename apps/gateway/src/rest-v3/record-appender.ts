// Appends on behalf of v3's produce calls, whose records are answered one by one: even a topic that is not there is the fault of each.
import { StickyPartitioner } from '@weir/protocol';
import type { Broker, RequestContext } from '@weir/protocol';
import { appendRecords } from '../records/append-records.ts';
import type { PlacedRecord, RefusedRecord, StoredRecord } from '../records/append-records.ts';
import { requireLegalName } from './requests.ts';

export type Outcome = StoredRecord | RefusedRecord<unknown>;

export class RecordAppender {
  readonly #broker: Broker;
  readonly #partitioner = new StickyPartitioner();

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** One outcome per record, in their order. */
  async append(
    { topic, records }: { topic: string; records: readonly PlacedRecord[] },
    context: RequestContext,
  ): Promise<Outcome[]> {
    try {
      requireLegalName(topic);
      const { partitionCount } = await this.#broker.metadata(topic, context);
      const keylessPartition = () => this.#partitioner.next(topic, partitionCount);
      const destination = { topic, partitionCount, keylessPartition };
      return await appendRecords(this.#broker, { records, destination }, context);
    } catch (error) {
      return records.map(() => ({ error }));
    }
  }
}
