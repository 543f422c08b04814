// The memory of a body is taken back with its answer. What is stored is what was sent all the same: also where the client has
// gone before its records are, where the database is slow, and where a flush is tried again in parts.
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { encodeRecordBatch } from '@weir/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import type { TestGateway } from '../../../../tools/testing/gateway.ts';
import { storedRecords } from '../../../../tools/testing/stored-records.ts';

const context = { principal: 'User:test', clientId: 'test' };
const v2 = 'application/vnd.kafka.json.v2+json';
const RECORDS = 20;
/** A body of them is large enough to be taken back. */
const VALUE_BYTES = 4096;
const LEAVES_AFTER_MS = 150;

let gateway: TestGateway;
let other: pg.Client;
let clusterId: string;

beforeAll(async () => {
  gateway = await startGateway({ config: { requestTimeoutMs: 3000, appendLanes: 1 } });
  other = new pg.Client({ connectionString: gateway.adminUrl });
  await other.connect();
  ({ clusterId } = await gateway.broker.describeCluster(context));
});

afterAll(async () => {
  await other.end();
  await gateway.close();
});

interface Produce {
  readonly path: string;
  readonly type: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly key?: string;
}

function post({ path, type, body, key }: Produce, signal: AbortSignal | null = null): Promise<Response> {
  const headers = { 'content-type': type, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return fetch(gateway.url + path, { method: 'POST', headers, body, signal });
}

/** JSON, as it is stored. */
const valuesOf = (name: string) =>
  Array.from({ length: RECORDS }, (_, index) =>
    JSON.stringify(`${name} ${index} `.padEnd(VALUE_BYTES, `${index},`)),
  );

const v2Records = (values: readonly string[], partition = 0) =>
  `{"records":[${values.map((value) => `{"partition":${partition},"value":${value}}`).join(',')}]}`;
const v3Entries = (values: readonly string[]) =>
  `{"entries":[${values.map((value, id) => `{"id":"${id}","value":{"type":"JSON","data":${value}}}`).join(',')}]}`;
const recordBatch = (values: readonly string[]) =>
  new Uint8Array(
    encodeRecordBatch(
      values.map((value) => ({ key: null, value: Buffer.from(value) })),
      { now: Date.now() },
    ),
  );

interface Way {
  readonly values: readonly string[];
  readonly produce: Produce;
}

/** Each way to send a body that is read whole, without a key and with one. */
function waysTo(topic: string): Way[] {
  const v3 = `/v3/clusters/${clusterId}/topics/${topic}`;
  const forms = {
    v2: (values: string[]) => ({ path: `/topics/${topic}`, type: v2, body: v2Records(values) }),
    entries: (values: string[]) => ({
      path: `${v3}/records:batch`,
      type: 'application/json',
      body: v3Entries(values),
    }),
    batches: (values: string[]) => ({
      path: `${v3}/partitions/0/records`,
      type: 'application/vnd.weir.record-batches.v1',
      body: recordBatch(values),
    }),
  };
  return Object.entries(forms).flatMap(([form, make]) =>
    [undefined, `key-of-${topic}-${form}`].map((key) => {
      const values = valuesOf(`${form} ${key ?? 'without a key'}`);
      return { values, produce: { ...make(values), ...(key === undefined ? {} : { key }) } };
    }),
  );
}

async function storedTexts(topic: string, partition = 0): Promise<string[]> {
  const records = await storedRecords(gateway.broker, { topic, partition });
  return records.map(({ value }) => Buffer.from(value ?? []).toString());
}

/** Nothing can be appended meanwhile. */
async function whileAppendsWait(work: () => Promise<unknown>): Promise<void> {
  await other.query('begin');
  await other.query('lock table weir.batch in exclusive mode');
  try {
    await work();
  } finally {
    await other.query('rollback');
  }
}

test('clients that leave while their appends wait: what is stored is what they sent', async () => {
  await gateway.broker.createTopic({ name: 'left', partitionCount: 1 }, context);
  const ways = waysTo('left');
  await whileAppendsWait(async () => {
    const leave = ({ produce }: Way) => post(produce, AbortSignal.timeout(LEAVES_AFTER_MS));
    const inFlight = ways.slice(0, 2).map(leave);
    await setTimeout(LEAVES_AFTER_MS / 3);
    const queued = ways.slice(2).map(leave);
    for (const answer of await Promise.allSettled([...inFlight, ...queued]))
      expect(answer.status).toBe('rejected');
    // Others' bodies come and go in the same memory.
    const noise = { path: '/topics/nowhere', type: v2, body: v2Records(valuesOf('noise')) };
    for (let round = 0; round < 20; round++) expect((await post(noise)).status).toBe(404);
  });
  await expect
    .poll(async () => (await storedTexts('left')).toSorted(), { timeout: 5000 })
    .toEqual(ways.flatMap(({ values }) => values).toSorted());
});

test('a database that is too slow: nothing is stored, and a repeat stores what was sent', async () => {
  await gateway.broker.createTopic({ name: 'slow', partitionCount: 1 }, context);
  const ways = waysTo('slow');
  await whileAppendsWait(async () => {
    const answers = await Promise.all(ways.map(({ produce }) => post(produce)));
    expect(answers.map(({ status }) => status)).toEqual(ways.map(() => 503));
  });
  expect(await storedTexts('slow')).toEqual([]);
  for (const { produce } of ways) expect((await post(produce)).status).toBeLessThan(300);
  expect(await storedTexts('slow')).toEqual(ways.flatMap(({ values }) => values));
});

test('a flush that is tried again in parts stores those that are not at fault as they were sent', async () => {
  await gateway.broker.createTopic({ name: 'parts', partitionCount: 2 }, context);
  const { rows } = await other.query<{ id: number }>(
    `select partition.id from weir.partition join weir.topic on topic.id = topic_id
     where topic.name = 'parts' and partition.partition = 1`,
  );
  await other.query(
    `alter table weir.batch add constraint planted check (partition_id <> ${rows[0]?.id}) not valid`,
  );
  const [stored, refused] = [valuesOf('stored'), valuesOf('refused')];
  const body = v2Records(stored).replace(/\]}$/, `,${v2Records(refused, 1).slice('{"records":['.length)}`);
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => post({ path: '/topics/parts', type: v2, body })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await storedTexts('parts')).toEqual([...stored, ...stored, ...stored, ...stored]);
  expect(await storedTexts('parts', 1)).toEqual([]);
});
