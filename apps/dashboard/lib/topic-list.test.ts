// What the address says and what the table then shows.
import { describe, expect, test } from 'vitest';
import {
  keepOrder,
  listTopics,
  parseTopicListState,
  sortColumns,
  sortedBy,
  topicListQuery,
  type TopicListState,
} from './topic-list.ts';
import type { Topic } from './topic-sample.ts';

const defaults: TopicListState = {
  search: '',
  sort: 'name',
  isDescending: false,
  showsInternal: false,
  openTopic: null,
};

function topic(name: string, figures: Partial<Topic> = {}): Topic {
  return {
    name,
    isInternal: false,
    records: 0,
    sizeBytes: 0,
    endOffsets: 0,
    rate: null,
    rates: [],
    partitions: [],
    ...figures,
  };
}

function names(topics: readonly Topic[]): string[] {
  return topics.map(({ name }) => name);
}

describe('the address', () => {
  test('says nothing about defaults', () => {
    expect(topicListQuery(defaults)).toBe('');
    expect(parseTopicListState('')).toEqual(defaults);
  });

  test('gives back every state that it was made from', () => {
    for (const sort of sortColumns) {
      for (const isDescending of [false, true]) {
        for (const search of ['', 'a b', 'ö&=?#%']) {
          const state = {
            search,
            sort,
            isDescending,
            showsInternal: isDescending,
            openTopic: search || null,
          };
          expect(parseTopicListState(topicListQuery(state))).toEqual(state);
        }
      }
    }
  });

  test('with nonsense in it shows the defaults', () => {
    expect(parseTopicListState('?sort=-colour&internal=yes&x=1')).toEqual(defaults);
  });
});

describe('sorting', () => {
  test('begins with the largest figure, with names in their order, and turns round when pressed again', () => {
    const byRecords = sortedBy(defaults, 'records');
    expect(byRecords).toMatchObject({ sort: 'records', isDescending: true });
    expect(sortedBy(byRecords, 'records').isDescending).toBe(false);
    expect(sortedBy(byRecords, 'name')).toMatchObject({ sort: 'name', isDescending: false });
  });

  const topics = [topic('b', { records: 1 }), topic('c', { records: 5 }), topic('a', { records: 1 })];

  test('leaves equal figures in the order of their names, both ways', () => {
    expect(names(listTopics(topics, { ...defaults, sort: 'records' }))).toEqual(['a', 'b', 'c']);
    expect(names(listTopics(topics, { ...defaults, sort: 'records', isDescending: true }))).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  test('puts an unknown rate below zero', () => {
    const rated = [topic('unknown'), topic('zero', { rate: 0 }), topic('some', { rate: 2 })];
    const shown = listTopics(rated, { ...defaults, sort: 'rate', isDescending: true });
    expect(names(shown)).toEqual(['some', 'zero', 'unknown']);
  });

  test('does not change the sample', () => {
    listTopics(topics, { ...defaults, sort: 'name' });
    expect(names(topics)).toEqual(['b', 'c', 'a']);
  });
});

describe('filtering', () => {
  const topics = [topic('orders.events'), topic('Orders.dead'), topic('__offsets', { isInternal: true })];

  test('finds parts of names in any case, and every word must occur', () => {
    expect(names(listTopics(topics, { ...defaults, search: 'ORDERS' }))).toEqual([
      'Orders.dead',
      'orders.events',
    ]);
    expect(names(listTopics(topics, { ...defaults, search: ' events  ord ' }))).toEqual(['orders.events']);
    expect(listTopics(topics, { ...defaults, search: 'offsets' })).toEqual([]);
  });

  test('shows internal topics when asked', () => {
    const shown = listTopics(topics, { ...defaults, search: 'offsets', showsInternal: true });
    expect(names(shown)).toEqual(['__offsets']);
  });
});

test('a held order takes new figures, drops what is gone and ends with what is new', () => {
  const kept = keepOrder(['c', 'gone', 'a'], [topic('a', { records: 9 }), topic('b'), topic('c')]);
  expect(names(kept)).toEqual(['c', 'a', 'b']);
  expect(kept[1]?.records).toBe(9);
});
