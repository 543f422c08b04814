// Where logs begin and how often they were rewritten, if anything of that changed since the last look.
import type pg from 'pg';

export interface LogChanges {
  readonly count: number;
  /** Where the count is another one: of all partitions asked for; else of the new ones. */
  readonly logs: readonly {
    readonly partitionId: number;
    readonly logStartOffset: number;
    readonly rewrites: number;
  }[];
}

interface Row {
  count: number;
  id: number | null;
  log_start_offset: number;
  rewrites: number;
}

export interface Look {
  readonly since: number;
  readonly partitionIds: readonly number[];
  readonly newIds: readonly number[];
}

export async function readLogChanges(
  reads: pg.Pool,
  { since, partitionIds, newIds }: Look,
): Promise<LogChanges> {
  const { rows } = await reads.query<Row>({
    name: 'log-changes',
    text: `select c.count, p.id, p.log_start_offset, p.rewrites
           from weir.log_change c
           left join weir.partition p
             on p.id = any(case when c.count = $1 then $3::int4[] else $2::int4[] end)`,
    values: [since, partitionIds, newIds],
  });
  const logs = rows.flatMap(({ id, log_start_offset: logStartOffset, rewrites }) =>
    id === null ? [] : [{ partitionId: id, logStartOffset, rewrites }],
  );
  return { count: rows[0]?.count ?? since, logs };
}
