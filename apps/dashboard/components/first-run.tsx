// What an empty cluster shows: three lines that make a topic, put a record into it, and read it back.
'use client';

import { createTopicCommand, produceCommand, readBackCommand } from '../lib/curl.ts';
import { useCurlSite } from '../lib/use-curl-site.ts';
import { CurlSnippet } from './curl-snippet.tsx';
import classes from './first-run.module.css';
import { TokenNote } from './token-note.tsx';

const topic = 'greetings';

export function FirstRun({ clusterId }: { clusterId: string }) {
  const site = useCurlSite();
  const commands = [
    createTopicCommand(site, clusterId, topic),
    produceCommand(site, topic, 0),
    readBackCommand(site, topic, { partition: 0, offset: 0 }),
  ];
  return (
    <section className={classes.card} aria-labelledby="first-run">
      <h2 id="first-run" className={classes.title}>
        Your first topic
      </h2>
      <p className={classes.lead}>
        Paste these lines into a shell; the topic shows up here as soon as it exists.
      </p>
      {site.needsToken && <TokenNote />}
      <ol className={classes.steps}>
        {commands.map((command) => (
          <li key={command.title}>
            <CurlSnippet command={command} />
          </li>
        ))}
      </ol>
    </section>
  );
}
