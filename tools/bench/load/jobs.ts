// What the benchmark asks of its load process, and what comes back: plain objects, since they travel between processes.

export type ProduceApi = 'v2' | 'v3 stream' | 'v3 batch';

export interface ProduceJob {
  readonly kind: 'produce';
  readonly api: ProduceApi;
  readonly port: number;
  /** v3 has it in its paths. */
  readonly clusterId: string;
  readonly topic: string;
  readonly recordsPerRequest: number;
  readonly connections: number;
  /** Each request has an Idempotency-Key of its own. */
  readonly isKeyed: boolean;
  /** Before the measurement begins. */
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

export interface FillJob {
  readonly kind: 'fill';
  readonly port: number;
  readonly topic: string;
  readonly records: number;
  readonly recordsPerRequest: number;
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

export interface LongPollJob {
  readonly kind: 'long-poll';
  readonly port: number;
  readonly topic: string;
  readonly recordsPerSecond: number;
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

export type Job = ProduceJob | FillJob | FetchJob | LongPollJob | CommitJob;

export interface Measured {
  /** Requests or statements in the measured time. */
  readonly requests: number;
  /** Records in the measured time. */
  readonly records: number;
  readonly measuredMs: number;
  /** Of requests, statements, or from produce to receipt. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  /** Every record that was acknowledged to this job, outside of the measured time too. */
  readonly acknowledged: number;
}

export type Reply = { readonly measured: Measured } | { readonly error: string };

/** Bytes of a record's value, as JSON text. */
export const valueBytes = 100;
