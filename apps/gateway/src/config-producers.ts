// The settings of idempotent and transactional producers.
import { integer } from './config-kinds.ts';

const dayMs = 24 * 60 * 60_000;

export const producerSettings = {
  producerIdExpirationMs: integer(
    dayMs,
    { min: 1_000, max: 365 * dayMs },
    "How long it is remembered which of an idempotent producer's batches are stored, after they were deleted from the log (Kafka's producer.id.expiration.ms); while they are in the log it always is.",
  ),
  transactionalIdExpirationMs: integer(
    7 * dayMs,
    { min: 1_000, max: 365 * dayMs },
    "How long a transactional id keeps its producer id, after it was last initialised or committed with (Kafka's transactional.id.expiration.ms).",
  ),
};
