// The kill test's checker: passes what is in order, and sees each planted fault.
import { expect, test } from 'vitest';
import { checkHistory } from './check-history.ts';
import type { LogEntry, Produced } from './check-history.ts';

const acknowledged = (partition: number, offset: number) =>
  ({ kind: 'acknowledged', partition, offset }) as const;
const unknown = { kind: 'unknown' } as const;
const refused = { kind: 'refused' } as const;

/** Three acknowledged at the first try, one after a refusal, one stored twice by a lost answer, one lost answer for nothing. */
const history: Produced[] = [
  { value: 'a', outcomes: [acknowledged(0, 0)] },
  { value: 'b', outcomes: [acknowledged(0, 1)] },
  { value: 'c', outcomes: [acknowledged(1, 0)] },
  { value: 'd', outcomes: [refused, acknowledged(1, 1)] },
  { value: 'e', outcomes: [unknown, acknowledged(0, 3)] },
  { value: 'f', outcomes: [unknown, refused] },
];
const log = (...values: string[]): LogEntry[] => values.map((value, offset) => ({ offset, value }));
const logs = [log('a', 'b', 'e', 'e'), log('c', 'd')];

test('a kept promise has no fault, with or without what has an unknown outcome', () => {
  expect(checkHistory(history, logs)).toEqual([]);
  expect(checkHistory(history, [log('a', 'b', 'e', 'e', 'f'), log('c', 'd')])).toEqual([]);
});

test.each([
  ['a lost record', [log('a', 'b', 'e', 'e'), log('c')], 'd was acknowledged at 1:1, where nothing is'],
  ['a lost partition', [log('a', 'b', 'e', 'e')], 'c was acknowledged at 1:0, where nothing is'],
  ['a moved record', [log('b', 'a', 'e', 'e'), log('c', 'd')], 'a was acknowledged at 0:0, where b is'],
  ['a torn record', [log('a', 'b', 'e', 'e'), log('c', 'd', 'f'.slice(1))], '1:2 holds , which nobody sent'],
  ['a changed record', [log('a', 'b', 'e', 'e'), log('c', 'D')], '1:1 holds D, which nobody sent'],
  [
    'a doubled record',
    [log('a', 'b', 'e', 'e'), log('c', 'd', 'a')],
    'a is stored 2 times, 1 at most are explained',
  ],
  ['a copy of a refusal', [log('a', 'b', 'e', 'e'), log('c', 'd', 'd')], 'd is stored 2 times, 1 at most'],
  ['a copy too many', [log('a', 'b', 'e', 'e', 'e'), log('c', 'd')], 'e is stored 3 times, 2 at most'],
])('%s is a fault', (_, faulty, expected) => {
  expect(checkHistory(history, faulty)).toContainEqual(expect.stringContaining(expected));
});

test('a gap is a fault', () => {
  const gap = [...log('a', 'b', 'e', 'e').map((entry) => entry), { offset: 5, value: 'f' }];
  expect(checkHistory(history, [gap, log('c', 'd')])).toEqual(['partition 0 has offset 5 where 4 is due']);
});
