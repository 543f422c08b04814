// How PostgreSQL copes with rows that come and go: sizes, what vacuum has left to do, and how often it ran.
import pg from 'pg';

export interface TableState {
  /** Of all tables of Weir with their indexes and what is stored outside of their rows. */
  readonly totalBytes: number;
  readonly batchRows: number;
  readonly deadRows: number;
  /** So far. */
  readonly autovacuums: number;
}

const statement = `
  select
    (select sum(pg_total_relation_size(c.oid)) from pg_class c
      where c.relnamespace = 'weir'::regnamespace and c.relkind = 'r')::float8 as "totalBytes",
    t.n_live_tup::float8 as "batchRows",
    (t.n_dead_tup + o.n_dead_tup)::float8 as "deadRows",
    (t.autovacuum_count + o.autovacuum_count)::float8 as autovacuums
  from pg_stat_all_tables t
    join pg_class c on c.oid = t.relid
    join pg_stat_all_tables o on o.relid = c.reltoastrelid
  where t.schemaname = 'weir' and t.relname = 'batch'`;

export async function readTableState(databaseUrl: string): Promise<TableState> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<TableState>(statement);
    if (rows[0] === undefined) throw new Error('there is no table weir.batch');
    return rows[0];
  } finally {
    await client.end();
  }
}
