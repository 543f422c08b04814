// The faults there are: what each does, and how often it is made among the others.

interface FaultText {
  readonly what: string;
  /** Of the deck from which the nemesis deals. None of it where it is a run of its own. */
  readonly cards: number;
  readonly needsRoot?: boolean;
}

export const faultTexts = {
  F1: { what: 'a gateway is killed (SIGKILL)', cards: 25 },
  F2: { what: 'a gateway is stopped (SIGTERM)', cards: 7 },
  F3: { what: 'a gateway is paused', cards: 7 },
  F4: { what: 'PostgreSQL or its connections are killed', cards: 16 },
  F5: { what: 'PostgreSQL is paused', cards: 4 },
  F6: { what: 'links are cut, slow or silent; also between a COMMIT and its answer', cards: 15 },
  F8: { what: 'the disk is full', cards: 2, needsRoot: true },
  F9: { what: 'power cuts, and their control run, which must lose records', cards: 0, needsRoot: true },
  F10: { what: 'the disk is slow, or fails to flush', cards: 2, needsRoot: true },
  F12: { what: 'locks on hot tables, a snapshot that is held', cards: 4 },
  F13: { what: 'clients that do not read', cards: 2 },
  F14: { what: 'requests beyond every limit', cards: 3 },
  F15: { what: 'a gateway with little memory', cards: 2 },
  F17: { what: 'topics are deleted and partitions added under load', cards: 4 },
  F18: { what: 'a storm of retries while PostgreSQL is slow', cards: 3 },
  F19: { what: 'hints between gateways are lost', cards: 4 },
} as const satisfies Record<string, FaultText>;

export type FaultId = keyof typeof faultTexts;
export const faultIds = Object.keys(faultTexts) as FaultId[];

export function needsRoot(id: FaultId): boolean {
  const text: FaultText = faultTexts[id];
  return text.needsRoot === true;
}
