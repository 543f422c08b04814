// The schedule of a run: which fault comes when, at which gateway, how long. A pure function of the seed.
import type { FaultId } from './faults/fault-ids.ts';
import { faultTexts } from './faults/fault-ids.ts';
import type { FaultPlan } from './faults/fault.ts';
import { faults } from './faults/table.ts';
import { randomOf } from './random.ts';

export type ScheduledId = Exclude<FaultId, 'F9'>;

export interface ScheduledFault extends FaultPlan {
  readonly id: ScheduledId;
  readonly atMs: number;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly faults: readonly ScheduledId[];
  readonly gateways: number;
}

/** Between the beginnings of two faults: shorter than most last, so that some overlap. */
const GAP_MS = [2_000, 6_000] as const;
const FIRST_GAP_MS = 1_500;

/** Deals the cards of all faults again and again, so that each comes as often as it should in runs of some minutes. */
export function makeSchedule({ seed, durationMs, faults: ids, gateways }: ScheduleOptions): ScheduledFault[] {
  const random = randomOf(seed, 'schedule');
  const cards = ids.flatMap((id) => Array.from({ length: faultTexts[id].cards }, () => id));
  const schedule: ScheduledFault[] = [];
  let deck: ScheduledId[] = [];
  for (let atMs = FIRST_GAP_MS; atMs < durationMs; atMs += random.integer(...GAP_MS)) {
    if (deck.length === 0) deck = random.shuffle(cards);
    const id = deck.pop() as ScheduledId;
    const own = randomOf(seed, `fault ${schedule.length}`);
    const plan = faults[id].plan(own);
    schedule.push({
      id,
      atMs,
      ...plan,
      gateway: own.integer(0, gateways - 1),
      seed: own.integer(0, 2 ** 31),
    });
  }
  return schedule;
}
