// The order checker: overlapping requests may stand either way, others may not.
import { expect, test } from 'vitest';
import { checkOrder } from './check-order.ts';

const record = (offset: number, sentAtMs: number, acknowledgedAtMs: number) => ({
  offset,
  sentAtMs,
  acknowledgedAtMs,
});

test('overlapping appends may stand in either order', () => {
  expect(checkOrder([record(0, 5, 9), record(1, 4, 6), record(2, 8, 12), record(3, 7, 8)])).toEqual([]);
  expect(checkOrder([])).toEqual([]);
});

test('an append that ended before another began stands before it', () => {
  const faults = checkOrder([record(0, 10, 11), record(1, 11, 15), record(2, 12, 13), record(3, 1, 9)]);
  expect(faults).toEqual(['offset 3 was acknowledged before offset 2 was sent']);
});

test('the records may be given in any order', () => {
  expect(checkOrder([record(1, 1, 2), record(0, 3, 4)])).toEqual([
    'offset 1 was acknowledged before offset 0 was sent',
  ]);
});
