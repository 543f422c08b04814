// Drops idempotency keys that were kept for as long as was promised: in the background, in bounded steps, one gateway at a time.
import type pg from 'pg';
import { BackgroundSteps } from './background-steps.ts';
import { reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import { KEY_CLEANUP_LOCK } from './sql/locks.ts';

const STEP_ROWS = 5_000;
const PAUSE_MS = 50;
const IDLE_CHECK_MS = 60_000;

export interface ExpiredKeysOptions {
  readonly reads: pg.Pool;
  readonly logger: Logger;
  readonly retentionMs: number;
}

export function expiredKeys({ reads, logger, retentionMs }: ExpiredKeysOptions): BackgroundSteps {
  const step = async (): Promise<boolean> => {
    try {
      const { rows } = await reads.query<{ dropped: number }>(
        'select weir.drop_expired_keys($1, $2, $3) as dropped',
        [KEY_CLEANUP_LOCK, retentionMs, STEP_ROWS],
      );
      return rows[0]?.dropped === STEP_ROWS;
    } catch (error) {
      logger.warn(reasonOf(error), 'expired idempotency keys could not be dropped yet');
      return false;
    }
  };
  // A short retention is kept to the second or so.
  return new BackgroundSteps({ step, pauseMs: PAUSE_MS, idleMs: Math.min(IDLE_CHECK_MS, retentionMs) });
}
