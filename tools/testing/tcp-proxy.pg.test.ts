// The proxy passes everything on, and cuts exactly where it is told to: the statement has taken effect, its answer is lost.
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { databaseThrough, startTcpProxy } from './tcp-proxy.ts';
import type { TcpProxy } from './tcp-proxy.ts';

let database: TestDatabase;
let proxy: TcpProxy;
let observer: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxy(databaseThrough.target(database.url));
  observer = new pg.Client(database.adminUrl);
  await observer.connect();
  await observer.query('create table kept (value int); grant all on kept to weir');
});

afterAll(async () => {
  await observer?.end();
  await proxy?.close();
  await database?.drop();
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(databaseThrough.url(database.url, proxy));
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const insert = (value: number, name = 'keep') => ({
  name,
  text: 'insert into kept values ($1)',
  values: [value],
});

test('passes on what is large', async () => {
  const client = await connected();
  const { rows } = await client.query<{ text: string }>("select repeat('x', 5000000) as text");
  expect(rows[0]?.text).toHaveLength(5_000_000);
  await client.end();
});

test.each(['sent', 'committed'] as const)('cuts when the statement is %s, once', async (point) => {
  const before = proxy.cuts;
  for (const isPrepared of [false, true]) {
    await observer.query('truncate kept');
    const client = await connected();
    if (isPrepared) await client.query(insert(0));
    proxy.cutNext('keep', point);
    await client.query(insert(1, 'other'));
    await expect(client.query(insert(2))).rejects.toThrow();
    const kept = async () =>
      (await observer.query<{ value: number }>('select value from kept order by 1')).rows.map(
        ({ value }) => value,
      );
    await vi.waitFor(async () => expect(await kept()).toEqual(isPrepared ? [0, 1, 2] : [1, 2]));
    await client.end().catch(() => undefined);
  }
  expect(proxy.cuts).toBe(before + 2);
  const client = await connected();
  await client.query(insert(3));
  await client.end();
});
