// The topics of the cluster, asked for again every two seconds or so while the page is visible.
'use client';

import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { ApiError, fetchClusterId, fetchServer, fetchTopicStatistics } from './gateway.ts';
import { refreshPauseMs, withDuration } from './refresh-pace.ts';
import { toSample, type TopicSample } from './topic-sample.ts';

const clusterKey = ['cluster'] as const;
const topicsKey = ['topics'] as const;

export interface TopicsAnswer extends TopicSample {
  readonly clusterId: string;
  /** As of `performance.now()`. */
  readonly receivedAt: number;
  /** How long the newest answers took, oldest first. */
  readonly durationsMs: readonly number[];
}

async function askForTopics(queryClient: QueryClient, signal: AbortSignal): Promise<TopicsAnswer> {
  const clusterId = await queryClient.ensureQueryData({
    queryKey: clusterKey,
    queryFn: (context) => fetchClusterId(context.signal),
    staleTime: Infinity,
  });
  const startedAt = performance.now();
  try {
    const statistics = await fetchTopicStatistics(clusterId, signal);
    const former = queryClient.getQueryData<TopicsAnswer>(topicsKey);
    // Rates of another cluster's topics would be nonsense.
    const comparable = former?.clusterId === clusterId ? former : undefined;
    const sample = toSample(statistics, comparable);
    const receivedAt = performance.now();
    const durationsMs = withDuration(comparable?.durationsMs ?? [], receivedAt - startedAt);
    return { ...sample, clusterId, receivedAt, durationsMs };
  } catch (error) {
    // The gateway was given another database: ask for its cluster anew.
    if (error instanceof ApiError && error.status === 404)
      queryClient.removeQueries({ queryKey: clusterKey });
    throw error;
  }
}

/** The newest sample with its rates. After a failure the former one stays, and asking goes on. */
export function useTopics() {
  const queryClient = useQueryClient();
  return useQuery({
    queryKey: topicsKey,
    queryFn: ({ signal }) => askForTopics(queryClient, signal),
    refetchInterval: (query) => refreshPauseMs(query.state.data?.durationsMs ?? []),
    // Comparing thousands of rows field by field costs more than drawing the twenty that are seen.
    structuralSharing: false,
  });
}

/** Version and cluster id, for the frame of the page; the page works without them. */
export function useServer() {
  return useQuery({
    queryKey: ['server'],
    queryFn: ({ signal }) => fetchServer(signal),
    staleTime: 60_000,
  });
}
