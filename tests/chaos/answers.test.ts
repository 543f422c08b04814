// Which answers are counted for which fault.
import { expect, test } from 'vitest';
import { AnswersByFault } from './answers.ts';
import type { Line } from './history/lines.ts';

const sent = (t: number, id: number): Line => ({
  ...{ t, op: 'produce', type: 'invoke', id, client: 'a', via: 0, topic: 'x', seq: 0, n: 1 },
  ...{ keys: [], unit: 'record' },
});
const stored = (t: number, id: number): Line => ({ t, op: 'produce', type: 'ok', id, client: 'a' });
const lost = (t: number, id: number, status?: number): Line => ({
  ...{ t, op: 'produce', type: 'info', id, client: 'a' },
  answer: { message: '', ...(status === undefined ? {} : { status }) },
});
const fault = (t: number, id: number, name: string, type: 'invoke' | 'ok'): Line => ({
  ...{ t, op: 'fault', type, id, fault: name, detail: '' },
});

test('answers are counted for the one fault that was under way', () => {
  const answers = new AnswersByFault();
  const lines = [
    ...[sent(0, 1), stored(3, 1)],
    // Overtaken by a fault.
    sent(4, 2),
    fault(5, 0, 'F12', 'invoke'),
    stored(9, 2),
    ...[sent(10, 3), stored(17, 3), sent(18, 4), lost(19, 4, 503), sent(20, 5), lost(30, 5)],
    // Of two at once nobody knows which it was.
    fault(31, 1, 'F2', 'invoke'),
    ...[sent(32, 6), stored(99, 6)],
    fault(100, 0, 'F12', 'ok'),
    ...[sent(101, 7), stored(112, 7), sent(112, 8), { ...stored(113, 8), type: 'fail' } as Line],
    fault(113, 1, 'F2', 'ok'),
  ];
  for (const line of lines) answers.take(line);
  expect(answers.table().slice(2)).toEqual([
    '| none | 1 | 3 / 3 | 0 | 0 |',
    '| F2 | 1 | 11 / 11 | 1 | 0 |',
    '| F12 | 1 | 7 / 7 | 1 | 1 |',
  ]);
});
