// The lines of a history: one when something is begun and one when its outcome is known, in the order in which they happened,
// by one monotonic clock. Records are named by who sent them and their number: `[client, seq]`.

/** Milliseconds since the run began. */
interface Timed {
  readonly t: number;
}

/** What is stored together or not at all: each record, what goes to one partition, or all of the request. */
export type Unit = 'record' | 'partition' | 'request' | 'transaction';

/** Records `index` … of the request are at `partition`, from `offset` on, one after the other: `[index, partition, offset, n]`. */
export type PlacedRun = readonly [index: number, partition: number, offset: number, count: number];
/** Offsets from `offset` on hold the records from `seq` on of a client. */
export type SeenRun = readonly [
  partition: number,
  offset: number,
  client: string,
  seq: number,
  count: number,
];

export interface ProduceInvoked extends Timed {
  readonly op: 'produce';
  readonly type: 'invoke';
  readonly id: number;
  readonly client: string;
  readonly via: number;
  readonly topic: string;
  /** Of the first record; the others follow. */
  readonly seq: number;
  readonly n: number;
  /** Record `i` has key `i % keys.length`; none where the list is empty. */
  readonly keys: readonly string[];
  readonly unit: Unit;
}

/** `fail`: the server states that nothing was stored. `info`: nobody knows. */
export interface ProduceEnded extends Timed {
  readonly op: 'produce';
  readonly type: 'ok' | 'fail' | 'info';
  readonly id: number;
  readonly client: string;
  readonly runs?: readonly PlacedRun[];
  /** Of an `ok` with refused records, those that may have been stored all the same: `[index, n]`. */
  readonly unknown?: readonly (readonly [index: number, count: number])[];
  readonly answer?: Answer;
}

/** How a request ended that has no outcome to tell, or one that is no success. */
export interface Answer {
  /** None where there was no answer. */
  readonly status?: number;
  readonly message: string;
  readonly hasRetryAfter?: boolean;
  /** The client would not wait as long as a client has to. */
  readonly isImpatient?: boolean;
}

export interface FetchInvoked extends Timed {
  readonly op: 'fetch';
  readonly type: 'invoke';
  readonly id: number;
  readonly client: string;
  readonly via: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface FetchEnded extends Timed {
  readonly op: 'fetch';
  readonly type: 'ok' | 'info';
  readonly id: number;
  readonly client: string;
  readonly runs?: readonly SeenRun[];
  readonly torn?: readonly TornRecord[];
  readonly answer?: Answer;
}

/** A value that no client can have sent. */
export type TornRecord = readonly [partition: number, offset: number, text: string];

/** A reader of a stream, or an auditor, was given this. */
export interface Seen extends Timed {
  readonly op: 'tail' | 'audit';
  readonly type: 'seen';
  readonly client: string;
  /** −1 where it is no gateway. */
  readonly via: number;
  readonly topic: string;
  readonly runs: readonly SeenRun[];
  readonly torn?: readonly TornRecord[];
}

/** A stream that was opened at a gateway, and how it ended. */
export interface TailEnded extends Timed {
  readonly op: 'tail';
  readonly type: 'info';
  readonly client: string;
  readonly via: number;
  readonly answer: Answer;
}

/** Whoever audits has read the partition from its start to its end. */
export interface AuditEnded extends Timed {
  readonly op: 'audit';
  readonly type: 'ok';
  readonly client: string;
  readonly topic: string;
  readonly partition: number;
  readonly start: number;
  readonly end: number;
}

export interface FaultLine extends Timed {
  readonly op: 'fault';
  readonly type: 'invoke' | 'ok' | 'fail';
  readonly id: number;
  readonly fault: string;
  readonly detail: string;
  /** Gateways whose clients may get no answer while it lasts. */
  readonly stalls?: readonly number[];
  /** Gateways that may end by themselves. */
  readonly ends?: readonly number[];
  /** Figures to tell at the end, by name. */
  readonly figures?: Readonly<Record<string, number | undefined>>;
}

/** What an administrator did, or the harness. */
export interface EventLine extends Timed {
  readonly op: 'event';
  readonly event:
    | { readonly kind: 'topic-created'; readonly topic: string; readonly partitions: number }
    | { readonly kind: 'partitions-added'; readonly topic: string; readonly partitions: number }
    | { readonly kind: 'topic-deleted'; readonly topic: string }
    /** No fault from here on. */
    | { readonly kind: 'healed' }
    /** The clients have stopped. */
    | { readonly kind: 'stopped' }
    | { readonly kind: 'gateway-exit'; readonly gateway: number; readonly how: string }
    | {
        readonly kind: 'gateway-log';
        readonly gateway: number;
        readonly level: string;
        readonly text: string;
      }
    /** An answer that should not be: of a request that no client of the log sends. */
    | { readonly kind: 'surprise'; readonly text: string };
}

/** What a gateway held at that moment. */
export interface SampleLine extends Timed {
  readonly op: 'sample';
  readonly gateway: number;
  readonly residentBytes: number;
  /** Only where they are at rest: before the first client and after the last. */
  readonly atRest?: { readonly sockets: number };
}

/** The first line. */
export interface RunLine extends Timed {
  readonly op: 'run';
  readonly seed: number;
  readonly gateways: number;
  /** No answer takes longer than this, unless a fault stalls the way to it. */
  readonly answerMaxMs: number;
  readonly recoveryMaxMs: number;
  readonly residentMaxBytes: number;
  readonly versions: Readonly<Record<string, string>>;
}

export type Line =
  | RunLine
  | ProduceInvoked
  | ProduceEnded
  | FetchInvoked
  | FetchEnded
  | Seen
  | TailEnded
  | AuditEnded
  | FaultLine
  | EventLine
  | SampleLine;

type Untimed<L> = L extends Line ? Omit<L, 't'> : never;
export type NewLine = Untimed<Line>;
