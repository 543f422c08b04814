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

/** Where the lines go to. */
export interface CurlSite {
  /** As in `location.origin`. */
  readonly origin: string;
  /** Then the lines take it from the variable TOKEN. */
  readonly needsToken: boolean;
}

function curl({ needsToken }: CurlSite, url: string): string {
  return needsToken ? `curl -u ":$TOKEN" ${quote(url)}` : `curl ${quote(url)}`;
}

function partitionUrl({ origin }: CurlSite, topic: string, partition: number): string {
  return `${origin}/topics/${encodeURIComponent(topic)}/partitions/${partition}`;
}

export function createTopicCommand(site: CurlSite, clusterId: string, topic: string): CurlCommand {
  const body = JSON.stringify({ topic_name: topic, partitions_count: 1 });
  return {
    title: 'Create a topic',
    text: [
      curl(site, `${site.origin}/v3/clusters/${encodeURIComponent(clusterId)}/topics`),
      `-H ${quote('Content-Type: application/json')}`,
      `-d ${quote(body)}`,
    ].join(' \\\n  '),
  };
}

/** Names the partition, so that one knows where to read: the key alone might choose another. A compacted topic wants the key. */
export function produceCommand(site: CurlSite, topic: string, partition: number): CurlCommand {
  const body = JSON.stringify({ records: [{ key: 'ada', value: { text: 'Hello, Weir' } }] });
  return {
    title: 'Produce a record',
    text: [
      curl(site, partitionUrl(site, topic, partition)),
      `-H ${quote(`Content-Type: ${jsonRecords}`)}`,
      `-d ${quote(body)}`,
    ].join(' \\\n  '),
  };
}

export interface ReadPosition {
  readonly partition: number;
  readonly offset: number;
}

function read(site: CurlSite, topic: string, { partition, offset }: ReadPosition): string {
  return [
    curl(site, `${partitionUrl(site, topic, partition)}/records?offset=${offset}`),
    `-H ${quote(`Accept: ${jsonRecords}`)}`,
  ].join(' \\\n  ');
}

/** For the record that the line before has produced: `from` is where its partition ended until then. */
export function readBackCommand(site: CurlSite, topic: string, from: ReadPosition): CurlCommand {
  return { title: 'Read back', text: read(site, topic, from) };
}

/** For what was in the topic before. */
export function readFirstCommand(site: CurlSite, topic: string, from: ReadPosition): CurlCommand {
  return { title: 'Read from the first record', text: read(site, topic, from) };
}
