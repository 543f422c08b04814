// One topic beside the table: its figures, its partitions, and the lines that produce to it and read from it.
'use client';

import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { produceCommand, readCommand } from '../lib/curl.ts';
import { formatBytes, formatCount, formatRate } from '../lib/format.ts';
import type { Topic } from '../lib/topic-sample.ts';
import { useOrigin } from '../lib/use-address.ts';
import { CurlSnippet } from './curl-snippet.tsx';
import { PartitionTable } from './partition-table.tsx';
import classes from './topic-panel.module.css';

function Figure({ label, title, children }: { label: string; title?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd title={title}>{children}</dd>
    </div>
  );
}

/** The first partition that has something to read, from its first record on. */
function firstRecord(topic: Topic) {
  const { partition, logStartOffset } = topic.partitions.find(({ records }) => records > 0) ??
    topic.partitions[0] ?? { partition: 0, logStartOffset: 0 };
  return { partition, offset: logStartOffset };
}

function TopicDetails({ topic }: { topic: Topic }) {
  const origin = useOrigin();
  return (
    <div className={classes.details}>
      <dl className={classes.figures}>
        <Figure label="Records">{formatCount(topic.records)}</Figure>
        <Figure label="Size" title={`${formatCount(topic.sizeBytes)} bytes`}>
          {formatBytes(topic.sizeBytes)}
        </Figure>
        <Figure label="Rate">{formatRate(topic.rate)}</Figure>
        <Figure label="Partitions">{formatCount(topic.partitions.length)}</Figure>
      </dl>
      <section aria-labelledby="partitions">
        <h2 id="partitions" className={classes.heading}>
          Partitions
        </h2>
        <PartitionTable partitions={topic.partitions} />
      </section>
      <section aria-labelledby="shell" className={classes.snippets}>
        <h2 id="shell" className={classes.heading}>
          From a shell
        </h2>
        <CurlSnippet command={produceCommand(origin, topic.name)} />
        <CurlSnippet command={readCommand(origin, topic.name, firstRecord(topic))} />
      </section>
    </div>
  );
}

interface TopicPanelProps {
  /** The name in the address; null when the panel is closed. */
  readonly name: string | null;
  /** Undefined if no topic has that name. */
  readonly topic: Topic | undefined;
  readonly onClose: () => void;
}

export function TopicPanel({ name, topic, onClose }: TopicPanelProps) {
  return (
    <Drawer.Root
      opened={name !== null}
      onClose={onClose}
      position="right"
      size={480}
      transitionProps={{ duration: 0 }}
      classNames={{ content: classes.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        {/* Not Drawer.Header: its <header> would be a second banner of the page to a screen reader. */}
        <div className={classes.header}>
          <Drawer.Title className={classes.title}>{name}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body className={classes.body}>
          {topic ? (
            <TopicDetails topic={topic} />
          ) : (
            <p className={classes.missing}>There is no topic of this name.</p>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
