// Rates from two answers, and the cases in which two answers say nothing about a rate.
import { expect, test } from 'vitest';
import { rateHistoryLength, toSample, type TopicSample, type TopicStatisticsList } from './topic-sample.ts';

const startMs = Date.parse('2026-01-01T00:00:00.000Z');

/** An answer of one topic whose partitions end at the given offsets. */
function answer(afterMs: number, ends: number[], start = 0): TopicStatisticsList {
  const partitions = ends.map((end, partition) => ({
    partition_id: partition,
    earliest_offset: start,
    latest_offset: end,
    records: end - start,
    size_bytes: (end - start) * 100,
  }));
  const records = partitions.reduce((sum, partition) => sum + partition.records, 0);
  return {
    sampled_at: new Date(startMs + afterMs).toISOString(),
    data: [
      {
        kind: 'KafkaTopicStatistics',
        metadata: { self: '', resource_name: '' },
        cluster_id: 'c',
        topic_name: 'orders',
        is_internal: false,
        partitions_count: ends.length,
        records,
        size_bytes: records * 100,
        partitions,
      },
    ],
  };
}

function rateAfter(...answers: TopicStatisticsList[]): number | null | undefined {
  let sample: TopicSample | undefined;
  for (const next of answers) sample = toSample(next, sample);
  return sample?.topics[0]?.rate;
}

test('the first answer has no rate', () => {
  expect(rateAfter(answer(0, [5, 5]))).toBeNull();
});

test('the rate is the growth of all end offsets over the time between the samples', () => {
  expect(rateAfter(answer(0, [100, 200]), answer(2_500, [150, 400]))).toBe(100);
});

test('records that retention deletes do not lower the rate', () => {
  expect(rateAfter(answer(0, [100]), answer(2_000, [300], 290))).toBe(100);
});

test('a topic that was deleted and created again starts without a rate', () => {
  expect(rateAfter(answer(0, [100]), answer(2_000, [4]))).toBeNull();
});

test('a mean over a long pause is not shown as the rate of now', () => {
  expect(rateAfter(answer(0, [100]), answer(600_000, [900]))).toBeNull();
  expect(rateAfter(answer(0, [100]), answer(600_000, [900]), answer(602_000, [920]))).toBe(10);
});

test('two answers at nearly the same time keep the former rate', () => {
  expect(rateAfter(answer(0, [0]), answer(2_000, [200]), answer(2_001, [900]))).toBe(100);
});

test('an answer that is older than the former one keeps the former rate or none', () => {
  expect(rateAfter(answer(2_000, [200]), answer(0, [200]))).toBeNull();
});

test('rates are remembered, oldest first, and only so many', () => {
  let sample: TopicSample | undefined;
  for (let second = 0; second < 2 * rateHistoryLength; second += 1) {
    sample = toSample(answer(second * 1_000, [second * second]), sample);
  }
  const rates = sample?.topics[0]?.rates ?? [];
  expect(rates).toHaveLength(rateHistoryLength);
  expect(rates).toEqual([...rates].sort((a, b) => a - b));
  expect(rates.at(-1)).toBe(sample?.topics[0]?.rate);
});

test('partitions carry their offsets under the words of the log', () => {
  expect(toSample(answer(0, [30], 10), undefined).topics[0]?.partitions).toEqual([
    { partition: 0, logStartOffset: 10, logEndOffset: 30, records: 20, sizeBytes: 2_000 },
  ]);
});
