// Which rows of a long list are near the screen, so that ten thousand of them cost no more than thirty.
'use client';

import { useLayoutEffect, useState, type RefObject } from 'react';

export interface RowWindow {
  readonly first: number;
  /** Behind the last row to draw. */
  readonly end: number;
}

/** Rows drawn above and below the screen; also the step in which the window moves. */
const margin = 12;

/** Rows `first` to `end` of a list whose upper edge is at `top`, in pixels from the upper edge of the screen. */
export function rowWindow(
  list: { top: number; rowHeight: number; count: number },
  screenHeight: number,
): RowWindow {
  const firstSeen = Math.floor(-list.top / list.rowHeight);
  const lastSeen = Math.ceil((screenHeight - list.top) / list.rowHeight);
  const first = Math.floor((firstSeen - margin) / margin) * margin;
  const end = Math.ceil((lastSeen + margin) / margin) * margin;
  return { first: Math.min(Math.max(0, first), list.count), end: Math.min(Math.max(0, end), list.count) };
}

/** Follows scrolling of the page and of every box inside it. All rows of `list` have the same height. */
export function useRowWindow(
  list: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): RowWindow {
  const [shown, setShown] = useState<RowWindow>({ first: 0, end: Math.min(count, 3 * margin) });

  useLayoutEffect(() => {
    const update = () => {
      if (!list.current) return;
      const { top } = list.current.getBoundingClientRect();
      const next = rowWindow({ top, rowHeight, count }, window.innerHeight);
      setShown((former) => (former.first === next.first && former.end === next.end ? former : next));
    };
    update();
    document.addEventListener('scroll', update, { capture: true, passive: true });
    window.addEventListener('resize', update, { passive: true });
    return () => {
      document.removeEventListener('scroll', update, { capture: true });
      window.removeEventListener('resize', update);
    };
  }, [list, count, rowHeight]);

  // The list may have become shorter since the window was measured.
  return { first: Math.min(shown.first, count), end: Math.min(shown.end, count) };
}
