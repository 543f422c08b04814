// What the benchmark asks of its load process, and what comes back: plain objects, since they travel between processes.

export type ProduceApi = 'v2' | 'v3 records' | 'v3 batch';

export interface ProduceJob {
  readonly kind: 'produce';
  readonly api: ProduceApi;
  readonly port: number;
  /** v3 has it in its paths. */
  readonly clusterId: string;
  readonly topic: string;
  /** Default 0. Where it is more, `topic` is what names of so many topics begin with (`topicName`), and each request takes one of its connection's. */
  readonly topics?: number;
  readonly recordsPerRequest: number;
  readonly connections: number;
  /** Each request has an Idempotency-Key of its own. */
  readonly isKeyed: boolean;
  /** Before the measurement begins. */
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** Requests that stay open, each with one chunk of records under way. */
export interface StreamJob {
  readonly kind: 'stream';
  readonly port: number;
  readonly clusterId: string;
  readonly topic: string;
  readonly recordsPerChunk: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

export interface FillJob {
  readonly kind: 'fill';
  readonly port: number;
  readonly topic: string;
  readonly records: number;
  readonly recordsPerRequest: number;
  /** Each value that a producer sends again and again has a key of its own: 16 times recordsPerRequest keys. */
  readonly hasKeys?: boolean;
}

export interface FetchJob {
  readonly kind: 'fetch';
  readonly port: number;
  readonly topic: string;
  readonly records: number;
  readonly maxBytes: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** Readers of small pages that begin anywhere in their log. */
export interface LookUpJob {
  readonly kind: 'look-up';
  readonly port: number;
  /** Each with its end offset; all that is in partition 0. */
  readonly logs: readonly { readonly topic: string; readonly end: number }[];
  readonly connections: number;
  readonly maxBytes: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

export interface LongPollJob {
  readonly kind: 'long-poll';
  readonly port: number;
  readonly topic: string;
  readonly recordsPerSecond: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** Producers that keep to a rate, whatever their latency, with a reader for each partition that follows them. */
export interface SteadyJob {
  readonly kind: 'steady';
  readonly port: number;
  readonly topic: string;
  readonly partitions: number;
  readonly recordsPerRequest: number;
  readonly requestsPerSecond: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

export interface CommitJob {
  readonly kind: 'commit';
  readonly databaseUrl: string;
  readonly clients: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

export type Job =
  ProduceJob | StreamJob | FillJob | FetchJob | LookUpJob | LongPollJob | SteadyJob | CommitJob;

export interface Measured {
  /** Requests or statements in the measured time. */
  readonly requests: number;
  /** Records in the measured time. */
  readonly records: number;
  readonly measuredMs: number;
  /** Of requests, statements, or from produce to receipt. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Every record that was acknowledged to this job, outside of the measured time too. */
  readonly acknowledged: number;
}

export type Reply = { readonly measured: Measured } | { readonly error: string };

/** Names of many topics, all of one length. */
export function topicName(prefix: string, index: number): string {
  return `${prefix}-${String(index).padStart(5, '0')}`;
}

/** Bytes of a record's value, as JSON text. */
export const valueBytes = 100;
