// A client of the simulated group: it knows what it was answered and nothing else, and acts on that.
import type { Partitions } from '../../assignors/assignor.ts';
import { areEqual, both, noPartitions, union } from '../../partitions.ts';
import type { Subscription } from '../consumer-group.ts';

/** What a request to join or a heartbeat is answered. */
export interface Answer {
  readonly memberId: string;
  readonly epoch: number;
  /** Undefined on the short way, where nothing has changed. */
  readonly assigned: Partitions | undefined;
}

export class Client {
  readonly name: string;
  readonly instanceId: string | undefined;
  memberId = '';
  /** Undefined while it is no member. */
  epoch: number | undefined;
  /** What it was last told to have. */
  assigned: Partitions = noPartitions;
  /** What it reads: `assigned`, and what it has not let go of yet. */
  owned: Partitions = noPartitions;
  subscription: Subscription;
  /** Of the request that it waits for; whatever comes to others is too late. */
  waitsFor: number | undefined;
  /** It does not know whether its last words were heard. */
  isUnsure = true;
  /** It says nothing, and reads on: a paused process. */
  isSilent = false;

  constructor(name: string, instanceId: string | undefined, subscription: Subscription) {
    this.name = name;
    this.instanceId = instanceId;
    this.subscription = subscription;
  }

  /** The same process once more, cut off from now on. */
  ghost(name: string): Client {
    const ghost = new Client(name, this.instanceId, this.subscription);
    const { memberId, epoch, assigned, owned } = this;
    return Object.assign(ghost, { memberId, epoch, assigned, owned, isSilent: true });
  }

  answered({ memberId, epoch, assigned }: Answer): void {
    this.memberId = memberId;
    this.epoch = epoch;
    this.isUnsure = false;
    if (assigned === undefined) return;
    this.assigned = assigned;
    this.owned = union(this.owned, assigned);
  }

  /** It has worked off what it read. */
  letGo(): void {
    const kept = both(this.owned, this.assigned);
    if (areEqual(kept, this.owned)) return;
    this.owned = kept;
    // It has something to say.
    this.isUnsure = true;
  }

  /** Fenced, or started again. */
  forget(): void {
    this.epoch = undefined;
    this.assigned = noPartitions;
    this.owned = noPartitions;
    this.waitsFor = undefined;
    this.isUnsure = true;
  }
}
