// How often the gateway is asked again, and from when on its last answer counts as old.

const refreshMs = 2_000;
const longestPauseMs = 10_000;
/** A pause of so many times an answer's duration, so that thousands of topics do not keep a gateway busy. */
const pausePerAnswer = 4;
/** How many durations are remembered. */
const durationCount = 3;
/** So many pauses without an answer are too many. */
const pausesUntilOverdue = 3;

/** `durations` of the newest answers, oldest first, with another one; those that no longer matter are left out. */
export function withDuration(durations: readonly number[], durationMs: number): readonly number[] {
  return [...durations, durationMs].slice(-durationCount);
}

/**
 * Milliseconds from an answer to the next request. The quickest of the newest answers decides, and only when there are
 * enough of them: one that was slow because the gateway stood still for a moment says nothing about the work.
 */
export function refreshPauseMs(durations: readonly number[]): number {
  if (durations.length < durationCount) return refreshMs;
  const pauseMs = pausePerAnswer * Math.min(...durations);
  return Math.min(Math.max(refreshMs, pauseMs), longestPauseMs);
}

/** Milliseconds after which figures are no longer those of now. */
export function overdueAfterMs(durations: readonly number[]): number {
  return pausesUntilOverdue * refreshPauseMs(durations);
}
