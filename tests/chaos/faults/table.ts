// Which code makes which fault. F9, the power cut, is a run of its own.
import * as client from './client-faults.ts';
import * as disk from './disk-faults.ts';
import type { FaultId } from './fault-ids.ts';
import type { Fault } from './fault.ts';
import * as gateway from './gateway-faults.ts';
import * as link from './link-faults.ts';
import * as postgres from './postgres-faults.ts';
import { topicsChanged } from './topic-faults.ts';

export const faults: Readonly<Record<Exclude<FaultId, 'F9'>, Fault>> = {
  F1: gateway.killed,
  F2: gateway.stopped,
  F3: gateway.paused,
  F4: postgres.killed,
  F5: postgres.paused,
  F6: link.troubled,
  F8: disk.diskFull,
  F10: disk.diskFailing,
  F12: postgres.locked,
  F13: client.notReading,
  F14: client.abuse,
  F15: gateway.littleMemory,
  F17: topicsChanged,
  F18: client.storm,
  F19: link.hintsLost,
};
