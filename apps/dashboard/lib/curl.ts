// The curl lines that the dashboard offers: create a topic, produce to it, read it back.

export interface CurlCommand {
  /** What the line does, as a heading. */
  readonly title: string;
  readonly text: string;
}

const jsonRecords = 'application/vnd.kafka.json.v2+json';

/** One word for a POSIX shell, quoted where it must be. */
function quote(text: string): string {
  if (/^[\w./:%-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function partitionUrl(origin: string, topic: string, partition: number): string {
  return `${origin}/topics/${encodeURIComponent(topic)}/partitions/${partition}`;
}

/** `origin` as in `location.origin`. */
export function createTopicCommand(origin: string, clusterId: string, topic: string): CurlCommand {
  const body = JSON.stringify({ topic_name: topic, partitions_count: 1 });
  return {
    title: 'Create a topic',
    text: [
      `curl ${quote(`${origin}/v3/clusters/${encodeURIComponent(clusterId)}/topics`)}`,
      `-H ${quote('Content-Type: application/json')}`,
      `-d ${quote(body)}`,
    ].join(' \\\n  '),
  };
}

/** Names the partition, so that one knows where to read: the key alone might choose another. A compacted topic wants the key. */
export function produceCommand(origin: string, topic: string, partition: number): CurlCommand {
  const body = JSON.stringify({ records: [{ key: 'ada', value: { text: 'Hello, Weir' } }] });
  return {
    title: 'Produce a record',
    text: [
      `curl ${quote(partitionUrl(origin, topic, partition))}`,
      `-H ${quote(`Content-Type: ${jsonRecords}`)}`,
      `-d ${quote(body)}`,
    ].join(' \\\n  '),
  };
}

export interface ReadPosition {
  readonly partition: number;
  readonly offset: number;
}

function read(origin: string, topic: string, { partition, offset }: ReadPosition): string {
  return [
    `curl ${quote(`${partitionUrl(origin, topic, partition)}/records?offset=${offset}`)}`,
    `-H ${quote(`Accept: ${jsonRecords}`)}`,
  ].join(' \\\n  ');
}

/** For the record that the line before has produced: `from` is where its partition ended until then. */
export function readBackCommand(origin: string, topic: string, from: ReadPosition): CurlCommand {
  return { title: 'Read back', text: read(origin, topic, from) };
}

/** For what was in the topic before. */
export function readFirstCommand(origin: string, topic: string, from: ReadPosition): CurlCommand {
  return { title: 'Read from the first record', text: read(origin, topic, from) };
}
