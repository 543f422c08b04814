// The checker of histories: passes a sound one, and sees each planted fault under the invariant that it breaks.
import { expect, test } from 'vitest';
import type { NewLine } from '../history/lines.ts';
import { HistoryChecker } from './checker.ts';
import { invariantIds } from './violations.ts';
import type { InvariantId } from './violations.ts';

const topic = 'log';
const answerMaxMs = 1_000;

const invoked = (id: number, client: string, seq: number, n: number, more: object = {}): NewLine => ({
  op: 'produce',
  type: 'invoke',
  id,
  client,
  via: 0,
  topic,
  seq,
  n,
  keys: ['k'],
  unit: 'partition',
  ...more,
});
const ended = (id: number, client: string, type: 'ok' | 'fail' | 'info', more: object = {}): NewLine => ({
  op: 'produce',
  type,
  id,
  client,
  ...more,
});
const fetching = (id: number, offset: number, partition = 0): NewLine => ({
  op: 'fetch',
  type: 'invoke',
  id,
  client: 'reader',
  via: 0,
  topic,
  partition,
  offset,
});
const fetched = (id: number, ...runs: unknown[]): NewLine =>
  ({ op: 'fetch', type: 'ok', id, client: 'reader', runs }) as NewLine;
const seen = (op: 'tail' | 'audit', client: string, ...runs: unknown[]): NewLine =>
  ({ op, type: 'seen', client, via: 0, topic, runs }) as NewLine;
const audited = (partition: number, start: number, end: number): NewLine => ({
  op: 'audit',
  type: 'ok',
  client: 'auditor',
  topic,
  partition,
  start,
  end,
});
const event = (kind: string, more: object = {}): NewLine =>
  ({ op: 'event', event: { kind, ...more } }) as NewLine;
const sample = (residentBytes: number, sockets?: number): NewLine => ({
  op: 'sample',
  gateway: 0,
  residentBytes,
  ...(sockets === undefined ? {} : { atRest: { sockets } }),
});

/** Partition 0: a0 a1 a2, b0 b1 of unknown outcome, a3; partition 1: the request c0 c1 under a key, d0. e0 was refused. */
const sound: Record<string, NewLine> = {
  run: {
    op: 'run',
    seed: 1,
    gateways: 1,
    answerMaxMs,
    recoveryMaxMs: 30_000,
    residentMaxBytes: 500,
    versions: {},
  },
  rest: sample(100, 3),
  a: invoked(1, 'a', 0, 3),
  aOk: ended(1, 'a', 'ok', { runs: [[0, 0, 0, 3]] }),
  b: invoked(2, 'b', 0, 2),
  bInfo: ended(2, 'b', 'info', { answer: { message: 'reset' } }),
  read: fetching(3, 0),
  readOk: fetched(3, [0, 0, 'a', 0, 3], [0, 3, 'b', 0, 2]),
  a3: invoked(4, 'a', 3, 1),
  a3Ok: ended(4, 'a', 'ok', { runs: [[0, 0, 5, 1]] }),
  c: invoked(5, 'c', 0, 2, { unit: 'request', keys: [] }),
  cInfo: ended(5, 'c', 'info', { answer: { status: 503, message: 'later', hasRetryAfter: true } }),
  cAgain: invoked(6, 'c', 0, 2, { unit: 'request', keys: [] }),
  cOk: ended(6, 'c', 'ok', { runs: [[0, 1, 0, 2]] }),
  e: invoked(7, 'e', 0, 1),
  eFail: ended(7, 'e', 'fail', { answer: { status: 503, message: 'away', hasRetryAfter: true } }),
  d: invoked(8, 'd', 0, 1, { unit: 'transaction', keys: [] }),
  dOk: ended(8, 'd', 'ok', { runs: [[0, 1, 2, 1]] }),
  f: invoked(9, 'f', 0, 2, { unit: 'transaction', keys: [] }),
  fInfo: ended(9, 'f', 'info', { answer: { message: 'reset' } }),
  healed: event('healed'),
  last: invoked(10, 'a', 4, 1),
  lastOk: ended(10, 'a', 'ok', { runs: [[0, 0, 6, 1]] }),
  lastRead: fetching(11, 5),
  lastReadOk: fetched(11, [0, 5, 'a', 3, 2]),
  tail: seen('tail', 'tail', [0, 5, 'a', 3, 2], [1, 2, 'd', 0, 1]),
  audit0: seen('audit', 'auditor', [0, 0, 'a', 0, 3], [0, 3, 'b', 0, 2], [0, 5, 'a', 3, 2]),
  audit0Ok: audited(0, 0, 7),
  audit1: seen('audit', 'auditor', [1, 0, 'c', 0, 2], [1, 2, 'd', 0, 1]),
  audit1Ok: audited(1, 0, 3),
  restAgain: sample(120, 4),
};

function check(history: Record<string, NewLine | readonly NewLine[]>, times: Record<string, number> = {}) {
  const checker = new HistoryChecker();
  let t = 0;
  for (const [name, lines] of Object.entries(history))
    for (const line of [lines].flat()) checker.take({ t: (t = times[name] ?? t + 1), ...line });
  return checker.finish();
}

test('a sound history breaks nothing, and every invariant is put to the test in it', () => {
  const { kept, counts } = check(sound);
  expect(kept).toEqual([]);
  for (const id of invariantIds) expect([id, counts[id].checked]).not.toEqual([id, 0]);
});

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(sound).filter(([name]) => !names.includes(name)));
const audit0 = (...runs: unknown[]) => ({ ...sound, audit0: seen('audit', 'auditor', ...runs) });
const kill = event('gateway-exit', { gateway: 0, how: 'SIGABRT' });

type Mutant = [
  invariant: InvariantId,
  what: string,
  history: Record<string, NewLine | readonly NewLine[]>,
  times?: Record<string, number>,
];
const mutants: Mutant[] = [
  [
    'I1',
    'an acknowledged record that the end of the log has lost',
    { ...audit0([0, 0, 'a', 0, 3], [0, 3, 'b', 0, 2], [0, 5, 'a', 3, 1]), audit0Ok: audited(0, 0, 6) },
  ],
  [
    'I1',
    'an acknowledged record whose offset another has',
    audit0([0, 0, 'a', 0, 3], [0, 3, 'b', 0, 2], [0, 5, 'b', 0, 1], [0, 6, 'a', 4, 1]),
  ],
  [
    'I1',
    'a torn value',
    { ...sound, tail: { ...(sound['tail'] as object), torn: [[0, 6, 'gibberish']] } as unknown as NewLine },
  ],
  [
    'I2',
    'two records swapped',
    audit0([0, 0, 'a', 1, 1], [0, 1, 'a', 0, 1], [0, 2, 'a', 2, 1], [0, 3, 'b', 0, 2], [0, 5, 'a', 3, 2]),
  ],
  [
    'I2',
    'a record that nobody sent',
    {
      ...sound,
      audit1: seen('audit', 'auditor', [1, 0, 'c', 0, 2], [1, 2, 'd', 0, 1], [1, 3, 'x', 0, 1]),
      audit1Ok: audited(1, 0, 4),
    },
  ],
  [
    'I3',
    'a hole',
    {
      ...sound,
      audit1: seen('audit', 'auditor', [1, 0, 'c', 0, 2], [1, 3, 'd', 0, 1]),
      audit1Ok: audited(1, 0, 4),
    },
  ],
  ['I3', 'a start that goes back', { ...sound, again: [audited(0, 2, 7), audited(0, 1, 7)] }],
  [
    'I4',
    'a request whose records changed places',
    {
      ...sound,
      aOk: ended(1, 'a', 'ok', {
        runs: [
          [0, 0, 1, 2],
          [2, 0, 0, 1],
        ],
      }),
    },
  ],
  [
    'I4',
    'a later request with a lower offset',
    {
      ...sound,
      aOk: sound['a3Ok'] as NewLine,
      a: sound['a3'] as NewLine,
      a3: sound['a'] as NewLine,
      a3Ok: sound['aOk'] as NewLine,
    },
  ],
  [
    'I5',
    'a key that moves to another partition',
    { ...sound, a3Ok: ended(4, 'a', 'ok', { runs: [[0, 1, 5, 1]] }) },
  ],
  [
    'I5',
    'a key whose later record is before the earlier',
    { ...sound, lastOk: ended(10, 'a', 'ok', { runs: [[0, 0, 4, 1]] }) },
  ],
  [
    'I6',
    'a value that is there twice',
    {
      ...sound,
      audit1: seen('audit', 'auditor', [1, 0, 'c', 0, 2], [1, 2, 'd', 0, 1], [1, 3, 'c', 0, 2]),
      audit1Ok: audited(1, 0, 5),
    },
  ],
  [
    'I6',
    'a repeat that is answered with other offsets',
    {
      ...sound,
      dOk: [
        sound['dOk'] as NewLine,
        sound['cAgain'] as NewLine,
        ended(6, 'c', 'ok', { runs: [[0, 1, 3, 2]] }),
      ],
    },
  ],
  [
    'I7',
    'half of a request of unknown outcome',
    {
      ...without('readOk', 'read'),
      audit0: seen('audit', 'auditor', [0, 0, 'a', 0, 3], [0, 3, 'b', 0, 1], [0, 5, 'a', 3, 2]),
    },
  ],
  [
    'I7',
    'a refused record that is there',
    {
      ...sound,
      audit1: seen('audit', 'auditor', [1, 0, 'c', 0, 2], [1, 2, 'd', 0, 1], [1, 3, 'e', 0, 1]),
      audit1Ok: audited(1, 0, 4),
    },
  ],
  [
    'I7',
    'a part of a request under a key that is refused',
    { ...sound, cOk: ended(6, 'c', 'ok', { runs: [[0, 1, 0, 1]] }) },
  ],
  ['I8', 'a fetch that skips', { ...sound, readOk: fetched(3, [0, 1, 'a', 1, 2]) }],
  [
    'I8',
    'a fetch that goes back',
    { ...sound, lastReadOk: fetched(11, [0, 4, 'b', 1, 1], [0, 5, 'a', 3, 2]) },
  ],
  ['I8', 'a stream that skips', { ...sound, more: seen('tail', 'tail', [1, 4, 'd', 0, 1]) }],
  ['I8', 'a stream that repeats', { ...sound, more: sound['tail'] as NewLine }],
  ['I9', 'a read that does not see what was acknowledged', { ...sound, readOk: fetched(3) }],
  [
    'I9',
    'a record that was visible and is gone',
    {
      ...without('b', 'bInfo'),
      audit1Ok: audited(1, 0, 2),
      audit1: seen('audit', 'auditor', [1, 0, 'c', 0, 2]),
    },
  ],
  [
    'I13',
    'half of a transaction',
    {
      ...sound,
      audit1: seen('audit', 'auditor', [1, 0, 'c', 0, 2], [1, 2, 'd', 0, 1], [1, 3, 'f', 0, 1]),
      audit1Ok: audited(1, 0, 4),
    },
  ],
  ['I15', 'no produce after the last fault', without('last', 'lastOk', 'lastRead', 'lastReadOk', 'tail')],
  ['I15', 'a recovery that takes too long', sound, { last: 40_000 }],
  ['I15', 'a reader of a stream that lags', { ...sound, tail: seen('tail', 'tail', [0, 5, 'a', 3, 1]) }],
  ['I16', 'a gateway that grows', { ...sound, more: sample(501) }],
  ['I16', 'sockets that stay', { ...sound, restAgain: sample(120, 50) }],
  ['I16', 'a gateway that ends by itself', { ...sound, more: kill }],
  [
    'I16',
    'an unhandled rejection',
    { ...sound, more: event('gateway-log', { gateway: 0, level: 'fatal', text: 'unhandled' }) },
  ],
  ['I18', 'a request that hangs', sound, { a: 10, aOk: 10 + 2 * answerMaxMs }],
  [
    'I18',
    'an error that is not honest',
    { ...sound, eFail: ended(7, 'e', 'fail', { answer: { status: 500, message: 'oops' } }) },
  ],
  [
    'I18',
    'an outage that does not say when to come back',
    { ...sound, eFail: ended(7, 'e', 'fail', { answer: { status: 503, message: 'away' } }) },
  ],
];

test.each(mutants)('%s: %s is seen', (invariant, _, history, times) => {
  const { counts, kept } = check(history, times);
  expect(counts[invariant].violated).toBeGreaterThan(0);
  expect(kept.map(({ invariant: id }) => id)).toContain(invariant);
});

test('every invariant has a mutant', () => {
  expect([...new Set(mutants.map(([id]) => id))].sort()).toEqual([...invariantIds].sort());
});

test('what a fault excuses is no violation', () => {
  const fault = (type: 'invoke' | 'ok'): NewLine => ({
    op: 'fault',
    type,
    id: 99,
    fault: 'F3',
    detail: 'paused',
    stalls: [0],
    ends: [0],
  });
  const history = {
    ...without('healed'),
    run: [sound['run'] as NewLine, fault('invoke'), kill],
    aOk: [sound['aOk'] as NewLine, fault('ok')],
  };
  expect(check(history, { a: 10, aOk: 10 + 2 * answerMaxMs }).kept).toEqual([]);
  const deleted = { ...without('tail'), audit0: event('topic-deleted', { topic }) };
  expect(check(deleted, {}).counts.I1.violated).toBe(0);
});
