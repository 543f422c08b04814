// Drops the batches of deleted topics in the background, in bounded steps, one gateway at a time. What a kill interrupts
// goes on at the next start: the list of what is to drop is a table.
import type pg from 'pg';
import { BackgroundSteps } from './background-steps.ts';
import { reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import { CLEANUP_LOCK } from './sql/locks.ts';

const STEP_ROWS = 500;
const STEP_BYTES = 2 * 1024 * 1024;
const PAUSE_MS = 50;
const IDLE_CHECK_MS = 60_000;

export function deletedPartitions({ reads, logger }: { reads: pg.Pool; logger: Logger }): BackgroundSteps {
  const step = async (): Promise<boolean> => {
    try {
      const { rows } = await reads.query<{ dropped: number | null }>(
        'select weir.drop_deleted_batches($1, $2, $3) as dropped',
        [CLEANUP_LOCK, STEP_ROWS, STEP_BYTES],
      );
      return (rows[0]?.dropped ?? 0) > 0;
    } catch (error) {
      logger.warn(reasonOf(error), 'batches of deleted topics could not be dropped yet');
      return false;
    }
  };
  return new BackgroundSteps({ step, pauseMs: PAUSE_MS, idleMs: IDLE_CHECK_MS });
}
