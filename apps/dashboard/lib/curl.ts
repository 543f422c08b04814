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

/** `origin` as in `location.origin`; the topic has one partition, so that the read finds the record. */
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

export function produceCommand(origin: string, topic: string): CurlCommand {
  const body = JSON.stringify({ records: [{ key: 'ada', value: { text: 'Hello, Weir' } }] });
  return {
    title: 'Produce a record',
    text: [
      `curl ${quote(`${origin}/topics/${encodeURIComponent(topic)}`)}`,
      `-H ${quote(`Content-Type: ${jsonRecords}`)}`,
      `-d ${quote(body)}`,
    ].join(' \\\n  '),
  };
}

export function readCommand(
  origin: string,
  topic: string,
  from: { partition: number; offset: number },
): CurlCommand {
  const partition = `${origin}/topics/${encodeURIComponent(topic)}/partitions/${from.partition}`;
  return {
    title: 'Read back',
    text: [
      `curl ${quote(`${partition}/records?offset=${from.offset}`)}`,
      `-H ${quote(`Accept: ${jsonRecords}`)}`,
    ].join(' \\\n  '),
  };
}
