// Figures as the table writes them, at the edges where a unit or a rounding changes.
import { describe, expect, test } from 'vitest';
import { formatAge, formatBytes, formatCount, formatQuantity, formatRate } from './format.ts';

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [99_900, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [4_201_331_200, '4.2 GB'],
    [Number.MAX_SAFE_INTEGER, '9.0 PB'],
    [5_000_000_000_000_000_000, '5,000 PB'],
  ])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test('never writes a thousand of a unit that has a larger one', () => {
    for (let bytes = 990_000; bytes < 1_010_000; bytes += 7) expect(formatBytes(bytes)).not.toMatch(/^1,000/);
  });
});

describe('formatRate', () => {
  test.each([
    [null, '–'],
    [0, '0/s'],
    [0.5, '0.5/s'],
    [9.94, '9.9/s'],
    [9.96, '10/s'],
    [1841.4, '1,841/s'],
  ])('%s records per second', (rate, text) => expect(formatRate(rate)).toBe(text));
});

test.each([
  [0, '1 s'],
  [7_400, '7 s'],
  [119_000, '119 s'],
  [120_000, '2 min'],
  [7_199_000, '119 min'],
  [7_200_000, '2 h'],
])('an answer of %d ms ago', (ageMs, text) => expect(formatAge(ageMs)).toBe(text));

test('counts have groups of three digits and their noun', () => {
  expect(formatCount(18_420_113)).toBe('18,420,113');
  expect(formatQuantity(1, 'topic')).toBe('1 topic');
  expect(formatQuantity(0, 'record')).toBe('0 records');
});
