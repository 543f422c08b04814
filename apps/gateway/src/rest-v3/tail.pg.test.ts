// Tails over v3, on the real gateway and database: ids and resuming, partitions that come, records that go, topics that
// are deleted, both forms, and the end of a stream.
import { setTimeout } from 'node:timers/promises';
import { Batch, KafkaError } from '@weir/protocol';
import type { Broker } from '@weir/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import type { ApiCall } from '../../../../tools/testing/api-calls.ts';
import { EventStream } from '../../../../tools/testing/event-stream.ts';
import type { ServerSentEvent } from '../../../../tools/testing/event-stream.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { PageReads } from '../records/page-reads.ts';
import { TailPositions } from './tail-positions.ts';
import { tailText } from './tail-text.ts';
import { Tail } from './tail.ts';

const context = { principal: 'User:test', clientId: 'test' };

let gateway: TestGateway;
let call: ApiCall;
let topics: string;

beforeAll(async () => {
  gateway = await startGateway();
  call = apiCalls(gateway.url);
  topics = `/v3/clusters/${(await call('GET', '/')).body.kafka_cluster_id}/topics`;
});

afterAll(async () => {
  expect(gateway.complaints).toEqual([]);
  await gateway.close();
});

const createTopic = (name: string, partitionCount: number) =>
  gateway.broker.createTopic({ name, partitionCount }, context);

/** One batch of these values. */
async function append(
  topic: string,
  partition: number,
  values: readonly string[],
  { broker } = gateway,
): Promise<void> {
  const batch = Batch.fromRecords(values.map((value) => ({ key: null, value: Buffer.from(value) })));
  const [result] = await broker.append([{ topic, partition, batch }], context);
  expect(result?.error).toBeNull();
}

const urlOf = (topic: string, query = '') => `${gateway.url}${topics}/${topic}/records?${query}`;

/** `partition:offset=value` of each record in an event. */
const recordsIn = ({ data }: ServerSentEvent) =>
  (JSON.parse(data) as { partition_id: number; offset: number; value: { data: unknown } }[]).map(
    ({ partition_id, offset, value }) => `${partition_id}:${offset}=${String(value.data)}`,
  );

const positionsIn = (id: string) => id.replace(/^\d+\//, '');

/** A stream that collects, until it is stopped. */
class Reader {
  readonly events: ServerSentEvent[] = [];
  readonly ended: Promise<void>;
  readonly #stream: EventStream;
  readonly #stop = new AbortController();

  constructor(url: string, lastEventId?: string) {
    const { signal } = this.#stop;
    this.#stream = new EventStream(url, { signal, ...(lastEventId === undefined ? {} : { lastEventId }) });
    this.ended = this.#collect();
    // Whoever awaits it is told.
    this.ended.catch(() => undefined);
  }

  get records(): string[] {
    return this.events.flatMap((event) => (event.type === 'message' ? recordsIn(event) : []));
  }

  get lastEventId(): string {
    return this.#stream.parser.lastEventId;
  }

  /** Without the number of its topic. */
  get lastPositions(): string {
    return positionsIn(this.lastEventId);
  }

  get retryMs(): number | undefined {
    return this.#stream.parser.retryMs;
  }

  async connected(): Promise<this> {
    await vi.waitFor(() => expect(this.lastEventId).not.toBe(''), { timeout: 10_000, interval: 5 });
    return this;
  }

  async has(count: number): Promise<this> {
    await vi.waitFor(() => expect(this.events.length).toBeGreaterThanOrEqual(count), {
      timeout: 10_000,
      interval: 5,
    });
    return this;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended.catch(() => undefined);
  }

  async #collect(): Promise<void> {
    for await (const event of this.#stream.events()) this.events.push(event);
  }
}

describe('an event stream', () => {
  test('begins at the end, pins it, and names every position in every id', async () => {
    await createTopic('live', 3);
    await append('live', 1, ['old', 'older']);
    const reader = await new Reader(urlOf('live')).connected();
    expect([reader.lastPositions, reader.retryMs]).toEqual(['0:0,1:2,2:0', 1000]);
    expect(reader.events).toEqual([]);
    await append('live', 0, ['"a"', '"b"']);
    await reader.has(2);
    await append('live', 1, ['"c"']);
    await reader.has(3);
    expect(reader.records).toEqual(['0:0=a', '0:1=b', '1:2=c']);
    expect(reader.events.map(({ lastEventId }) => positionsIn(lastEventId))).toEqual([
      '0:1,1:2,2:0',
      '0:2,1:2,2:0',
      '0:2,1:3,2:0',
    ]);
    await reader.stop();
    // What came while nobody listened, in the middle of a batch, also for who has seen no event yet.
    await append('live', 2, ['"d"', '"e"']);
    expect((await new Reader(urlOf('live'), '0:1,1:3,2:1').has(2)).records).toEqual(['0:1=b', '2:1=e']);
    expect((await new Reader(urlOf('live'), '0:0,1:2,2:0').has(5)).records).toHaveLength(5);
    const byQuery = await new Reader(urlOf('live', 'last_event_id=0:2,1:3,2:1&timeout_ms=500')).has(1);
    await byQuery.ended;
    expect(byQuery.records).toEqual(['2:1=e']);
  });

  test('begins where it is told, and ends when it is told', async () => {
    const read = async (query: string) => {
      const reader = new Reader(urlOf('live', query));
      await reader.ended;
      return reader.records;
    };
    expect(await read('from=earliest&partitions=2,0&max_records=3')).toEqual(['0:0=a', '0:1=b', '2:0=d']);
    expect(await read('timestamp=0&partitions=1&timeout_ms=300')).toEqual(['1:0=old', '1:1=older', '1:2=c']);
    expect(await read('from=latest&timeout_ms=300')).toEqual([]);
  });

  test('reads partitions that are added, from their beginning', async () => {
    await createTopic('growing', 1);
    const reader = await new Reader(urlOf('growing')).connected();
    const chosen = await new Reader(urlOf('growing', 'partitions=0')).connected();
    await gateway.broker.createPartitions({ name: 'growing', partitionCount: 3 }, context);
    await append('growing', 2, ['"new"']);
    await reader.has(1);
    expect(reader.records).toEqual(['2:0=new']);
    expect(reader.lastPositions).toBe('0:0,1:0,2:1');
    // Who has an id of yesterday reads them from the beginning, too.
    expect((await new Reader(urlOf('growing'), '0:0').has(1)).records).toEqual(['2:0=new']);
    expect(chosen.lastPositions).toBe('0:0');
    await Promise.all([reader.stop(), chosen.stop()]);
  });

  test('says which offsets are gone, and goes on behind them', async () => {
    // In memory it would still have what was deleted.
    const own = await startGateway({ config: { tailCacheBytes: 0 } });
    await own.broker.createTopic({ name: 'cut', partitionCount: 2 }, context);
    const { clusterId } = await own.broker.describeCluster(context);
    for (const value of ['1', '2', '3']) await append('cut', 0, [value], own);
    const admin = new pg.Client(own.adminUrl);
    await admin.connect();
    await admin.query('delete from weir.batch where last_offset < 2');
    await admin.query('update weir.partition set log_start_offset = 2 where partition = 0');
    await admin.end();
    const url = `${own.url}/v3/clusters/${clusterId}/topics/cut/records`;
    for (const [asked, words] of [
      [0, 'offsets 0 to 1 are gone'],
      [9, 'offset 9 is beyond the end'],
    ] as const) {
      const reader = await new Reader(url, `0:${asked},1:0`).has(2);
      expect(reader.events[0]).toMatchObject({
        type: 'gap',
        lastEventId: expect.stringMatching(/^\d+\/0:2,1:0$/) as string,
      });
      expect(JSON.parse(reader.events[0]?.data ?? '')).toEqual({
        partition_id: 0,
        offset: asked,
        log_start_offset: 2,
        high_watermark: 3,
        message: expect.stringContaining(words) as string,
      });
      expect(reader.records).toEqual(['0:2=3']);
    }
    await own.close();
  });

  test('ends with an error when the topic is deleted, or a record is not of the format', async () => {
    await createTopic('doomed', 1);
    const reader = await new Reader(urlOf('doomed', 'format=json')).connected();
    await append('doomed', 0, ['1', 'no json']);
    await reader.ended;
    expect(reader.records).toEqual(['0:0=1']);
    const refusal = reader.events.at(-1);
    expect(refusal).toMatchObject({
      type: 'error',
      lastEventId: expect.stringMatching(/^\d+\/0:1$/) as string,
    });
    expect(JSON.parse(refusal?.data ?? '')).toMatchObject({ error_code: 42205 });
    const other = await new Reader(urlOf('doomed')).connected();
    await gateway.broker.deleteTopic('doomed', context);
    await other.ended;
    expect(JSON.parse(other.events.at(-1)?.data ?? '')).toMatchObject({ error_code: 40403 });
  });

  test('tells who was away that the topic is another one now, and begins with its first records', async () => {
    await createTopic('reborn', 3);
    await append('reborn', 0, ['"old 0"', '"old 1"']);
    await append('reborn', 2, ['"old 2"']);
    const before = await new Reader(urlOf('reborn', 'from=earliest')).has(3);
    await before.stop();
    await gateway.broker.deleteTopic('reborn', context);
    await createTopic('reborn', 2);
    // More than there was, so that the old offsets are there.
    await append('reborn', 0, ['"new 0"', '"new 1"', '"new 2"']);
    const reader = await new Reader(urlOf('reborn'), before.lastEventId).has(3);
    expect(reader.records).toEqual(['0:0=new 0', '0:1=new 1', '0:2=new 2']);
    const [gap, ...rest] = reader.events;
    expect(JSON.parse(gap?.data ?? '')).toEqual({
      partition_id: 0,
      offset: 2,
      log_start_offset: 0,
      high_watermark: 3,
      message: 'the topic was made anew, and is read from its first record',
    });
    expect(gap?.type).toBe('gap');
    expect(rest.map(({ type }) => type)).toEqual(['message', 'message', 'message']);
    await reader.stop();
    // From here on it is the new one's id; one without a number is taken at its word.
    expect((await new Reader(urlOf('reborn'), gap?.lastEventId).has(3)).events[0]?.type).toBe('message');
    const unnumbered = await new Reader(
      urlOf('reborn'),
      positionsIn(reader.events[1]?.lastEventId ?? ''),
    ).has(2);
    expect(unnumbered.records).toEqual(['0:1=new 1', '0:2=new 2']);
  });

  test('whose ids would not fit into a request is refused with how many partitions would', async () => {
    const own = await startGateway({ beside: gateway, config: { requestHeaderMaxBytes: 4096 } });
    await createTopic('broad', 200);
    const url = `${topics}/broad/records`;
    const ask = apiCalls(own.url);
    const { status, body } = await ask('GET', url, { headers: { accept: 'text/event-stream' } });
    expect([status, body.message]).toEqual([400, expect.stringContaining('choose at most ')]);
    const count = Number(/choose at most (\d+) /.exec(body.message as string)?.[1]);
    expect(count).toBeGreaterThan(100);
    const chosen = Array.from({ length: count }, (_, partition) => partition).join();
    const fitting = await new Reader(`${own.url}${url}?partitions=${chosen}`).connected();
    await fitting.stop();
    const lines = await ask('GET', `${url}?timeout_ms=0`, { headers: { accept: 'application/x-ndjson' } });
    expect(lines.status).toBe(200);
    await own.close();
  });

  test('is given, and resumed, with the shortest headers that can be set', async () => {
    const own = await startGateway({ beside: gateway, config: { requestHeaderMaxBytes: 1024 } });
    await createTopic('narrow', 16);
    await append('narrow', 15, ['"a"', '"b"']);
    const url = `${own.url}${topics}/narrow/records`;
    const first = await new Reader(`${url}?from=earliest&max_records=1`).has(1);
    expect((await new Reader(url, first.lastEventId).has(1)).records).toEqual(['15:1=b']);
    await own.close();
  });

  test('of more than 64 partitions has a page in each event', async () => {
    await createTopic('wide', 70);
    const ids = (offset: (partition: number) => number) =>
      Array.from({ length: 70 }, (_, partition) => `${partition}:${offset(partition)}`).join(',');
    for (let partition = 0; partition < 70; partition++)
      await append('wide', partition, [`"${partition}a"`, `"${partition}b"`]);
    const reader = new Reader(urlOf('wide', 'from=earliest&max_records=140'));
    await reader.ended;
    expect(reader.records).toHaveLength(140);
    expect(new Set(reader.records).size).toBe(140);
    expect(reader.events.length).toBeLessThan(20);
    expect(reader.lastPositions).toBe(ids(() => 2));
    const resumed = new Reader(
      urlOf('wide', 'max_records=1'),
      ids((partition) => (partition === 69 ? 1 : 2)),
    );
    await resumed.ended;
    expect(resumed.records).toEqual(['69:1=69b']);
  });
});

/** A tail whose chunks are taken one by one, over `broker`. */
test('a backlog of many pages is given whole, however short the time', async () => {
  await createTopic('backlog', 3);
  const text = JSON.stringify('x'.repeat(1000));
  for (let i = 0; i < 10; i++) await append('backlog', i % 3, Array<string>(200).fill(text));
  const answer = await fetch(urlOf('backlog', 'from=earliest&timeout_ms=0'), {
    headers: { accept: 'application/x-ndjson' },
  });
  expect((await answer.text()).trim().split('\n')).toHaveLength(2000);
});

test('a misspelt parameter is refused with the names that there are', async () => {
  for (const path of ['/live/records?max_recods=5', '/live/partitions/0/records?max_recods=5']) {
    const { status, body } = await call('GET', topics + path);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/"max_recods".*known:.*max_records/) as string },
    });
  }
});

async function tailOver(broker: Broker, topic: string, maxRecords: number): Promise<Tail> {
  const { topicId } = await gateway.broker.describeTopic(topic, context);
  const positions = new TailPositions(topicId, [[0, 0]]);
  const options = {
    broker,
    pages: new PageReads(broker),
    client: 'test',
    topic,
    topicId,
    positions,
    text: tailText('application/x-ndjson', positions, 'auto'),
    notices: [],
    followsTopic: true,
    maxRecords,
    durationMs: 10_000,
    describe: (error: unknown) => ({ message: String(error) }),
  };
  return new Tail(options, context);
}

test('a topic that is made anew while a reader is busy is not taken for the old one', async () => {
  await createTopic('anew', 1);
  await append('anew', 0, ['"old"']);
  const chunks = (await tailOver(gateway.broker, 'anew', 9)).chunks();
  await chunks.next();
  expect(String((await chunks.next()).value)).toContain('"old"');
  await gateway.broker.deleteTopic('anew', context);
  await createTopic('anew', 1);
  await append('anew', 0, ['"new 0"', '"new 1"']);
  // The offset that comes next is one of the new topic's, too: record 0 would be left out without a word.
  expect(JSON.parse(String((await chunks.next()).value))).toEqual({
    error: { message: expect.stringContaining('was deleted') as string },
  });
  expect((await chunks.next()).done).toBe(true);
});

test('a tail that waits asks for nothing that is refused', async () => {
  await createTopic('quiet', 1);
  const own = await startGateway({ beside: gateway });
  const reader = await new Reader(`${own.url}${topics}/quiet/records`).connected();
  await setTimeout(2500);
  expect((await apiCalls(own.url)('GET', '/metrics')).text).not.toContain('weir_broker_errors_total{');
  await reader.stop();
  await own.close();
});

test('a read that fails for a while leaves the stream as it is', async () => {
  const failures = [
    new KafkaError('BROKER_NOT_AVAILABLE', 'away'),
    new KafkaError('NETWORK_EXCEPTION', 'cut'),
  ];
  // The real one, behind a connection that breaks.
  const broker = Object.assign(Object.create(gateway.broker) as Broker, {
    fetch: (...call: Parameters<Broker['fetch']>) => {
      const failure = failures.pop();
      return failure === undefined ? gateway.broker.fetch(...call) : Promise.reject(failure);
    },
    metadata: gateway.broker.metadata.bind(gateway.broker),
  });
  const tail = await tailOver(broker, 'live', 2);
  let text = '';
  for await (const chunk of tail.chunks()) text += chunk.toString();
  expect(failures).toEqual([]);
  expect(text.trim().split('\n')).toHaveLength(2);
  expect(text).not.toContain('error');
});

describe('lines of JSON', () => {
  test('are the same records; an empty line is sent at once', async () => {
    const response = await fetch(urlOf('live', 'from=earliest&max_records=7'), {
      headers: { accept: 'application/x-ndjson' },
    });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const text = await response.text();
    expect(text.startsWith('\n')).toBe(true);
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(7);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({
      partition_id: 1,
      offset: 0,
      value: { type: 'STRING' },
    });
  });
});

describe('an answer', () => {
  test.each([
    ['live', 'from=latest&timestamp=1', 400],
    ['live', 'partitions=a', 400],
    ['live', 'partitions=3', 404],
    ['live', 'last_event_id=0', 400],
    ['live', 'last_event_id=1/2/0:1', 400],
    ['live', 'last_event_id=/0:1', 400],
    ['live', 'last_event_id=1/', 400],
    ['live', 'last_event_id=0:1,0:2', 400],
    ['live', 'last_event_id=3:1', 400],
    ['live', 'last_event_id=1:1&partitions=0', 400],
    ['nowhere', '', 404],
  ])('for %s with %s is %i', async (topic, query, status) => {
    expect((await call('GET', `${topics}/${topic}/records?${query}`)).status).toBe(status);
  });

  test('of another type is refused; to HEAD it has no end to wait for', async () => {
    const refused = await call('GET', `${topics}/live/records`, { headers: { accept: 'application/json' } });
    expect([refused.status, refused.body.error_code]).toEqual([406, 406]);
    const head = await fetch(urlOf('live'), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const documented = await call('GET', `${topics}/live/records?from=earliest&max_records=1`);
    expect(documented.text).toMatch(/^retry: 1000\nid: [\d/:,]+\n\ndata: \[\{.*\}\]\nid: [\d/:,]+\n\n$/);
  });
});

test('a gateway that closes ends its streams behind a whole record, at once', async () => {
  const own = await startGateway();
  await own.broker.createTopic({ name: 'closing', partitionCount: 1 }, context);
  const { cluster_id: id } = (
    (await (await fetch(`${own.url}/v3/clusters`)).json()) as { data: { cluster_id: string }[] }
  ).data[0] ?? { cluster_id: '' };
  const readers = Array.from(
    { length: 20 },
    () => new Reader(`${own.url}/v3/clusters/${id}/topics/closing/records`),
  );
  await Promise.all(readers.map((reader) => reader.connected()));
  const began = performance.now();
  await own.close();
  await Promise.all(readers.map(({ ended }) => ended));
  expect(performance.now() - began).toBeLessThan(3000);
});
