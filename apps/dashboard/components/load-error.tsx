// What failed, in the gateway's words, and a way to try again. Trying goes on by itself too.
'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError } from '../lib/gateway.ts';
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
  readonly title: ReactNode;
  /** Null while nothing has failed, but an answer is long in coming. */
  readonly error: Error | null;
  readonly onRetry: () => void;
}

export function LoadError({ title, error, onRetry }: LoadErrorProps) {
  const details = error ? reference(error) : '';
  return (
    <div role="alert" className={classes.error}>
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        <p className={classes.message}>
          {error?.message ?? `The gateway at ${window.location.origin} takes long to answer.`}
        </p>
        {details && <p className={classes.reference}>{details}</p>}
      </div>
      <Button variant="default" size="compact-sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
