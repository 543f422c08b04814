// One topic beside the table: its figures, its partitions, and the lines that produce to it and read from it.
'use client';

import { Drawer } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { produceCommand, readBackCommand, readFirstCommand } from '../lib/curl.ts';
import { formatBytes, formatCount, formatRate } from '../lib/format.ts';
import type { Topic, TopicPartition } from '../lib/topic-sample.ts';
import { useCurlSite } from '../lib/use-curl-site.ts';
import { CurlSnippet } from './curl-snippet.tsx';
import { PartitionTable } from './partition-table.tsx';
import { TokenNote } from './token-note.tsx';
import classes from './topic-panel.module.css';

function Figure({ label, title, children }: { label: string; title?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd title={title}>{children}</dd>
    </div>
  );
}

/**
 * Where the partition ended when the panel was opened. The line that reads must not follow the log end: after the refresh that
 * counts the produced record, it would begin behind it.
 */
function useFormerEnd({ logStartOffset, logEndOffset }: TopicPartition): number {
  const [end, setEnd] = useState(logEndOffset);
  // Retention has passed it, or the topic was deleted and created again.
  const readable = Math.max(logStartOffset, Math.min(end, logEndOffset));
  if (readable !== end) setEnd(readable);
  return readable;
}

/** Lines that produce to one partition and read from there; for a topic with records, one that reads those. */
function ShellLines({ topic, target }: { topic: Topic; target: TopicPartition }) {
  const site = useCurlSite();
  const { partition } = target;
  const formerEnd = useFormerEnd(target);
  const filled = topic.partitions.find(({ records }) => records > 0);
  return (
    <section aria-labelledby="shell" className={classes.snippets}>
      <h2 id="shell" className={classes.heading}>
        From a shell
      </h2>
      {site.needsToken && <TokenNote />}
      <CurlSnippet command={produceCommand(site, topic.name, partition)} />
      <CurlSnippet command={readBackCommand(site, topic.name, { partition, offset: formerEnd })} />
      {filled && (
        <CurlSnippet
          command={readFirstCommand(site, topic.name, {
            partition: filled.partition,
            offset: filled.logStartOffset,
          })}
        />
      )}
    </section>
  );
}

function TopicDetails({ topic }: { topic: Topic }) {
  const [target] = topic.partitions;
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
      {target && <ShellLines topic={topic} target={target} />}
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
            <TopicDetails key={topic.name} topic={topic} />
          ) : (
            <p className={classes.missing}>There is no topic of this name.</p>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
