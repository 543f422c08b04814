// What clients know of the cluster that they work on.
import type { Recorder } from '../history/recorder.ts';

export interface Surroundings {
  readonly recorder: Recorder;
  /** Where the gateways are at present. */
  readonly urls: readonly (() => string)[];
  readonly clusterId: string;
}
