// W3C trace context: from the headers of a request to a span's context, and from there to the headers of records.
// https://www.w3.org/TR/trace-context/
import { createTraceState, TraceFlags } from '@opentelemetry/api';
import type { SpanContext } from '@opentelemetry/api';
import { Batch } from '@weir/protocol';
import type { CommitEntry, Header, ProducerRecord, RequestContext } from '@weir/protocol';

type TraceHeaders = Pick<RequestContext, 'traceparent' | 'tracestate'>;

/** Version, trace id, parent id, flags; a version to come may append to them, version 00 may not. */
const TRACEPARENT =
  /^(?!ff)(?!00-.{52}-)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
/** The least that everybody passes on, and all that is passed on here. */
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

const encoder = new TextEncoder();

/** The caller's span; undefined where it sent none, or one that is malformed. */
export function spanContextOf({ traceparent, tracestate }: TraceHeaders): SpanContext | undefined {
  if (traceparent === undefined) return undefined;
  const [, traceId, spanId, flags = ''] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const caller = { traceId, spanId, traceFlags, isRemote: true };
  if (tracestate === undefined || !TRACESTATE.test(tracestate)) return caller;
  return { ...caller, traceState: createTraceState(tracestate) };
}

/** What carries the span on: to a Broker, or to whoever reads a record. */
export function traceHeadersOf({ traceId, spanId, traceFlags, traceState }: SpanContext): TraceHeaders {
  const flags = traceFlags.toString(16).padStart(2, '0');
  const traceparent = `00-${traceId}-${spanId}-${flags}`;
  const tracestate = traceState?.serialize() ?? '';
  return tracestate === '' ? { traceparent } : { traceparent, tracestate };
}

/** The entries with the span in the headers of those records that name none; batches that came as bytes stay as they are. */
export function withTraceHeaders<Entry extends CommitEntry>(
  entries: readonly Entry[],
  span: SpanContext,
): Entry[] {
  const added: Header[] = Object.entries(traceHeadersOf(span)).map(([key, value]) => ({
    key,
    value: encoder.encode(value),
    isOptional: true,
  }));
  return entries.map((entry) => {
    const records = entry.batch.producerRecords;
    if (records === undefined) return entry;
    return { ...entry, batch: Batch.fromRecords(records.map((record) => tracedRecord(record, added))) };
  });
}

function tracedRecord(record: ProducerRecord, added: readonly Header[]): ProducerRecord {
  const { headers } = record;
  if (headers === undefined || headers.length === 0) return { ...record, headers: added };
  return headers.some(({ key }) => key === 'traceparent')
    ? record
    : { ...record, headers: [...headers, ...added] };
}
