// REST Proxy v3 produce while the body is under way: reports come while records go, whatever the pieces are, and every end is
// one that the client can tell.
import pg from 'pg';
import type { PostgresBroker } from '@weir/broker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { openDuplex } from '../../../../tools/testing/duplex-connection.ts';
import type { DuplexConnection } from '../../../../tools/testing/duplex-connection.ts';
import { storedRecords } from '../../../../tools/testing/stored-records.ts';

const context = { principal: 'User:test', clientId: 'test' };

let gateway: TestGateway;
let clusterId: string;
let topics = 0;

beforeAll(async () => {
  gateway = await startGateway();
  ({ clusterId } = await gateway.broker.describeCluster(context));
});

afterAll(() => gateway.close());

async function newTopic(): Promise<string> {
  const name = `topic-${++topics}`;
  await gateway.broker.createTopic({ name, partitionCount: 1 }, context);
  return name;
}

const head = (topic: string, rest: string, version = '1.1') =>
  `POST /v3/clusters/${clusterId}/topics/${topic}/records HTTP/${version}\r\nHost: localhost\r\nContent-Type: application/json\r\n${rest}\r\n\r\n`;
const chunked = 'Transfer-Encoding: chunked';
const LAST_CHUNK = '0\r\n\r\n';
const record = (value: unknown) => JSON.stringify({ value: { data: value } });

async function openStream(topic: string, rest = chunked): Promise<DuplexConnection> {
  const connection = await openDuplex(gateway.url);
  connection.send(head(topic, rest));
  return connection;
}

interface Report {
  readonly error_code: number;
  readonly offset?: number;
  readonly message?: string;
}

/** Reports in whatever has come, chunked or not. */
function reportsIn(received: string): Report[] {
  const lines = received.match(/^\{"error_code".*\}$/gm) ?? [];
  return lines.map((line) => JSON.parse(line) as Report);
}

const hasReports = (count: number) => (received: string) => reportsIn(received).length >= count;
const isEnded = (received: string) => received.endsWith(LAST_CHUNK);
const values = async (topic: string) =>
  (await storedRecords(gateway.broker, { topic, partition: 0 })).map(
    ({ value }) => JSON.parse(Buffer.from(value ?? '').toString()) as unknown,
  );

describe('a stream', () => {
  test('has each report before the next record is sent, and ends when the body does', async () => {
    const topic = await newTopic();
    const stream = await openStream(topic);
    for (let i = 0; i < 5; i++) {
      stream.sendChunk(record(i));
      const received = await stream.until(hasReports(i + 1));
      expect(reportsIn(received).at(-1)).toMatchObject({ error_code: 200, offset: i });
    }
    expect(stream.received).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(isEnded(stream.received)).toBe(false);
    stream.send(LAST_CHUNK);
    await stream.until(isEnded);
    expect(await values(topic)).toEqual([0, 1, 2, 3, 4]);
    // The connection is good for the next request.
    stream.send(head(topic, 'Content-Length: 2') + '{}');
    await stream.until((received) => received.includes('"offset":5'));
    stream.destroy();
  });

  test('may be cut at every byte', async () => {
    const topic = await newTopic();
    const body = Buffer.from(
      `{"value" : { "type":"STRING" ,"data":"é\\"}\\\\ \\ud83d\\ude00{["}} ${record([1])}`,
    );
    const stream = await openStream(topic);
    for (let cut = 1; cut < body.length; cut++) {
      stream.sendChunk(body.subarray(0, cut));
      await new Promise((resolve) => setTimeout(resolve, 1));
      stream.sendChunk(body.subarray(cut));
    }
    stream.send(LAST_CHUNK);
    await stream.until(isEnded);
    const reports = reportsIn(stream.received);
    expect(reports.filter(({ error_code: code }) => code !== 200)).toEqual([]);
    const records = await storedRecords(gateway.broker, { topic, partition: 0 });
    expect(records).toHaveLength((body.length - 1) * 2);
    const texts = new Set(records.map(({ value }) => Buffer.from(value ?? '').toString()));
    expect([...texts]).toEqual(['é"}\\ 😀{[', '[1]']);
    stream.destroy();
  });

  test('keeps the order of its records, however many', async () => {
    const topic = await newTopic();
    const stream = await openStream(topic);
    const sent = Array.from({ length: 20_000 }, (_, i) => i);
    for (let i = 0; i < sent.length; i += 500)
      stream.sendChunk(
        sent
          .slice(i, i + 500)
          .map(record)
          .join('\n'),
      );
    stream.send(LAST_CHUNK);
    await stream.until(isEnded);
    expect(reportsIn(stream.received).map(({ offset }) => offset)).toEqual(sent);
    expect(await values(topic)).toEqual(sent);
    stream.destroy();
  });

  test('ends with an error behind what is no JSON, though the body goes on', async () => {
    const topic = await newTopic();
    const stream = await openStream(topic);
    stream.sendChunk(record(1));
    await stream.until(hasReports(1));
    stream.sendChunk('nonsense');
    await stream.until(hasReports(2));
    expect(reportsIn(stream.received)[1]).toMatchObject({ error_code: 400 });
    stream.sendChunk(record(2));
    await stream.until(isEnded);
    await stream.closed;
    expect(await values(topic)).toEqual([1]);
  });

  test('that breaks off keeps what was reported, and nothing of the record at hand', async () => {
    const topic = await newTopic();
    const stream = await openStream(topic);
    stream.sendChunk(record(1));
    await stream.until(hasReports(1));
    stream.sendChunk(record(2).slice(0, -3));
    stream.destroy();
    await stream.closed;
    const next = await openStream(topic, `Content-Length: ${record(3).length}`);
    next.send(record(3));
    await next.until(hasReports(1));
    expect(await values(topic)).toEqual([1, 3]);
    next.destroy();
  });

  test('waits for a client that does not read its reports', async () => {
    const topic = await newTopic();
    const stream = await openStream(topic);
    stream.pause();
    // Their reports are more than the buffers between us hold; what follows costs nothing to read.
    const count = 150_000;
    stream.sendChunk('{}'.repeat(count));
    const space = ' '.repeat(65_536);
    let sentBytes = 0;
    do {
      stream.sendChunk(space);
      sentBytes += space.length;
    } while (!(await stream.isBlockedFor(1000)));
    // What buffers between us hold, and little more: all of it would be taken in, were it not for the answer.
    expect(sentBytes).toBeLessThan(20 * 1024 * 1024);
    const [end] = await gateway.broker.listOffsets([{ topic, partition: 0, timestamp: 'latest' }], context);
    expect(end?.offset).toBeLessThan(count);
    stream.resume();
    stream.send(LAST_CHUNK);
    await stream.until(isEnded);
    expect(reportsIn(stream.received).map(({ offset }) => offset)).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
    stream.destroy();
  });
});

describe('a body', () => {
  test('is sent when it is asked for, where the client waits for that', async () => {
    const topic = await newTopic();
    const stream = await openStream(topic, `${chunked}\r\nExpect: 100-continue`);
    expect(await stream.until((received) => received !== '')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    stream.sendChunk(record(1));
    await stream.until(hasReports(1));
    stream.destroy();
  });

  test('is not asked for where it would be refused', async () => {
    const stream = await openDuplex(gateway.url);
    stream.send(head('x', `${chunked}\r\nExpect: 100-continue`).replace(clusterId, 'other'));
    await stream.until((received) => received.includes('error_code'));
    expect(stream.received).toMatch(/^HTTP\/1.1 404 /);
    await stream.closed;
  });

  test('may come in HTTP/1.0', async () => {
    const topic = await newTopic();
    const connection = await openDuplex(gateway.url);
    const body = record(1).repeat(3);
    connection.send(head(topic, `Content-Length: ${body.length}`, '1.0') + body.slice(0, 30));
    await connection.until(hasReports(1));
    connection.send(body.slice(30));
    await connection.closed;
    expect(reportsIn(connection.received).map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });

  test('may be followed by the next request at once', async () => {
    const topic = await newTopic();
    const connection = await openDuplex(gateway.url);
    const one = head(topic, `Content-Length: ${record(1).length}`) + record(1);
    connection.send(one.repeat(4) + 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await connection.until((received) => received.match(/HTTP\/1.1 200/g)?.length === 5);
    expect(reportsIn(connection.received.replaceAll('HTTP/', '\nHTTP/'))).toHaveLength(4);
    connection.destroy();
  });
});

test('an outage costs the records that meet it, and the stream goes on', async () => {
  const topic = await newTopic();
  const stream = await openStream(topic);
  stream.sendChunk(record(1));
  await stream.until(hasReports(1));
  const admin = await adminOfOtherDatabase();
  const database = new URL(gateway.adminUrl).pathname.slice(1);
  await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
  stream.sendChunk(record(2));
  await stream.until(hasReports(2));
  expect(reportsIn(stream.received)[1]).toMatchObject({ error_code: 50302 });
  await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
  await admin.end();
  let sent = 2;
  while (reportsIn(stream.received).at(-1)?.error_code !== 200) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    stream.sendChunk(record(3));
    await stream.until(hasReports(++sent));
  }
  stream.destroy();
  expect((await values(topic)).at(-1)).toBe(3);
});

async function adminOfOtherDatabase(): Promise<pg.Client> {
  const url = new URL(gateway.adminUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

test('a client that goes before its first report is nothing to complain of', async () => {
  let letGo: () => void = () => undefined;
  const isGone = new Promise<void>((resolve) => (letGo = resolve));
  const slow = await startGateway({
    beside: gateway,
    wrapBroker: (broker) => {
      const append: PostgresBroker['append'] = async (entries, caller) => {
        await isGone;
        return broker.append(entries, caller);
      };
      return new Proxy(broker, {
        get: (target, name) => {
          const value: unknown = name === 'append' ? append : Reflect.get(target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  });
  const topic = await newTopic();
  // More than is stored at once, and less than is taken in meanwhile.
  const body = record(1).repeat(8000);
  const stream = await openDuplex(slow.url);
  stream.send(head(topic, `Content-Length: ${body.length}`) + body);
  await new Promise((resolve) => setTimeout(resolve, 300));
  stream.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  letGo();
  await expect.poll(async () => (await values(topic)).length).toBeGreaterThan(0);
  await slow.close();
  expect(slow.complaints).toEqual([]);
});

test('a stream waits for the room that others hold, where a new request would be sent away', async () => {
  const MAX_BYTES = 1024 * 1024;
  const config = {
    requestBodyMaxBytes: MAX_BYTES,
    requestBytesInFlightMax: 3 * MAX_BYTES,
    clientBytesInFlightMax: 3 * MAX_BYTES,
  };
  const small = await startGateway({ config });
  const { clusterId: id } = await small.broker.describeCluster(context);
  await small.broker.createTopic({ name: 'waits', partitionCount: 1 }, context);
  const path = head('waits', chunked).replace(clusterId, id);
  const stream = await openDuplex(small.url);
  const begun = await openDuplex(small.url);
  for (const one of [stream, begun]) {
    one.send(path);
    one.sendChunk(record(1));
    await one.until(hasReports(1));
  }
  const beginning = '{"value"';
  begun.sendChunk(beginning);
  // All the room, and the eighth more that is kept for small bodies.
  const holders = await Promise.all(
    [MAX_BYTES, 65_536, 65_536 - beginning.length].map(async (bytes) => {
      const holder = await openDuplex(small.url);
      holder.send(
        `POST /topics/waits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/vnd.kafka.json.v2+json\r\nContent-Length: ${bytes}\r\n\r\n{`,
      );
      return holder;
    }),
  );
  await expect
    .poll(async () => {
      const probe = await openDuplex(small.url);
      probe.send(path);
      probe.sendChunk(record(0));
      await probe.until((received) => received.includes('error_code'));
      probe.destroy();
      return probe.received.slice(0, 12);
    })
    .toBe('HTTP/1.1 429');
  stream.sendChunk(record(2));
  begun.sendChunk(record(2).slice(beginning.length));
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const { received } of [stream, begun]) expect(reportsIn(received)).toHaveLength(1);
  for (const holder of holders) holder.destroy();
  for (const one of [stream, begun]) {
    await one.until(hasReports(2));
    expect(reportsIn(one.received)[1]).toMatchObject({ error_code: 200 });
    one.destroy();
  }
  await small.close();
});

test('a record whose rest finds no room for too long lets go of what came of it, and ends the stream', async () => {
  const KiB = 1024;
  const config = { requestBodyMaxBytes: 512 * KiB, requestBytesInFlightMax: 3 * 512 * KiB };
  const small = await startGateway({ config: { ...config, clientBytesInFlightMax: 3 * 512 * KiB } });
  const { clusterId: id } = await small.broker.describeCluster(context);
  await small.broker.createTopic({ name: 'starved', partitionCount: 1 }, context);
  const stream = await openDuplex(small.url);
  stream.send(head('starved', chunked).replace(clusterId, id));
  stream.sendChunk(record(1));
  await stream.until(hasReports(1));
  // More than a small body, which would have room of its own.
  const text = record('x'.repeat(200 * KiB));
  stream.sendChunk(text.slice(0, 100 * KiB));
  const bytesInFlight = async () =>
    (await (await fetch(`${small.url}/metrics`)).text()).match(/weir_http_body_bytes_in_flight (\d+)/)?.[1];
  const holder = await openDuplex(small.url);
  const heldBytes = 512 * KiB - 100 * KiB;
  await expect.poll(bytesInFlight).toBe(`${3 * 100 * KiB}`);
  holder.send(
    `POST /topics/starved HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/vnd.kafka.json.v2+json\r\nContent-Length: ${heldBytes}\r\n\r\n{`,
  );
  await expect.poll(bytesInFlight).toBe(`${3 * 512 * KiB}`);
  const begunMs = performance.now();
  stream.sendChunk(text.slice(100 * KiB, 150 * KiB));
  const received = await stream.until(hasReports(2));
  expect(performance.now() - begunMs).toBeGreaterThan(1500);
  expect(performance.now() - begunMs).toBeLessThan(8000);
  expect(reportsIn(received)[1]).toMatchObject({
    error_code: 429,
    message: expect.stringContaining('no room for the rest of the record') as string,
  });
  await stream.closed;
  const metrics = await (await fetch(`${small.url}/metrics`)).text();
  expect(metrics.match(/weir_http_body_bytes_in_flight (\d+)/)?.[1]).toBe(`${3 * heldBytes}`);
  expect(await storedRecords(small.broker, { topic: 'starved', partition: 0 })).toHaveLength(1);
  holder.destroy();
  await small.close();
});

test('a gateway that closes finishes the records at hand, says what it does not take, and ends', async () => {
  const closing = await startGateway();
  const { clusterId: id } = await closing.broker.describeCluster(context);
  await closing.broker.createTopic({ name: 'closing', partitionCount: 1 }, context);
  const path = head('closing', chunked).replace(clusterId, id);
  const [whole, begun] = await Promise.all([openDuplex(closing.url), openDuplex(closing.url)]);
  for (const stream of [whole, begun]) {
    stream.send(path);
    stream.sendChunk(record(1));
    await stream.until(hasReports(1));
  }
  begun.sendChunk(`${record(2)}{"value"`);
  await begun.until(hasReports(2));
  const closed = closing.close();
  await Promise.all([whole.until(isEnded), begun.until(isEnded)]);
  expect(reportsIn(whole.received)).toHaveLength(1);
  expect(reportsIn(begun.received).map(({ error_code: code }) => code)).toEqual([200, 200, 503]);
  await Promise.all([whole.closed, begun.closed, closed]);
});
