// Whether a partition's order is the order of its commits, seen from outside: a record that was acknowledged before another
// was sent must stand before it, whichever gateways the two went through.

/** One acknowledged record, by one clock for all producers. */
export interface Acknowledged {
  readonly offset: number;
  readonly sentAtMs: number;
  readonly acknowledgedAtMs: number;
}

/** One sentence per record that stands after one that was sent too late to precede it. */
export function checkOrder(records: readonly Acknowledged[]): string[] {
  const faults: string[] = [];
  let latest: Acknowledged | undefined;
  for (const record of [...records].sort((left, right) => left.offset - right.offset)) {
    if (latest !== undefined && record.acknowledgedAtMs < latest.sentAtMs) {
      faults.push(`offset ${record.offset} was acknowledged before offset ${latest.offset} was sent`);
    }
    if (latest === undefined || record.sentAtMs > latest.sentAtMs) latest = record;
  }
  return faults;
}
