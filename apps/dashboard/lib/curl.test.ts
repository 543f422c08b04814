// The offered lines must survive a shell, whatever the origin and the topic look like.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createTopicCommand, produceCommand, readBackCommand, readFirstCommand } from './curl.ts';

/** The words that a POSIX shell hands to curl. */
function shellWords(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const site = { origin: 'http://127.0.0.1:8080', needsToken: false };

test('create names the topic in a JSON body', () => {
  const [url, , type, , body] = shellWords(createTopicCommand(site, 'a/b', "it's").text);
  expect(url).toBe('http://127.0.0.1:8080/v3/clusters/a%2Fb/topics');
  expect(type).toBe('Content-Type: application/json');
  expect(JSON.parse(body ?? '')).toEqual({ topic_name: "it's", partitions_count: 1 });
});

test('produce sends records as JSON to the partition', () => {
  const [url, , type, , body] = shellWords(
    produceCommand({ ...site, origin: 'http://[::1]:8080' }, 'a&b', 4).text,
  );
  expect(url).toBe('http://[::1]:8080/topics/a%26b/partitions/4');
  expect(type).toBe('Content-Type: application/vnd.kafka.json.v2+json');
  expect(JSON.parse(body ?? '')).toHaveProperty('records');
});

test.each([readBackCommand, readFirstCommand])('%O asks one partition from an offset on', (command) => {
  expect(shellWords(command(site, 'greetings', { partition: 3, offset: 7 }).text)).toEqual([
    'http://127.0.0.1:8080/topics/greetings/partitions/3/records?offset=7',
    '-H',
    'Accept: application/vnd.kafka.json.v2+json',
  ]);
});

test('where a token is needed, every line shows the one in TOKEN as a password', () => {
  const closed = { ...site, needsToken: true };
  const lines = [
    createTopicCommand(closed, 'id', 'greetings'),
    produceCommand(closed, 'greetings', 0),
    readBackCommand(closed, 'greetings', { partition: 0, offset: 0 }),
  ];
  for (const { text } of lines)
    expect(shellWords(`TOKEN='s p$x'\n${text}`).slice(0, 2)).toEqual(['-u', ':s p$x']);
});
