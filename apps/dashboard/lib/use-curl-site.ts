// What lines for a shell must know of the gateway that this page comes from.
'use client';

import type { CurlSite } from './curl.ts';
import { useOrigin } from './use-address.ts';
import { useServer } from './use-topics.ts';

export function useCurlSite(): CurlSite {
  const origin = useOrigin();
  const { data } = useServer();
  return { origin, needsToken: data?.needs_token ?? false };
}
