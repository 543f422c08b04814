// Copies text, also on pages that came over plain HTTP from another machine, where browsers hide the clipboard.
'use client';

import { useEffect, useRef, useState } from 'react';

const shownMs = 2_000;

async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const wasCopied = document.execCommand('copy');
  area.remove();
  return wasCopied;
}

export type CopyState = 'idle' | 'copied' | 'refused';

/** `copy` tells by `state`, for two seconds, whether the browser let it. */
export function useCopy(): { state: CopyState; copy: (text: string) => void } {
  const [state, setState] = useState<CopyState>('idle');
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const show = (outcome: CopyState) => {
    setState(outcome);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setState('idle'), shownMs);
  };
  const copy = (text: string) => {
    copyText(text).then(
      (wasCopied) => show(wasCopied ? 'copied' : 'refused'),
      () => show('refused'),
    );
  };
  return { state, copy };
}
