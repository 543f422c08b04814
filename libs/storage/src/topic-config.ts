// Kafka's topic configs (Kafka 4.x): name, default, documentation, validation. Configs that cannot mean anything on one
// database are accepted, so that existing tools work unchanged, and their documentation says that they have no effect.
import { boolean, define, fraction, int, integer, long, MAX_LONG, oneOf } from './config-definition.ts';
import type { ConfigDefinition } from './config-definition.ts';

const noEffect = (why: string) =>
  `Accepted so that tools written for Kafka work; has no effect here: ${why}.`;

function cleanupPolicy(value: string): string | undefined {
  const parts = value.split(',').map((part) => part.trim());
  const isLegal = parts.every((part) => part === 'delete' || part === 'compact');
  return isLegal ? undefined : 'must be delete, compact, or both with a comma between';
}

/** Kafka's form of a list of throttled replicas: empty, `*`, `none`, or `partition:broker` pairs. */
function throttledReplicas(value: string): string | undefined {
  const isLegal = value.length <= 10_000 && /^(|\*|none|\d+:\d+(,\d+:\d+)*)$/.test(value);
  return isLegal ? undefined : 'must be empty, *, none, or pairs like 0:1,1:1';
}

const oneNode = 'there is one copy of the log, in PostgreSQL';
const noFiles = 'the log is a table, not files';

export const topicConfigs: Readonly<{ [name: string]: ConfigDefinition }> = {
  'cleanup.policy': define(
    'delete',
    cleanupPolicy,
    'What happens to old records: "delete" drops them by retention, "compact" keeps the newest of each key; both may be given. A compacted topic refuses records without a key.',
  ),
  'compression.gzip.level': define('-1', integer(-1n, 9n), noEffect('batches are stored as they were sent')),
  'compression.lz4.level': define('9', integer(1n, 17n), noEffect('batches are stored as they were sent')),
  'compression.type': define(
    'producer',
    oneOf('uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'),
    noEffect('batches are stored as they were sent'),
  ),
  'compression.zstd.level': define(
    '3',
    integer(-131072n, 22n),
    noEffect('batches are stored as they were sent'),
  ),
  'delete.retention.ms': define(
    '86400000',
    long(0),
    'How long a tombstone (a record with a null value) of a compacted topic is kept, in milliseconds.',
  ),
  'file.delete.delay.ms': define('60000', long(0), noEffect(noFiles)),
  'flush.messages': define(MAX_LONG, long(1), noEffect('every acknowledged record is on disk already')),
  'flush.ms': define(MAX_LONG, long(0), noEffect('every acknowledged record is on disk already')),
  'follower.replication.throttled.replicas': define('', throttledReplicas, noEffect(oneNode)),
  'index.interval.bytes': define('4096', int(0), noEffect(noFiles)),
  'leader.replication.throttled.replicas': define('', throttledReplicas, noEffect(oneNode)),
  'max.compaction.lag.ms': define(
    MAX_LONG,
    long(1),
    'The longest that a record of a compacted topic stays exempt from compaction, in milliseconds.',
  ),
  'max.message.bytes': define(
    '1048588',
    int(0),
    'The largest record (with its batch overhead), or batch sent whole, that the topic takes, in bytes.',
  ),
  'message.timestamp.after.max.ms': define(
    '3600000',
    long(0),
    'How far a record’s own timestamp may lie in the future, in milliseconds. Only with CreateTime.',
  ),
  'message.timestamp.before.max.ms': define(
    MAX_LONG,
    long(0),
    'How far a record’s own timestamp may lie in the past, in milliseconds. Only with CreateTime.',
  ),
  'message.timestamp.type': define(
    'CreateTime',
    oneOf('CreateTime', 'LogAppendTime'),
    'CreateTime keeps the timestamps of the producer; LogAppendTime replaces them by the time of the append.',
  ),
  'min.cleanable.dirty.ratio': define(
    '0.5',
    fraction,
    'The share of a compacted log that must be new before compaction starts.',
  ),
  'min.compaction.lag.ms': define(
    '0',
    long(0),
    'The shortest time that a record of a compacted topic stays uncompacted, in milliseconds.',
  ),
  'min.insync.replicas': define('1', int(1), noEffect(oneNode)),
  preallocate: define('false', boolean, noEffect(noFiles)),
  'retention.bytes': define(
    '-1',
    long(-1),
    'The size a partition may reach before its oldest records are dropped, in bytes; -1 is no limit.',
  ),
  'retention.ms': define(
    '604800000',
    long(-1),
    'How long records are kept, in milliseconds; -1 is for ever.',
  ),
  'segment.bytes': define('1073741824', int(14), noEffect(noFiles)),
  'segment.index.bytes': define('10485760', int(4), noEffect(noFiles)),
  'segment.jitter.ms': define('0', long(0), noEffect(noFiles)),
  'segment.ms': define('604800000', long(1), noEffect(noFiles)),
  'unclean.leader.election.enable': define('false', boolean, noEffect(oneNode)),
};
