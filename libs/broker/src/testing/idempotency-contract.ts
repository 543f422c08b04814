// The contract of appends under an idempotency key: stored once, answered the same for ever, and never in part.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Batch } from '@weir/protocol';
import type { AppendEntry, AppendResult, TopicPartition } from '@weir/protocol';
import { context, newName, records, stored, text } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';

/** An entry of one record under a key, as a request would ask for it: the fingerprint tells requests apart. */
export function keyedEntry(
  place: TopicPartition,
  value: string,
  key: string,
  request = 'request',
): AppendEntry {
  const fingerprint = createHash('sha256').update(request).digest();
  return { ...place, batch: Batch.fromRecords(records(value)), idempotency: { key, fingerprint } };
}

/** What a caller is told, without whether it was told before. */
export function told(results: readonly AppendResult[]): unknown[] {
  return results.map((result) => {
    if (result.error !== null) return [result.error.errorName, result.error.message, result.error.details];
    const { partition, baseOffset, appendTime, logAppendTime } = result;
    return { partition, baseOffset, appendTime, logAppendTime };
  });
}

export function idempotencyContract({ newTopic, append, read, broker }: ContractTools): void {
  const values = async (topic: string, partition: number) =>
    (await read(topic, partition, 0)).map(({ value }) => text(value));
  const tooLarge = 'x'.repeat(300);

  it('stores what comes twice under one key once, and answers it with the first verdicts', async () => {
    const topic = await newTopic({ partitionCount: 2 });
    await append(topic, 1, records('before'));
    const key = newName('key');
    const unit = (partition: number) =>
      ['a', 'b', 'c'].map((value) => keyedEntry({ topic, partition }, value, key));
    const first = await broker().append(unit(1), context);
    expect(first.map((result) => [stored(result).baseOffset, result.isReplay])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
    // A retry may choose other partitions for records without a key.
    const again = await broker().append(unit(0), context);
    expect(told(again)).toEqual(told(first));
    expect(again.map(({ isReplay }) => isReplay)).toEqual([true, true, true]);
    expect(await values(topic, 1)).toEqual(['before', 'a', 'b', 'c']);
    expect(await values(topic, 0)).toEqual([]);
  });

  it('stores it once when twenty come at once, and answers all of them the same', async () => {
    const topic = await newTopic();
    const key = newName('key');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        broker().append([keyedEntry({ topic, partition: 0 }, 'once', key)], context),
      ),
    );
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] ?? []));
    expect(answers.filter(([result]) => result?.isReplay !== true)).toHaveLength(1);
    expect(await values(topic, 0)).toEqual(['once']);
  });

  it('refuses another request under a key that is taken, whether it comes later or at once', async () => {
    const topic = await newTopic();
    const key = newName('key');
    const place = { topic, partition: 0 };
    const names = async (...entries: AppendEntry[]) =>
      (await broker().append(entries, context)).map(({ error }) => error?.errorName ?? null);
    const first = keyedEntry(place, 'first', key);
    const other = keyedEntry(place, 'other', key, 'another request');
    expect(await names(first, other)).toEqual([null, 'DUPLICATE_RESOURCE']);
    expect(await names(other)).toEqual(['DUPLICATE_RESOURCE']);
    expect(await names(first, first)).toEqual(['DUPLICATE_RESOURCE', 'DUPLICATE_RESOURCE']);
    // Who is refused does not stand in the way of who asks for the same again.
    expect(await Promise.all([names(other), names(first)])).toEqual([['DUPLICATE_RESOURCE'], [null]]);
    expect(await values(topic, 0)).toEqual(['first']);
  });

  it('keeps the keys of principals apart', async () => {
    const topic = await newTopic();
    const entry = keyedEntry({ topic, partition: 0 }, 'x', newName('key'));
    const principals = ['User:a', 'User:b', 'User:a'];
    const replays: unknown[] = [];
    for (const principal of principals)
      replays.push((await broker().append([entry], { ...context, principal }))[0]?.isReplay);
    expect(replays).toEqual([false, false, true]);
    expect(await values(topic, 0)).toEqual(['x', 'x']);
  });

  it('repeats refusals, too, where at least one record was stored', async () => {
    const topic = await newTopic({ partitionCount: 2, configs: { 'max.message.bytes': '300' } });
    const key = newName('key');
    const absent = newName('absent');
    const unit = [
      keyedEntry({ topic, partition: 1 }, 'good', key),
      keyedEntry({ topic, partition: 0 }, tooLarge, key),
      keyedEntry({ topic, partition: 7 }, 'no such partition', key),
      keyedEntry({ topic: absent, partition: 0 }, 'no such topic', key),
    ];
    const first = await broker().append(unit, context);
    expect(first.map(({ error }) => error?.errorName ?? null)).toEqual([
      null,
      'MESSAGE_TOO_LARGE',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    // What would be taken by now was refused then.
    await broker().createTopic({ name: absent }, context);
    const again = await broker().append(unit, context);
    expect(told(again)).toEqual(told(first));
    expect(await values(absent, 0)).toEqual([]);
    expect(await values(topic, 1)).toEqual(['good']);
  });

  it('does not keep the key where nothing was stored', async () => {
    const topic = await newTopic({ configs: { 'max.message.bytes': '300' } });
    const key = newName('key');
    const refused = await broker().append([keyedEntry({ topic, partition: 0 }, tooLarge, key)], context);
    expect(refused[0]?.error?.errorName).toBe('MESSAGE_TOO_LARGE');
    const smaller = keyedEntry({ topic, partition: 0 }, 'smaller', key, 'another request');
    expect(stored((await broker().append([smaller], context))[0])).toMatchObject({ isReplay: false });
    const absent = keyedEntry({ topic: newName('absent'), partition: 0 }, 'x', newName('key'));
    expect((await broker().append([absent], context))[0]?.error?.errorName).toBe(
      'UNKNOWN_TOPIC_OR_PARTITION',
    );
  });

  it('gives a repeat its first verdicts after the topic was deleted, and stores what is new in the one made anew', async () => {
    const topic = await newTopic();
    const old = keyedEntry({ topic, partition: 0 }, 'old', newName('key'));
    const first = await broker().append([old], context);
    await broker().deleteTopic(topic, context);
    expect(told(await broker().append([old], context))).toEqual(told(first));
    await broker().createTopic({ name: topic }, context);
    const fresh = keyedEntry({ topic, partition: 0 }, 'fresh', newName('key'));
    expect(told(await broker().append([old, fresh], context))).toMatchObject([
      told(first)[0],
      { baseOffset: 0 },
    ]);
    expect(await values(topic, 0)).toEqual(['fresh']);
  });

  it('takes thousands of keys in one call, beside entries without one and in order', async () => {
    const topic = await newTopic();
    const key = newName('key');
    const place = { topic, partition: 0 };
    const entries = Array.from({ length: 3000 }, (_, index) =>
      keyedEntry(place, `${index}`, `${key}/${index}`, `${index}`),
    );
    const first = await broker().append(entries, context);
    expect(first.map((result) => stored(result).baseOffset)).toEqual(entries.map((_, index) => index));
    const plain = { ...place, batch: Batch.fromRecords(records('plain')) };
    // Half of them are known.
    const mixed = [...entries.slice(1500), plain, keyedEntry(place, 'new', `${key}/new`)];
    const again = await broker().append(mixed, context);
    expect(told(again.slice(0, 1500))).toEqual(told(first.slice(1500)));
    expect(
      again
        .slice(1500)
        .map((result) => stored(result).baseOffset)
        .sort(),
    ).toEqual([3000, 3001]);
    const { batches } = (
      await broker().fetch(
        { partitions: [{ ...place, offset: 0 }], maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20 },
        context,
      )
    )[0] ?? { batches: [] };
    // Records under different keys share rows of the log.
    expect(batches.length).toBeLessThan(10);
  });

  it('answers records of several batches and of topics that stamp them alike, first and again', async () => {
    const plain = await newTopic();
    const stamps = await newTopic({ configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const { idempotency } = keyedEntry({ topic: plain, partition: 0 }, '', newName('key'));
    const unit = [plain, stamps, plain, stamps].map((topic, index) => ({
      topic,
      partition: 0,
      batch: Batch.fromRecords(records(...Array.from({ length: index + 1 }, () => 'y'.repeat(400_000)))),
      idempotency,
    }));
    const first = await broker().append(unit, context);
    expect(first.map((result) => stored(result).baseOffset)).toEqual([0, 0, 1, 2]);
    expect(first.map((result) => stored(result).logAppendTime > 0)).toEqual([false, true, false, true]);
    expect(told(await broker().append(unit, context))).toEqual(told(first));
    for (const [topic, count] of [
      [plain, 4],
      [stamps, 6],
    ] as const)
      expect(
        (await broker().listOffsets([{ topic, partition: 0, timestamp: 'latest' }], context))[0]?.offset,
      ).toBe(count);
  });

  it.each([
    ['', 'empty'],
    ['a\0b', 'with NUL'],
    ['k'.repeat(600), 'too long'],
  ])('refuses a key that is %#: %s', async (key) => {
    const topic = await newTopic();
    const [result] = await broker().append([keyedEntry({ topic, partition: 0 }, 'x', key)], context);
    expect(result?.error?.errorName).toBe('INVALID_REQUEST');
  });
}
