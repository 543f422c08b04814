// Raises a log start offset.
import type pg from 'pg';
import type { LogEnds } from './list-offsets.ts';

/** The offset that stands for the end of the log, as in Kafka. */
export const LOG_END = -1;

/**
 * The ends afterwards: an offset beyond the log end has changed nothing, and neither has one before the log start. Undefined
 * where the partition does not exist (any more).
 */
export async function deleteRecordsBefore(
  reads: pg.Pool,
  partitionId: number,
  beforeOffset: number,
): Promise<LogEnds | undefined> {
  const { rows } = await reads.query<LogEnds>({
    name: 'delete-records',
    text: `select log_start_offset as "logStartOffset", log_end_offset as "logEndOffset"
           from weir.delete_records($1, $2)`,
    values: [partitionId, beforeOffset],
  });
  return rows[0];
}
