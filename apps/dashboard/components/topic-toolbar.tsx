// Above the table: search, internal topics, and on a phone the order, which has no headings to press there.
'use client';

import { Kbd, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { parseTopicListState, type TopicListState } from '../lib/topic-list.ts';
import classes from './topic-toolbar.module.css';

const orders = [
  { value: 'name', label: 'Name' },
  { value: '-rate', label: 'Rate' },
  { value: '-records', label: 'Records' },
  { value: '-size', label: 'Size' },
  { value: '-partitions', label: 'Partitions' },
];

interface TopicToolbarProps {
  readonly state: TopicListState;
  /** `typing` changes with every key, so that it adds no step for the Back button. */
  readonly onChange: (state: TopicListState, kind: 'typing' | 'choice') => void;
  /** How many topics are shown, in words. */
  readonly outcome: string;
}

export function TopicToolbar({ state, onChange, outcome }: TopicToolbarProps) {
  const search = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => search.current?.focus()]]);
  return (
    <div className={classes.toolbar} role="search">
      <TextInput
        ref={search}
        type="search"
        className={classes.search}
        aria-label="Search topics"
        placeholder="Search topics"
        value={state.search}
        onChange={(event) => onChange({ ...state, search: event.currentTarget.value }, 'typing')}
        leftSection={<IconSearch size={15} stroke={1.7} aria-hidden />}
        rightSection={state.search ? undefined : <Kbd className={classes.key}>/</Kbd>}
        rightSectionPointerEvents="none"
      />
      <span aria-live="polite" className={classes.outcome}>
        {outcome}
      </span>
      <NativeSelect
        hiddenFrom="sm"
        aria-label="Sort by"
        className={classes.order}
        data={orders}
        value={(state.isDescending ? '-' : '') + state.sort}
        onChange={(event) => {
          const { sort, isDescending } = parseTopicListState(`sort=${event.currentTarget.value}`);
          onChange({ ...state, sort, isDescending }, 'choice');
        }}
      />
      <Switch
        size="xs"
        withThumbIndicator={false}
        label="Internal topics"
        checked={state.showsInternal}
        onChange={(event) => onChange({ ...state, showsInternal: event.currentTarget.checked }, 'choice')}
      />
    </div>
  );
}
