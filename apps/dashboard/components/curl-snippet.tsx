// A line for the shell with a heading and a button that copies it.
'use client';

import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { CurlCommand } from '../lib/curl.ts';
import { useCopy, type CopyState } from '../lib/use-copy.ts';
import classes from './curl-snippet.module.css';

const copyLabels: Record<CopyState, string> = {
  idle: 'Copy',
  copied: 'Copied',
  refused: 'Select it by hand',
};

export function CurlSnippet({ command }: { command: CurlCommand }) {
  const { state, copy } = useCopy();
  const Icon = state === 'copied' ? IconCheck : IconCopy;
  return (
    <section className={classes.snippet} aria-label={command.title}>
      <div className={classes.head}>
        <h3 className={classes.title}>{command.title}</h3>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          className={classes.copy}
          leftSection={<Icon size={14} stroke={1.7} aria-hidden />}
          onClick={() => copy(command.text)}
        >
          <span aria-live="polite">{copyLabels[state]}</span>
        </Button>
      </div>
      <pre className={classes.text}>{command.text}</pre>
    </section>
  );
}
