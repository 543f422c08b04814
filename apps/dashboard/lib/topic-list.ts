// Which topics the table shows, and in which order: the state of the page's address, applied to a sample.
import type { Topic } from './topic-sample.ts';

export const sortColumns = ['name', 'partitions', 'records', 'size', 'rate'] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface TopicListState {
  /** Part of a topic name, in any case; several words must all occur. */
  readonly search: string;
  readonly sort: SortColumn;
  readonly isDescending: boolean;
  readonly showsInternal: boolean;
  /** The topic whose panel is open. */
  readonly openTopic: string | null;
}

/** Reads `?q=&sort=-size&internal=1&topic=`; what it does not know is left at its default. */
export function parseTopicListState(query: string): TopicListState {
  const parameters = new URLSearchParams(query);
  const sort = parameters.get('sort') ?? 'name';
  const column = sortColumns.find((name) => name === sort.replace(/^-/, ''));
  return {
    search: parameters.get('q') ?? '',
    sort: column ?? 'name',
    isDescending: column !== undefined && sort.startsWith('-'),
    showsInternal: parameters.get('internal') === '1',
    openTopic: parameters.get('topic'),
  };
}

/** The query that `parseTopicListState` reads, without what is at its default; empty or with its `?`. */
export function topicListQuery(state: TopicListState): string {
  const parameters = new URLSearchParams();
  if (state.search) parameters.set('q', state.search);
  const sort = (state.isDescending ? '-' : '') + state.sort;
  if (sort !== 'name') parameters.set('sort', sort);
  if (state.showsInternal) parameters.set('internal', '1');
  if (state.openTopic !== null) parameters.set('topic', state.openTopic);
  const query = parameters.toString();
  return query && `?${query}`;
}

/** The state after a click on a column's heading: figures begin with the largest, names with the first. */
export function sortedBy(state: TopicListState, column: SortColumn): TopicListState {
  const isDescending = state.sort === column ? !state.isDescending : column !== 'name';
  return { ...state, sort: column, isDescending };
}

/** Kafka's order of names: by code unit, so that the same list looks the same everywhere. */
function compareNames(a: Topic, b: Topic): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

const figures: Record<Exclude<SortColumn, 'name'>, (topic: Topic) => number> = {
  partitions: (topic) => topic.partitions.length,
  records: (topic) => topic.records,
  size: (topic) => topic.sizeBytes,
  rate: (topic) => topic.rate ?? -1,
};

function compareBy(column: SortColumn): (a: Topic, b: Topic) => number {
  if (column === 'name') return compareNames;
  const figure = figures[column];
  return (a, b) => figure(a) - figure(b);
}

export function listTopics(topics: readonly Topic[], state: TopicListState): Topic[] {
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = topics.filter((topic) => {
    if (topic.isInternal && !state.showsInternal) return false;
    const name = topic.name.toLowerCase();
    return words.every((word) => name.includes(word));
  });
  const compare = compareBy(state.sort);
  const sign = state.isDescending ? -1 : 1;
  // Topics with the same figure stay in the order of their names, whichever way the figures go.
  return shown.sort((a, b) => sign * compare(a, b) || compareNames(a, b));
}

/** New figures in a former order: topics that are gone leave, topics that are new come last. */
export function keepOrder(order: readonly string[], topics: readonly Topic[]): Topic[] {
  const remaining = new Map(topics.map((topic) => [topic.name, topic]));
  const kept: Topic[] = [];
  for (const name of order) {
    const topic = remaining.get(name);
    if (topic) kept.push(topic);
    remaining.delete(name);
  }
  return [...kept, ...remaining.values()];
}
