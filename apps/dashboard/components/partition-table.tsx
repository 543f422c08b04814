// The partitions of one topic: where each log starts and ends, and what it holds.
'use client';

import { useRef } from 'react';
import { formatBytes, formatCount } from '../lib/format.ts';
import type { TopicPartition } from '../lib/topic-sample.ts';
import { useRowWindow } from '../lib/use-row-window.ts';
import classes from './partition-table.module.css';

/** Pixels, as in the style sheet. */
const rowHeight = 30;

const headings: { name: string; title?: string; className?: string }[] = [
  { name: 'Partition' },
  { name: 'Start', title: 'Log start offset: the first record that is kept' },
  { name: 'End', title: 'Log end offset: the next record gets it' },
  { name: 'Records', title: 'Records that are kept', className: classes.records },
  { name: 'Size', title: 'Bytes of the record batches' },
];

export function PartitionTable({ partitions }: { partitions: readonly TopicPartition[] }) {
  const body = useRef<HTMLDivElement>(null);
  const { first, end } = useRowWindow(body, partitions.length, rowHeight);
  return (
    <div role="table" aria-label="Partitions" aria-rowcount={partitions.length + 1} className={classes.table}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classes.headings}>
          {headings.map(({ name, title, className }) => (
            <div key={name} role="columnheader" title={title} className={className}>
              {name}
            </div>
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        ref={body}
        style={{ paddingTop: first * rowHeight, paddingBottom: (partitions.length - end) * rowHeight }}
      >
        {partitions.slice(first, end).map((row, position) => (
          <div key={row.partition} role="row" aria-rowindex={first + position + 2} className={classes.row}>
            <div role="cell">{row.partition}</div>
            <div role="cell">{formatCount(row.logStartOffset)}</div>
            <div role="cell">{formatCount(row.logEndOffset)}</div>
            <div role="cell" className={classes.records}>
              {formatCount(row.records)}
            </div>
            <div role="cell" title={`${formatCount(row.sizeBytes)} bytes`}>
              {formatBytes(row.sizeBytes)}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
