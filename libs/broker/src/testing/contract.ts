// The suite that every implementation of Broker passes. It knows nothing of what is behind the interface.
import { afterAll, beforeAll, describe } from 'vitest';
import { Batch } from '@weir/protocol';
import type { Broker, LogRecord, ProducerRecord } from '@weir/protocol';
import { appendContract } from './append-contract.ts';
import { commitContract } from './commit-contract.ts';
import { configContract } from './config-contract.ts';
import { context, fetchOne, newName, stored } from './contract-tools.ts';
import { deleteRecordsContract } from './delete-records-contract.ts';
import { fetchContract, listOffsetsContract } from './fetch-contract.ts';
import { idempotencyContract } from './idempotency-contract.ts';
import { producerContract } from './producer-contract.ts';
import { topicContract } from './topic-contract.ts';

export { context, fetchOne, records, stored } from './contract-tools.ts';
export { keyedEntry, told } from './idempotency-contract.ts';
export { placeOrError, sequencedBatch } from './producer-contract.ts';

export interface OpenedBroker {
  readonly broker: Broker;
  close(): Promise<void>;
}

export function brokerContract(title: string, open: () => Promise<OpenedBroker>): void {
  describe(`Broker contract: ${title}`, () => {
    let opened: OpenedBroker;
    let broker: Broker;
    beforeAll(async () => {
      opened = await open();
      broker = opened.broker;
    });
    afterAll(() => opened?.close());

    const newTopic = async (
      options: { partitionCount?: number; configs?: { [name: string]: string } } = {},
    ) => {
      const name = newName('contract');
      await broker.createTopic({ name, ...options }, context);
      return name;
    };
    const append = async (topic: string, partition: number, given: ProducerRecord[]) =>
      stored((await broker.append([{ topic, partition, batch: Batch.fromRecords(given) }], context))[0]);
    const read = async (topic: string, partition: number, offset: number): Promise<LogRecord[]> => {
      const answer = await fetchOne(broker, { topic, partition, offset });
      return answer.batches.flatMap((batch) => batch.records()).filter((record) => record.offset >= offset);
    };
    const tools = { newTopic, append, read, broker: () => broker };

    topicContract(tools);
    configContract(tools);
    appendContract(tools);
    idempotencyContract(tools);
    producerContract(tools);
    commitContract(tools);
    fetchContract(tools);
    listOffsetsContract(tools);
    deleteRecordsContract(tools);
  });
}
