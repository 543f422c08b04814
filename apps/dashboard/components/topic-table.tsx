// The topics as rows; only those near the screen are in the document.
'use client';

import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { memo, useRef, type PointerEvent } from 'react';
import { formatBytes, formatCount, formatRate } from '../lib/format.ts';
import { sortColumns, type SortColumn } from '../lib/topic-list.ts';
import { rateHistoryLength, type Topic } from '../lib/topic-sample.ts';
import { useRowWindow } from '../lib/use-row-window.ts';
import { Sparkline } from './sparkline.tsx';
import classes from './topic-table.module.css';

const headings: Record<SortColumn, string> = {
  name: 'Name',
  partitions: 'Partitions',
  records: 'Records',
  size: 'Size',
  rate: 'Rate',
};

/** Pixels, as in the style sheet. */
const rowHeight = 40;
const cardHeight = 64;

interface Sorting {
  readonly column: SortColumn;
  readonly isDescending: boolean;
  readonly onSort: (column: SortColumn) => void;
}

function Heading({ column, sorting }: { column: SortColumn; sorting: Sorting }) {
  const isSorted = sorting.column === column;
  const direction = sorting.isDescending ? 'descending' : 'ascending';
  const Icon = isSorted && sorting.isDescending ? IconChevronDown : IconChevronUp;
  return (
    <div role="columnheader" aria-sort={isSorted ? direction : 'none'} className={classes[column]}>
      <button type="button" className={classes.sort} onClick={() => sorting.onSort(column)}>
        {headings[column]}
        <Icon size={14} stroke={2} aria-hidden />
      </button>
    </div>
  );
}

interface RowProps {
  readonly topic: Topic;
  readonly rowIndex: number;
  readonly onOpen: (name: string) => void;
}

const Row = memo(function Row({ topic, rowIndex, onOpen }: RowProps) {
  const count = topic.partitions.length;
  return (
    <div role="row" aria-rowindex={rowIndex} className={classes.row} data-topic={topic.name}>
      <div role="cell" className={classes.name}>
        <button type="button" className={classes.open} title={topic.name} onClick={() => onOpen(topic.name)}>
          {topic.name}
        </button>
        {topic.isInternal && <span className={classes.tag}>internal</span>}
      </div>
      <div role="cell" className={classes.partitions}>
        {formatCount(count)}
        <span className={classes.unit}> {count === 1 ? 'partition' : 'partitions'}</span>
      </div>
      <div role="cell" className={classes.records}>
        {formatCount(topic.records)}
        <span className={classes.unit}> {topic.records === 1 ? 'record' : 'records'}</span>
      </div>
      <div role="cell" className={classes.size} title={`${formatCount(topic.sizeBytes)} bytes`}>
        {formatBytes(topic.sizeBytes)}
      </div>
      <div role="cell" className={classes.rate} data-quiet={!topic.rate || undefined}>
        <Sparkline rates={topic.rates} slots={rateHistoryLength} />
        <span className={classes.figure}>{formatRate(topic.rate)}</span>
      </div>
    </div>
  );
});

interface TopicTableProps {
  readonly topics: readonly Topic[];
  readonly sorting: Sorting;
  readonly onOpen: (name: string) => void;
  /** The pointer came over the rows or left them: while it is there, they keep their places. */
  readonly onHover: (isOver: boolean) => void;
}

export function TopicTable({ topics, sorting, onOpen, onHover }: TopicTableProps) {
  const body = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const height = isNarrow ? cardHeight : rowHeight;
  const { first, end } = useRowWindow(body, topics.length, height);
  // A finger has no place over the rows once it is lifted.
  const hover = (isOver: boolean) => (event: PointerEvent) =>
    event.pointerType === 'mouse' && onHover(isOver);

  return (
    <div role="table" aria-label="Topics" aria-rowcount={topics.length + 1} className={classes.table}>
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.headings}>
          {sortColumns.map((column) => (
            <Heading key={column} column={column} sorting={sorting} />
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        ref={body}
        style={{ paddingTop: first * height, paddingBottom: (topics.length - end) * height }}
        onPointerEnter={hover(true)}
        onPointerLeave={hover(false)}
      >
        {topics.slice(first, end).map((topic, position) => (
          <Row key={topic.name} topic={topic} rowIndex={first + position + 2} onOpen={onOpen} />
        ))}
      </div>
    </div>
  );
}
