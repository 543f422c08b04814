// What openDatabase refuses, and in which words.
import { describe, expect, it } from 'vitest';
import { createServer } from 'node:net';
import pg from 'pg';
import { createTestDatabase } from '../../../tools/testing/database.ts';
import { openDatabase } from './database.ts';
import type { DatabaseOptions } from './database.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function options(databaseUrl: string): DatabaseOptions {
  return { databaseUrl, poolSize: 2, requestTimeoutMs: 2_000, allowFsyncOff: false, logger: silent };
}

describe('openDatabase', () => {
  it('keeps the cluster id of the database', async () => {
    const test = await createTestDatabase();
    const first = await openDatabase(options(test.url));
    await first.close();
    const second = await openDatabase(options(test.url));
    expect(second.clusterId).toBe(first.clusterId);
    await second.close();
    await test.drop();
  });

  it('keeps durable commits, isolation and time limits, whatever the URL or the database sets', async () => {
    const test = await createTestDatabase();
    const admin = new pg.Client(test.adminUrl);
    await admin.connect();
    const name = new URL(test.url).pathname.slice(1);
    await admin.query(`alter database ${name} set synchronous_commit = off`);
    await admin.query(`alter database ${name} set default_transaction_isolation = serializable`);
    await admin.end();
    const url = new URL(test.url);
    url.searchParams.set('options', '-c work_mem=8MB -c synchronous_commit=off');
    url.searchParams.set('statement_timeout', '0');
    const database = await openDatabase(options(url.href));
    const { rows } = await database.reads.query(
      `select current_setting('synchronous_commit') as commit, current_setting('transaction_isolation') as isolation,
              current_setting('work_mem') as memory, current_setting('statement_timeout') as timeout`,
    );
    expect(rows).toEqual([{ commit: 'on', isolation: 'read committed', memory: '8MB', timeout: '2s' }]);
    await database.close();
    await test.drop();
  });

  it('says where it found nobody, without the password', async () => {
    const url = 'postgres://weir:secret@127.0.0.1:1/none';
    const error = await openDatabase(options(url)).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(
      /cannot use PostgreSQL at 127\.0\.0\.1:1\/none: .*ECONNREFUSED.*; check DATABASE_URL/,
    );
    expect(String(error)).not.toContain('secret');
  });

  it.each([
    ['postgres://app:p@ss/w:rd@127.0.0.1/app', /percent-encode/, 'ss/w'],
    ['not a url', /cannot use PostgreSQL at DATABASE_URL/, 'not a url'],
  ])('says what is wrong with %s without repeating it', async (url, message, secret) => {
    const error = await openDatabase(options(url)).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain(secret);
  });

  it('says which right is missing, and which database', async () => {
    const test = await createTestDatabase();
    const admin = new pg.Client(test.adminUrl);
    await admin.connect();
    const name = new URL(test.url).pathname.slice(1);
    await admin.query(`alter database ${name} owner to postgres`);
    await admin.end();
    await expect(openDatabase(options(test.url))).rejects.toThrow(
      /permission denied.*GRANT CREATE ON DATABASE/,
    );
    const missing = new URL(test.url);
    missing.pathname = '/no_such_database';
    await expect(openDatabase(options(missing.href))).rejects.toThrow(/does not exist; create the database/);
    await test.drop();
  });

  it('does not wait for ever for a server that never answers', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await expect(openDatabase(options(`postgres://weir@127.0.0.1:${port}/none`))).rejects.toThrow(/timeout/i);
    server.close();
  });
});
