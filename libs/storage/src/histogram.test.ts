// A histogram counts each value once, in the first bucket whose end is not below it.
import { expect, test } from 'vitest';
import { Histogram } from './histogram.ts';

test('counts values by bucket, ends included', () => {
  const histogram = new Histogram([1, 10]);
  for (const value of [0, 1, 1.5, 10, 11, 1000]) histogram.observe(value);
  expect(histogram.snapshot()).toEqual({ bounds: [1, 10], counts: [2, 2, 2], sum: 1023.5 });
});

test('a snapshot stays as it was', () => {
  const histogram = new Histogram([1]);
  const before = histogram.snapshot();
  histogram.observe(1);
  expect(before).toEqual({ bounds: [1], counts: [0, 0], sum: 0 });
});
