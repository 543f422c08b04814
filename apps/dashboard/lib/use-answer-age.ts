// How old an answer is, by a clock that goes on while the next one is awaited.
'use client';

import { useEffect, useState } from 'react';

const tickMs = 1_000;

export interface AnswerAge {
  readonly ageMs: number;
  /** How much of that time the page was seen without a break: a hidden page does not ask, and has nothing to miss. */
  readonly seenMs: number;
}

/** `receivedAt` as of `performance.now()`, which no change of the system's time disturbs. Draws its component every second. */
export function useAnswerAge(receivedAt: number): AnswerAge {
  const [now, setNow] = useState(receivedAt);
  /** Null while the page is hidden. */
  const [seenSince, setSeenSince] = useState<number | null>(receivedAt);

  useEffect(() => {
    const tick = () => setNow(performance.now());
    const onVisibilityChange = () => {
      setSeenSince(document.visibilityState === 'visible' ? performance.now() : null);
      tick();
    };
    if (document.visibilityState !== 'visible') onVisibilityChange();
    const timer = setInterval(tick, tickMs);
    document.addEventListener('visibilitychange', onVisibilityChange);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, []);

  // An answer may be newer than the last tick.
  const ageMs = Math.max(0, now - receivedAt);
  const seenMs = seenSince === null ? 0 : Math.min(ageMs, Math.max(0, now - seenSince));
  return { ageMs, seenMs };
}
