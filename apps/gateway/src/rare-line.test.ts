// A line that is due often is said now and then.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RareLine } from './rare-line.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('is said at once, then once an interval with how often it was due', () => {
  const said: number[] = [];
  const line = new RareLine(1000);
  const due = () => line.due((times) => said.push(times));
  due();
  for (let i = 0; i < 5; i++) due();
  expect(said).toEqual([1]);
  vi.advanceTimersByTime(1000);
  due();
  due();
  expect(said).toEqual([1, 6]);
});
