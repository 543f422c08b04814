// The pace of asking: quick by default, slower for a gateway with much to do, and not for one slow answer.
import { expect, test } from 'vitest';
import { overdueAfterMs, refreshPauseMs, withDuration } from './refresh-pace.ts';

function pauseAfter(...durationsMs: number[]): number {
  return refreshPauseMs(durationsMs.reduce<readonly number[]>(withDuration, []));
}

test('quick answers are asked for every two seconds', () => {
  expect(pauseAfter()).toBe(2_000);
  expect(pauseAfter(5, 20, 400)).toBe(2_000);
});

test('one slow answer changes nothing, the first one as little as a later one', () => {
  expect(pauseAfter(5_000)).toBe(2_000);
  expect(pauseAfter(5, 5, 5_000)).toBe(2_000);
  expect(pauseAfter(5, 5, 9_000, 5)).toBe(2_000);
});

test('answers that are all slow get a pause of several times their duration', () => {
  expect(pauseAfter(1_000, 1_200, 1_500)).toBe(4_000);
});

test('the pause has an end, however slow the answers are', () => {
  expect(pauseAfter(9_000, 8_000, 9_500)).toBe(10_000);
});

test('what was slow long ago is forgotten', () => {
  expect(pauseAfter(9_000, 9_000, 9_000, 5)).toBe(2_000);
});

test('an answer is overdue after three pauses', () => {
  expect(overdueAfterMs([])).toBe(6_000);
  expect(overdueAfterMs([1_000, 1_000, 1_000])).toBe(12_000);
});
