// An empty database for a test file, on the PostgreSQL that the whole run shares.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  /** Logs in as the role `weir`, which owns the database and is no superuser, as in production. */
  readonly url: string;
  /** The same database as PostgreSQL's superuser. */
  readonly adminUrl: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

export async function createTestDatabase(version: 14 | 18 = 18): Promise<TestDatabase> {
  const serverUrl = inject(version === 14 ? 'postgres14Url' : 'postgresUrl');
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await runStatement(serverUrl, `CREATE DATABASE ${name} OWNER weir TEMPLATE template0`);
  return {
    url: withLogin(serverUrl, { database: name, user: 'weir' }),
    adminUrl: withLogin(serverUrl, { database: name, user: 'postgres' }),
    drop: () => runStatement(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

function withLogin(serverUrl: string, { database, user }: { database: string; user: string }): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  url.username = user;
  return url.href;
}

async function runStatement(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
