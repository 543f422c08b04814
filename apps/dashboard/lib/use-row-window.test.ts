// The rows to draw: always those on the screen, never many more, never outside the list.
import { expect, test } from 'vitest';
import { rowWindow } from './use-row-window.ts';

const screenHeight = 800;

test('covers the screen wherever the list stands, with few rows beside it', () => {
  const rowHeight = 40;
  const count = 10_000;
  for (let top = 500; top > -rowHeight * count - 500; top -= 977) {
    const { first, end } = rowWindow({ top, rowHeight, count }, screenHeight);
    const firstSeen = Math.max(0, Math.floor(-top / rowHeight));
    const lastSeen = Math.min(count, Math.ceil((screenHeight - top) / rowHeight));
    if (firstSeen < count) expect(first).toBeLessThanOrEqual(firstSeen);
    expect(end).toBeGreaterThanOrEqual(lastSeen);
    expect(end - first).toBeLessThanOrEqual(20 + 2 * 12 + 2 * 12);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(count);
  }
});

test('an empty list has no rows', () => {
  expect(rowWindow({ top: 100, rowHeight: 40, count: 0 }, screenHeight)).toEqual({ first: 0, end: 0 });
});

test('small scrolling does not move the window', () => {
  const at = (top: number) => rowWindow({ top, rowHeight: 40, count: 10_000 }, screenHeight);
  expect(at(-4_810)).toEqual(at(-4_850));
});
