// Where a read begins: an offset, a time, or an end of the log, for one partition or many.
import type { Broker, RequestContext } from '@weir/protocol';
import { plainError } from '../http/rest-error.ts';

/** An offset, or what listOffsets finds. */
export type Start =
  { readonly offset: number } | { readonly timestamp: number } | { readonly from: 'earliest' | 'latest' };

export interface StartQuery {
  readonly offset?: number | undefined;
  readonly timestamp?: string | undefined;
  readonly from?: 'earliest' | 'latest' | undefined;
}

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Throws 400 where more than one is given. */
export function startOf(query: StartQuery, otherwise: 'earliest' | 'latest'): Start {
  const given = (['offset', 'timestamp', 'from'] as const).filter((name) => query[name] !== undefined);
  if (given.length > 1) throw plainError(400, `${given.join(' and ')} exclude each other: send one of them`);
  if (query.offset !== undefined) return { offset: query.offset };
  if (query.timestamp !== undefined) return { timestamp: epochMs(query.timestamp) };
  return { from: query.from ?? otherwise };
}

function epochMs(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const parsed = RFC_3339.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN;
  if (Number.isNaN(parsed))
    throw plainError(400, 'timestamp is a time such as 2026-01-31T12:00:00Z, or epoch milliseconds');
  return parsed;
}

interface Place {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** The offset in each partition, in their order. Throws UNKNOWN_TOPIC_OR_PARTITION. */
export async function startOffsets(
  { broker, context }: { broker: Broker; context: RequestContext },
  { topic, partitions }: Place,
  start: Start,
): Promise<number[]> {
  if ('offset' in start) return partitions.map(() => start.offset);
  const timestamp = 'from' in start ? start.from : start.timestamp;
  // The ends are read before the time is looked for: a record that comes in between is found or lies behind its end.
  const wanted = [timestamp, 'latest' as const].flatMap((at) =>
    partitions.map((partition) => ({ topic, partition, timestamp: at })),
  );
  const listed = await broker.listOffsets(wanted, context);
  return partitions.map((_, index) => {
    const found = listed[index];
    const end = listed[index + partitions.length];
    for (const one of [found, end]) if (one !== undefined && one.error !== null) throw one.error;
    return found?.offset === -1 ? (end?.offset ?? 0) : (found?.offset ?? 0);
  });
}
