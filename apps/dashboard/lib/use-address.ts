// The page's state lives in its address: every view can be linked, reloaded and walked back to.
'use client';

import { useCallback, useSyncExternalStore } from 'react';

const changed = 'weir:address';

function subscribe(onChange: () => void): () => void {
  window.addEventListener(changed, onChange);
  return () => window.removeEventListener(changed, onChange);
}

/** Makes every reader of the address look at it again. */
export function announceAddress(): void {
  window.dispatchEvent(new Event(changed));
}

/** The query of the address, with its `?`. The exported page is drawn without one, then at once with the real one. */
export function useQueryString(): string {
  return useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => '',
  );
}

/** Changes the query: `push` adds a step for the Back button, `replace` (typing) does not. */
export function useNavigateQuery(): (query: string, mode: 'push' | 'replace') => void {
  return useCallback((query, mode) => {
    const { pathname, search } = window.location;
    if (query === search) return;
    const url = pathname + query;
    if (mode === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
    announceAddress();
  }, []);
}

/** The origin that a visitor's curl would use; empty while the page is being exported. */
export function useOrigin(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => window.location.origin,
    () => '',
  );
}
