// Says that the figures on the page are old, and since when: because asking failed, or because no answer comes.
'use client';

import { formatAge, formatTime } from '../lib/format.ts';
import { overdueAfterMs } from '../lib/refresh-pace.ts';
import { useAnswerAge } from '../lib/use-answer-age.ts';
import type { TopicsAnswer } from '../lib/use-topics.ts';
import { LoadError } from './load-error.tsx';

interface RefreshNoticeProps {
  /** What the page shows. */
  readonly answer: TopicsAnswer;
  /** Why it was not replaced by a newer one; null where nothing has failed so far. */
  readonly error: Error | null;
  readonly onRetry: () => void;
}

export function RefreshNotice({ answer, error, onRetry }: RefreshNoticeProps) {
  const { ageMs, seenMs } = useAnswerAge(answer.receivedAt);
  if (!error && seenMs < overdueAfterMs(answer.durationsMs)) return null;
  return (
    <LoadError
      title={
        <>
          {/* Counted for the eye only: a screen reader would read the alert out every second. */}
          Not refreshed<span aria-hidden> for {formatAge(ageMs)}</span>: these figures are from{' '}
          {formatTime(answer.sampledAt)}
        </>
      }
      error={error}
      onRetry={onRetry}
    />
  );
}
