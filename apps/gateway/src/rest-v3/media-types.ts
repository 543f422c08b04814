// Content types of our own in REST Proxy v3, beside its JSON.
/** RecordBatch v2 as Kafka stores and sends it, one batch after the other: for SDKs. */
export const RECORD_BATCHES = 'application/vnd.weir.record-batches.v1';
export const EVENT_STREAM = 'text/event-stream';
/** JSON, one value a line. */
export const ND_JSON = 'application/x-ndjson';
