// The checker of the kill test: what producers were told, against what the log holds afterwards. Pure, so that planted faults
// show that it sees each kind.

export type Outcome =
  /** Stored there, the gateway said. */
  | { readonly kind: 'acknowledged'; readonly partition: number; readonly offset: number }
  /** The gateway, or the lack of one, said that nothing was stored. */
  | { readonly kind: 'refused' }
  /** The answer never came, or said that nobody knows. */
  | { readonly kind: 'unknown' };

/** A unique value and what became of each try to produce it. */
export interface Produced {
  readonly value: string;
  readonly outcomes: readonly Outcome[];
}

export interface LogEntry {
  readonly offset: number;
  readonly value: string | null;
}

/** By partition number. */
export type Logs = readonly (readonly LogEntry[])[];

/** One sentence per fault; none where every promise was kept. */
export function checkHistory(history: readonly Produced[], logs: Logs): string[] {
  return [
    ...gaps(logs),
    ...misplaced(history, logs),
    ...strangers(history, logs),
    ...duplicates(history, logs),
  ];
}

function gaps(logs: Logs): string[] {
  return logs.flatMap((log, partition) => {
    const index = log.findIndex(({ offset }, position) => offset !== position);
    return index === -1
      ? []
      : [`partition ${partition} has offset ${log[index]?.offset} where ${index} is due`];
  });
}

function misplaced(history: readonly Produced[], logs: Logs): string[] {
  const places = logs.map((log) => new Map(log.map(({ offset, value }) => [offset, value])));
  return history.flatMap(({ value, outcomes }) =>
    outcomes.flatMap((outcome) => {
      if (outcome.kind !== 'acknowledged') return [];
      const { partition, offset } = outcome;
      const found = places[partition]?.get(offset);
      if (found === value) return [];
      return [`${value} was acknowledged at ${partition}:${offset}, where ${found ?? 'nothing'} is`];
    }),
  );
}

function strangers(history: readonly Produced[], logs: Logs): string[] {
  const sent = new Set<string | null>(history.map(({ value }) => value));
  return logs.flatMap((log, partition) =>
    log
      .filter(({ value }) => !sent.has(value))
      .map(({ offset, value }) => `${partition}:${offset} holds ${value}, which nobody sent`),
  );
}

/** A try of unknown outcome may have stored its value, once; any other copy has no excuse. */
function duplicates(history: readonly Produced[], logs: Logs): string[] {
  const copies = new Map<string | null, number>();
  for (const { value } of logs.flat()) copies.set(value, (copies.get(value) ?? 0) + 1);
  return history.flatMap(({ value, outcomes }) => {
    const allowed = outcomes.filter(({ kind }) => kind !== 'refused').length;
    const found = copies.get(value) ?? 0;
    return found <= allowed ? [] : [`${value} is stored ${found} times, ${allowed} at most are explained`];
  });
}
