// The run's servers and the databases that tests get from them.
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';

test.each([14, 18] as const)(
  'a test database on PostgreSQL %i is empty, ours and durable',
  async (version) => {
    const database = await createTestDatabase(version);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `SELECT current_setting('server_version_num')::int / 10000 AS version, current_user AS role,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
            current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS sync,
            (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public') AS tables`,
    );
    expect(rows).toEqual([{ version, role: 'weir', superuser: false, fsync: 'on', sync: 'on', tables: 0 }]);
    await client.query('CREATE SCHEMA weir');
    await client.end();
    await database.drop();
    const again = new pg.Client({ connectionString: database.url });
    await expect(again.connect()).rejects.toThrow('does not exist');
  },
);
