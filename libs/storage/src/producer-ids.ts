// Producer ids: who appends idempotently gets one, and who has a transactional id gets the same one again with the next epoch.
import { KafkaError } from '@weir/protocol';
import type { ProducerIdAndEpoch } from '@weir/protocol';
import type pg from 'pg';
import { BackgroundSteps } from './background-steps.ts';
import { databaseError, reasonOf } from './connection.ts';
import type { Logger } from './logger.ts';
import { PRODUCER_CLEANUP_LOCK } from './sql/locks.ts';

/** An index entry has a limit of its own, about three times this. */
const MAX_ID_LENGTH = 512;

/** See Broker.initProducerId. */
export async function initProducerId(
  reads: pg.Pool,
  transactionalId: string | undefined,
): Promise<ProducerIdAndEpoch> {
  if (transactionalId !== undefined) checkTransactionalId(transactionalId);
  try {
    const { rows } = await reads.query<ProducerIdAndEpoch>(
      `select given_producer_id as "producerId", given_producer_epoch as "producerEpoch" from weir.init_producer_id($1)`,
      [transactionalId ?? null],
    );
    return rows[0] as ProducerIdAndEpoch;
  } catch (error) {
    throw databaseError(error);
  }
}

/** Throws INVALID_REQUEST. */
export function checkTransactionalId(transactionalId: string): void {
  const { length } = transactionalId;
  if (length > 0 && length <= MAX_ID_LENGTH && !transactionalId.includes('\0')) return;
  const why = `a transactional id has from 1 to ${MAX_ID_LENGTH} characters, none of them NUL`;
  throw new KafkaError('INVALID_REQUEST', why);
}

export interface ProducerExpiration {
  readonly reads: pg.Pool;
  readonly logger: Logger;
  /** How long the state of a producer outlives its batches. */
  readonly producerIdExpirationMs: number;
  /** How long a transactional id is kept after its last use. */
  readonly transactionalIdExpirationMs: number;
}

const STEP_ROWS = 5_000;
const PAUSE_MS = 50;
const IDLE_CHECK_MS = 60_000;

/** Drops what was kept for long enough: in the background, in bounded steps, one gateway at a time. */
export function expiredProducers(options: ProducerExpiration): BackgroundSteps {
  const { reads, logger, producerIdExpirationMs, transactionalIdExpirationMs } = options;
  const step = async (): Promise<boolean> => {
    try {
      const { rows } = await reads.query<{ dropped: number }>(
        'select weir.drop_expired_producers($1, $2, $3, $4) as dropped',
        [PRODUCER_CLEANUP_LOCK, producerIdExpirationMs, transactionalIdExpirationMs, STEP_ROWS],
      );
      return rows[0]?.dropped === STEP_ROWS;
    } catch (error) {
      logger.warn(reasonOf(error), 'expired producers could not be dropped yet');
      return false;
    }
  };
  const shortest = Math.min(producerIdExpirationMs, transactionalIdExpirationMs);
  return new BackgroundSteps({ step, pauseMs: PAUSE_MS, idleMs: Math.min(IDLE_CHECK_MS, shortest) });
}
