// What failed, in the gateway's words, and a way to try again. Trying goes on by itself too.
'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '../lib/gateway.ts';
import { formatTime } from '../lib/format.ts';
import classes from './load-error.module.css';

/** Code and request id, for whoever looks it up in the gateway's log. */
function reference(error: Error): string {
  if (!(error instanceof ApiError)) return '';
  const parts = [
    error.errorCode === null ? '' : `error code ${error.errorCode}`,
    error.requestId === null ? '' : `request ${error.requestId}`,
  ];
  return parts.filter(Boolean).join(' · ');
}

interface LoadErrorProps {
  readonly error: Error;
  /** Epoch milliseconds of the rows that are still shown; null if there are none. */
  readonly shownSince: number | null;
  readonly onRetry: () => void;
}

export function LoadError({ error, shownSince, onRetry }: LoadErrorProps) {
  const details = reference(error);
  return (
    <div role="alert" className={classes.error}>
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.title}>
          {shownSince === null
            ? 'The topics could not be loaded'
            : `Not refreshed: these figures are from ${formatTime(shownSince)}`}
        </p>
        <p className={classes.message}>{error.message}</p>
        {details && <p className={classes.reference}>{details}</p>}
      </div>
      <Button variant="default" size="compact-sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
