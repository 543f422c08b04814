// The contract of atomic commits: all entries or none, fenced, and told the first answer when they are repeated.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Batch } from '@weir/protocol';
import type { CommitEntry, CommitTransactionRequest, ProducerIdAndEpoch } from '@weir/protocol';
import { context, failure, newName, records, text } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';
import { told } from './idempotency-contract.ts';
import { sequencedBatch } from './producer-contract.ts';

export function fingerprint(request: string): Uint8Array {
  return createHash('sha256').update(request).digest();
}

/** Of records without keys. */
export function commitEntry(topic: string, partition: number, ...values: string[]): CommitEntry {
  return { topic, partition, batch: Batch.fromRecords(records(...values)) };
}

/** What makes a commit that of a transactional producer; the fingerprint tells requests apart. */
export function transactionOf(
  transactionalId: string,
  producer: ProducerIdAndEpoch,
  commitSequence: number,
  request = `request ${commitSequence}`,
) {
  return {
    transaction: { transactionalId, ...producer, commitSequence, fingerprint: fingerprint(request) },
  };
}

export function commitContract({ newTopic, append, read, broker }: ContractTools): void {
  const values = async (topic: string, partition: number) =>
    (await read(topic, partition, 0)).map(({ value }) => text(value));
  const commit = (request: CommitTransactionRequest) => broker().commitTransaction(request, context);
  const places = (results: Awaited<ReturnType<typeof commit>>) =>
    results.map(({ partition, baseOffset }) => [partition, baseOffset]);
  const refusal = async (request: CommitTransactionRequest) => (await failure(commit(request))).errorName;

  it('stores entries of many topics and partitions, in their order', async () => {
    const [one, other] = [await newTopic({ partitionCount: 3 }), await newTopic()];
    await append(one, 2, records('before'));
    const results = await commit({
      entries: [
        commitEntry(one, 2, 'a', 'b'),
        commitEntry(other, 0, 'c'),
        commitEntry(one, 0, 'd'),
        commitEntry(one, 2, 'e'),
      ],
    });
    expect(places(results)).toEqual([
      [2, 1],
      [0, 0],
      [0, 0],
      [2, 3],
    ]);
    expect(results.map(({ isReplay }) => isReplay)).toEqual([false, false, false, false]);
    expect(await values(one, 2)).toEqual(['before', 'a', 'b', 'e']);
    expect(await values(other, 0)).toEqual(['c']);
    // Without a sequence or a key every commit is a new one.
    expect(places(await commit({ entries: [commitEntry(other, 0, 'c')] }))).toEqual([[0, 1]]);
  });

  it('stores nothing where one entry is refused, and says which', async () => {
    const topic = await newTopic({ partitionCount: 2, configs: { 'max.message.bytes': '300' } });
    const refused = async (bad: CommitEntry) => {
      const entries = [commitEntry(topic, 0, 'good'), bad, commitEntry(topic, 1, 'good')];
      const { errorName, details } = await failure(commit({ entries }));
      expect(details.entry).toBe(1);
      return errorName;
    };
    expect(await refused(commitEntry(topic, 0, 'x'.repeat(300)))).toBe('MESSAGE_TOO_LARGE');
    expect(await refused(commitEntry(topic, 2, 'x'))).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await refused(commitEntry(newName('absent'), 0, 'x'))).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await values(topic, 0)).toEqual([]);
    expect(await values(topic, 1)).toEqual([]);
  });

  it('gives a repeat under its sequence the first answer, and the next sequence to the next commit', async () => {
    const topic = await newTopic({
      partitionCount: 2,
      configs: { 'message.timestamp.type': 'LogAppendTime' },
    });
    const id = newName('transactional');
    const producer = await broker().initProducerId({ transactionalId: id }, context);
    const first = { entries: [commitEntry(topic, 1, 'a')], ...transactionOf(id, producer, 0) };
    const answer = await commit(first);
    // A retry may choose other partitions for records without a key.
    const again = await commit({ ...first, entries: [commitEntry(topic, 0, 'a')] });
    expect(told(again)).toEqual(told(answer));
    expect(again.map(({ isReplay }) => isReplay)).toEqual([true]);
    await commit({ entries: [commitEntry(topic, 1, 'b')], ...transactionOf(id, producer, 1) });
    expect(await values(topic, 1)).toEqual(['a', 'b']);
    expect(await values(topic, 0)).toEqual([]);
  });

  it('refuses another request under a sequence that is taken, one that is past, and a gap', async () => {
    const topic = await newTopic();
    const id = newName('transactional');
    const producer = await broker().initProducerId({ transactionalId: id }, context);
    const entries = [commitEntry(topic, 0, 'a')];
    expect(await refusal({ entries, ...transactionOf(id, producer, 1) })).toBe(
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
    );
    await commit({ entries, ...transactionOf(id, producer, 0) });
    expect(await refusal({ entries, ...transactionOf(id, producer, 0, 'other') })).toBe('DUPLICATE_RESOURCE');
    const two = [...entries, ...entries];
    expect(await refusal({ entries: two, ...transactionOf(id, producer, 0) })).toBe('DUPLICATE_RESOURCE');
    await commit({ entries, ...transactionOf(id, producer, 1) });
    expect(await refusal({ entries, ...transactionOf(id, producer, 0) })).toBe('DUPLICATE_SEQUENCE_NUMBER');
    expect(await refusal({ entries, ...transactionOf(id, producer, 3) })).toBe(
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
    );
    expect(await values(topic, 0)).toEqual(['a', 'a']);
  });

  it('refuses an epoch that is over, whatever it asks for, and begins anew in the next', async () => {
    const topic = await newTopic();
    const id = newName('transactional');
    const zombie = await broker().initProducerId({ transactionalId: id }, context);
    const entries = [commitEntry(topic, 0, 'a')];
    await commit({ entries, ...transactionOf(id, zombie, 0) });
    const next = await broker().initProducerId({ transactionalId: id }, context);
    expect(await refusal({ entries, ...transactionOf(id, zombie, 0) })).toBe('PRODUCER_FENCED');
    expect(await refusal({ entries, ...transactionOf(id, zombie, 1) })).toBe('PRODUCER_FENCED');
    expect(await refusal({ entries, ...transactionOf(newName('x'), next, 0) })).toBe(
      'INVALID_PRODUCER_ID_MAPPING',
    );
    const foreign = await broker().initProducerId({}, context);
    expect(await refusal({ entries, ...transactionOf(id, foreign, 0) })).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(places(await commit({ entries, ...transactionOf(id, next, 0) }))).toEqual([[0, 1]]);
  });

  it('stores once what comes ten times at once, by sequence and by key', async () => {
    const topic = await newTopic();
    const id = newName('transactional');
    const producer = await broker().initProducerId({ transactionalId: id }, context);
    const idempotency = { key: newName('key'), fingerprint: fingerprint('b') };
    for (const way of [transactionOf(id, producer, 0), { idempotency }]) {
      const request = { entries: [commitEntry(topic, 0, 'x')], ...way };
      const answers = await Promise.all(Array.from({ length: 10 }, () => commit(request)));
      for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] ?? []));
      expect(answers.filter(([result]) => result?.isReplay !== true)).toHaveLength(1);
    }
    expect(await values(topic, 0)).toEqual(['x', 'x']);
  });

  it('refuses another request under a key that is taken', async () => {
    const topic = await newTopic();
    const idempotency = { key: newName('key'), fingerprint: fingerprint('one') };
    const entries = [commitEntry(topic, 0, 'x')];
    await commit({ entries, idempotency });
    const other = { ...idempotency, fingerprint: fingerprint('other') };
    expect(await refusal({ entries, idempotency: other })).toBe('DUPLICATE_RESOURCE');
    expect(await values(topic, 0)).toEqual(['x']);
  });

  it('gives a repeat its first answer after the topic was deleted', async () => {
    const topic = await newTopic();
    const id = newName('transactional');
    const producer = await broker().initProducerId({ transactionalId: id }, context);
    const bySequence = { entries: [commitEntry(topic, 0, 'x')], ...transactionOf(id, producer, 0) };
    const idempotency = { key: newName('key'), fingerprint: fingerprint('x') };
    const byKey = { entries: [commitEntry(topic, 0, 'x')], idempotency };
    const first = [await commit(bySequence), await commit(byKey)];
    await broker().deleteTopic(topic, context);
    expect(told(await commit(bySequence))).toEqual(told(first[0] ?? []));
    expect(told(await commit(byKey))).toEqual(told(first[1] ?? []));
    expect(await refusal({ ...bySequence, ...transactionOf(id, producer, 1) })).toBe(
      'UNKNOWN_TOPIC_OR_PARTITION',
    );
    // The sequence was not used up.
    const elsewhere = [commitEntry(await newTopic(), 0, 'x')];
    expect(places(await commit({ entries: elsewhere, ...transactionOf(id, producer, 1) }))).toEqual([[0, 0]]);
  });

  it('refuses what contradicts itself', async () => {
    const topic = await newTopic();
    const producer = await broker().initProducerId({}, context);
    const entries = [commitEntry(topic, 0, 'x')];
    const { transaction } = transactionOf(newName('transactional'), producer, 0);
    const idempotency = { key: 'k', fingerprint: fingerprint('x') };
    const sequenced = { topic, partition: 0, batch: sequencedBatch(producer, 0, 'x') };
    const refused = [
      { entries, transaction, idempotency },
      { entries: [sequenced] },
      { entries, idempotency: { ...idempotency, key: '' } },
      { entries, transaction: { ...transaction, transactionalId: '' } },
      { entries, transaction: { ...transaction, commitSequence: -1 } },
      { entries, transaction: { ...transaction, producerEpoch: 0.5 } },
    ];
    for (const request of refused) expect(await refusal(request)).toBe('INVALID_REQUEST');
  });
}
