// Settings of what is taken out of logs in the background.
import { integer } from './config-kinds.ts';

const MiB = 1024 * 1024;
const minuteMs = 60_000;

export const cleanupSettings = {
  logRetentionCheckIntervalMs: integer(
    5 * minuteMs,
    { min: 1, max: 24 * 60 * minuteMs },
    "How often it is looked for records that need not be kept any more by retention.ms and retention.bytes (Kafka's log.retention.check.interval.ms). One gateway does it at a time.",
  ),
  logCleanerBackoffMs: integer(
    15_000,
    { min: 1, max: 24 * 60 * minuteMs },
    "How often it is looked for compacted topics that are dirty enough (Kafka's log.cleaner.backoff.ms). One gateway does it at a time.",
  ),
  logCleanerDedupeBufferSize: integer(
    32 * MiB,
    { min: MiB, max: 2048 * MiB },
    "Memory for the keys of a log that is compacted, 32 bytes for each; more keys take more passes (Kafka's log.cleaner.dedupe.buffer.size). Taken while it is needed.",
  ),
};
