// The page of topics: what the address asks for, of what the gateway last answered.
'use client';

import { Button, Title } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { formatBytes, formatCount, formatQuantity, formatRate } from '../lib/format.ts';
import {
  keepOrder,
  listTopics,
  parseTopicListState,
  sortedBy,
  topicListQuery,
  type TopicListState,
} from '../lib/topic-list.ts';
import type { Topic } from '../lib/topic-sample.ts';
import { useNavigateQuery, useQueryString } from '../lib/use-address.ts';
import { useTopics } from '../lib/use-topics.ts';
import { FirstRun } from './first-run.tsx';
import { LoadError } from './load-error.tsx';
import { RefreshNotice } from './refresh-notice.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import { TopicPanel } from './topic-panel.tsx';
import { TopicTable } from './topic-table.tsx';
import { TopicToolbar } from './topic-toolbar.tsx';
import classes from './topics-page.module.css';

const noTopics: readonly Topic[] = [];

/** The address as state, and a way to change both at once. */
function useListState() {
  const query = useQueryString();
  const navigate = useNavigateQuery();
  const state = useMemo(() => parseTopicListState(query), [query]);
  const change = useCallback(
    (next: TopicListState, kind: 'typing' | 'choice') =>
      navigate(topicListQuery(next), kind === 'typing' ? 'replace' : 'push'),
    [navigate],
  );
  return { state, change };
}

/** The rows in their order; while the pointer is over them, in the order that they had when it came. */
function useRows(topics: readonly Topic[], state: TopicListState) {
  const { search, sort, isDescending, showsInternal } = state;
  const key = [search, sort, isDescending, showsInternal].join('\n');
  const [held, setHeld] = useState<{ key: string; names: string[] } | null>(null);
  const listed = useMemo(
    () => listTopics(topics, { search, sort, isDescending, showsInternal, openTopic: null }),
    [topics, search, sort, isDescending, showsInternal],
  );
  const rows = useMemo(
    () => (held?.key === key ? keepOrder(held.names, listed) : listed),
    [held, key, listed],
  );
  const hold = (isOver: boolean) => setHeld(isOver ? { key, names: rows.map(({ name }) => name) } : null);
  return { rows, hold };
}

function Summary({ topics }: { topics: readonly Topic[] }) {
  const sum = (figure: (topic: Topic) => number) => topics.reduce((total, topic) => total + figure(topic), 0);
  const hasRates = topics.some(({ rate }) => rate !== null);
  return (
    <p className={classes.summary}>
      <span>{formatQuantity(topics.length, 'topic')}</span>
      <span>
        {formatQuantity(
          sum((topic) => topic.partitions.length),
          'partition',
        )}
      </span>
      <span>
        {formatQuantity(
          sum((topic) => topic.records),
          'record',
        )}
      </span>
      <span>{formatBytes(sum((topic) => topic.sizeBytes))}</span>
      {hasRates && <span>{formatRate(sum((topic) => topic.rate ?? 0))}</span>}
    </p>
  );
}

function NothingFound({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <div className={classes.empty}>
      <p>No topic matches “{search}”.</p>
      <Button variant="default" size="compact-sm" onClick={onClear}>
        Clear the search
      </Button>
    </div>
  );
}

export function TopicsPage() {
  const { state, change } = useListState();
  const { data, error, refetch } = useTopics();
  const retry = () => void refetch();
  const topics = data?.topics ?? noTopics;
  const { rows, hold } = useRows(topics, state);
  const countable = useMemo(
    () => topics.filter(({ isInternal }) => state.showsInternal || !isInternal),
    [topics, state.showsInternal],
  );
  const open = useCallback(
    (name: string) => change({ ...state, openTopic: name }, 'choice'),
    [change, state],
  );
  const isFirstRun = data !== undefined && topics.every(({ isInternal }) => isInternal);
  const outcome = state.search
    ? `${formatCount(rows.length)} of ${formatQuantity(countable.length, 'topic')}`
    : '';

  return (
    <>
      <header className={classes.head}>
        <Title order={1}>Topics</Title>
        {data && !isFirstRun ? (
          <Summary topics={countable} />
        ) : (
          <p className={classes.summary}>{isFirstRun ? 'No topics yet' : ''}</p>
        )}
      </header>
      {data && <RefreshNotice answer={data} error={error} onRetry={retry} />}
      {!data && error && <LoadError title="The topics could not be loaded" error={error} onRetry={retry} />}
      {isFirstRun && <FirstRun clusterId={data.clusterId} />}
      {(!data && !error) || (data && (!isFirstRun || countable.length > 0)) ? (
        <div className={classes.card}>
          <TopicToolbar state={state} onChange={change} outcome={outcome} />
          {data ? (
            <TopicTable
              topics={rows}
              sorting={{
                column: state.sort,
                isDescending: state.isDescending,
                onSort: (column) => change(sortedBy(state, column), 'choice'),
              }}
              onOpen={open}
              onHover={hold}
            />
          ) : (
            <TableSkeleton />
          )}
          {data && rows.length === 0 && state.search && (
            <NothingFound search={state.search} onClear={() => change({ ...state, search: '' }, 'choice')} />
          )}
        </div>
      ) : null}
      {data && (
        <TopicPanel
          name={state.openTopic}
          topic={topics.find(({ name }) => name === state.openTopic)}
          onClose={() => change({ ...state, openTopic: null }, 'choice')}
        />
      )}
    </>
  );
}
