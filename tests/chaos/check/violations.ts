// What the checker says: the invariant that is broken, how, and what it is about, so that the lines of the history that tell of
// it can be found again.

/** After the anomalies that Jepsen looks for in Kafka. */
export const invariants = {
  I1: 'an acknowledged record is kept',
  I2: 'an offset never shows two records',
  I3: 'offsets are dense',
  I4: 'a producer keeps its order',
  I5: 'a key keeps its order',
  I6: 'a value is stored once',
  I7: 'an unknown outcome is whole',
  I8: 'a reader skips nothing',
  I9: 'what was visible stays so',
  I13: 'a transaction is whole',
  I15: 'it recovers by itself',
  I16: 'memory and sockets are bounded',
  I18: 'errors are honest',
} as const;

export type InvariantId = keyof typeof invariants;
export const invariantIds = Object.keys(invariants) as InvariantId[];

/** Of lines that tell of a violation. */
export interface About {
  readonly values?: readonly (readonly [client: string, seq: number])[];
  readonly places?: readonly (readonly [topic: string, partition: number, offset: number])[];
  /** Of operations. */
  readonly ids?: readonly number[];
}

export interface Violation {
  readonly invariant: InvariantId;
  readonly t: number;
  readonly text: string;
  readonly about: About;
}

const KEPT_MAX = 20;

export interface InvariantCount {
  checked: number;
  violated: number;
}

/** Counts all, keeps the first of each kind. */
export class Violations {
  readonly kept: Violation[] = [];
  readonly counts = Object.fromEntries(
    invariantIds.map((id): [InvariantId, InvariantCount] => [id, { checked: 0, violated: 0 }]),
  ) as Record<InvariantId, InvariantCount>;
  /** Of the line that is being checked. */
  now = 0;

  checked(invariant: InvariantId, count = 1): void {
    this.counts[invariant].checked += count;
  }

  add(invariant: InvariantId, text: string, about: About = {}): void {
    const count = this.counts[invariant];
    count.violated++;
    if (count.violated <= KEPT_MAX) this.kept.push({ invariant, t: this.now, text, about });
  }
}
