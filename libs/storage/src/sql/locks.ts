// Classes of the advisory transaction locks. Everybody takes them in this order: topics ascending, partitions ascending. Before
// them come transactional ids and then producers, after them idempotency keys, all of which are rows.
// An append holds its topics shared, so that a topic is deleted only between appends.
export const TOPIC_LOCK_CLASS = 0x57656901;
export const PARTITION_LOCK_CLASS = 0x57656902;
/** One-argument locks. */
export const MIGRATION_LOCK = 0x57656903;
export const CLEANUP_LOCK = 0x57656904;
export const KEY_CLEANUP_LOCK = 0x57656905;
export const RETENTION_LOCK = 0x57656906;
export const COMPACTION_LOCK = 0x57656907;
export const PRODUCER_CLEANUP_LOCK = 0x57656908;
