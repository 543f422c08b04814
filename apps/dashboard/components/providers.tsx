// What every page stands on: the theme, and one cache of the gateway's answers.
'use client';

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { cssVariables, theme } from '../lib/theme.ts';
import { announceAddress } from '../lib/use-address.ts';

/** Links and the Back button go through Next's router, which tells nobody but its own hooks of a new query. */
function AddressWatcher() {
  const parameters = useSearchParams();
  useEffect(announceAddress, [parameters]);
  return null;
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // A gateway on this machine is there without a network too; what fails is asked again by the next refresh.
      queries: { retry: false, networkMode: 'always' },
    },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Suspense fallback={null}>
          <AddressWatcher />
        </Suspense>
        {children}
      </QueryClientProvider>
    </MantineProvider>
  );
}
