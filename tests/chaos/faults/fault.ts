// What a fault is to the nemesis: chosen when the schedule is made, done when its time has come.
import type { Surroundings } from '../clients/surroundings.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { GatewaySlot } from '../cluster/gateway-slot.ts';
import type { Random } from '../random.ts';

/** All that a fault needs to know is decided before the run: a seed gives the same numbers every time. */
export interface FaultPlan {
  /** `gateway`, `postgres` … what no two faults change at the same time; `none` where it takes nothing for itself. */
  readonly target: 'gateway' | 'clientLink' | 'databaseLink' | 'postgres' | 'none';
  readonly gateway: number;
  readonly variant: string;
  readonly durationMs: number;
  /** A number for whatever else is to be chosen. */
  readonly seed: number;
}

export interface FaultContext {
  readonly cluster: Cluster;
  readonly surroundings: Surroundings;
  readonly random: Random;
  readonly plan: FaultPlan;
  readonly slot: GatewaySlot;
  /** Fires when the run ends early: waits end at once. */
  readonly signal: AbortSignal;
  wait(ms: number): Promise<void>;
  /** An answer or a behaviour that should not be. */
  surprise(text: string): void;
}

/** Told at the end: counts are added up; what is in milliseconds (`…, ms`) is told as median and maximum. */
export type Figures = Readonly<Record<string, number | undefined>>;

export interface Fault {
  /** Chooses; of `random` it takes as much as it likes. */
  plan(random: Random): Omit<FaultPlan, 'gateway' | 'seed'>;
  /** Does it and undoes it. Without figures it was not made: there was nothing to do it to. */
  run(context: FaultContext): Promise<Figures | undefined>;
  /** Whether clients of the chosen gateway may be left without an answer meanwhile. */
  stalls?(plan: FaultPlan): boolean;
  /** The chosen gateway may end by itself. */
  readonly ends?: boolean;
}
