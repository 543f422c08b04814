// KeyedAppends: appends that are safe to repeat. The entries of a call under one idempotency key are a unit: stored together,
// once, and whoever repeats them gets their first verdicts. The keys are in the database, so that this holds on any gateway
// and after a restart.
import { KafkaError } from '@weir/protocol';
import type { AppendEntry, AppendResult, IdempotencyKey } from '@weir/protocol';
import { appendsOf, checkEntries, checkPartitionCount } from './check-entries.ts';
import type { CheckedAppend } from './encode-flush.ts';
import { keyedLane } from './keyed-lane.ts';
import type { KeyedLaneOptions, UnitOutcome, WaitingUnit } from './keyed-lane.ts';
import type { CheckedEntry } from './keyed-verdicts.ts';
import type { Lane, LaneQueue } from './lane.ts';
import type { TopicCache } from './topic-cache.ts';

export interface Unit {
  readonly principal: string;
  readonly key: string;
  readonly fingerprint: Uint8Array;
  readonly entries: AppendEntry[];
  /** Their places in the call. */
  readonly indexes: number[];
}

export interface KeyedAppendsOptions extends KeyedLaneOptions {
  readonly topics: TopicCache;
}

/** An index entry has a limit of its own, about three times this. */
const MAX_KEY_LENGTH = 512;

export class KeyedAppends {
  readonly #topics: TopicCache;
  readonly #lane: Lane<WaitingUnit>;
  /** By principal and key: what is being stored here. Who comes with the same key waits for its outcome. */
  readonly #underWay = new Map<string, { readonly unit: Unit; readonly results: Promise<AppendResult[]> }>();

  constructor(options: KeyedAppendsOptions) {
    this.#topics = options.topics;
    this.#lane = keyedLane(options);
  }

  /** See Lane.queue. */
  get queue(): LaneQueue {
    return this.#lane.queue;
  }

  /** The verdicts on the entries in their order. Throws what concerns the whole unit. */
  async append(unit: Unit): Promise<AppendResult[]> {
    checkKey(unit.key);
    const id = `${unit.principal}\0${unit.key}`;
    for (;;) {
      const first = this.#underWay.get(id);
      if (first === undefined) break;
      if (isSameRequest(unit, first.unit)) return replayed(await first.results);
      const results = await first.results.catch(() => []);
      if (isAnyStored(results)) throw otherRequest(unit.key);
    }
    const results = this.#store(unit).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, { unit, results });
    return results;
  }

  /** Resolves when everything that was appended is settled. */
  close(): Promise<void> {
    return this.#lane.close();
  }

  async #store(unit: Unit): Promise<AppendResult[]> {
    const gone = new Set<number>();
    for (;;) {
      // What is refused here is only said where the key is new: a repeat gets its first verdicts.
      const entries = await checkEntries(this.#topics, unit.entries, gone);
      const outcome = await this.#enqueue(unit, entries);
      if (outcome.status === 'answered') return [...outcome.results];
      if (outcome.status === 'other-request') throw otherRequest(unit.key);
      if (outcome.status === 'failed') throw outcome.error;
      // Our view was old: topics were deleted, and perhaps made anew. Their names are what the producer meant.
      for (const topicId of outcome.topicIds) gone.add(topicId);
    }
  }

  #enqueue(unit: Unit, entries: readonly CheckedEntry<CheckedAppend>[]): Promise<UnitOutcome> {
    const appends = appendsOf(entries);
    checkPartitionCount(appends, 'the records under one Idempotency-Key');
    if (appends.some(({ producerId }) => producerId >= 0)) {
      const why =
        'batches with a producer id are safe to repeat by themselves: send them without an Idempotency-Key';
      throw new KafkaError('INVALID_REQUEST', why);
    }
    const { principal, key, fingerprint } = unit;
    const sizeBytes = appends.reduce((sum, append) => sum + append.sizeBytes, 0);
    return new Promise((settle) =>
      this.#lane.add({ principal, key, fingerprint, entries, appends, sizeBytes, settle }),
    );
  }
}

/** The entries that carry a key, by key. One key with two fingerprints is two units, of which one will be refused. */
export function unitsOf(entries: readonly AppendEntry[], principal: string): Unit[] {
  const units = new Map<string, Unit[]>();
  // Most entries come from one request, with one key.
  let last: { readonly idempotency: IdempotencyKey; readonly unit: Unit } | undefined;
  entries.forEach((entry, index) => {
    const { idempotency } = entry;
    if (idempotency === undefined) return;
    if (last?.idempotency !== idempotency)
      last = { idempotency, unit: unitOf(units, idempotency, principal) };
    last.unit.entries.push(entry);
    last.unit.indexes.push(index);
  });
  return [...units.values()].flat();
}

/** The one that is there, or a new one without entries. */
function unitOf(units: Map<string, Unit[]>, { key, fingerprint }: IdempotencyKey, principal: string): Unit {
  let sameKey = units.get(key);
  if (sameKey === undefined) units.set(key, (sameKey = []));
  let unit = sameKey.find((one) => areEqual(one.fingerprint, fingerprint));
  if (unit === undefined) sameKey.push((unit = { principal, key, fingerprint, entries: [], indexes: [] }));
  return unit;
}

function isAnyStored(results: readonly AppendResult[]): boolean {
  return results.some(({ error }) => error === null);
}

function replayed(results: AppendResult[]): AppendResult[] {
  return isAnyStored(results) ? results.map((result) => ({ ...result, isReplay: true })) : results;
}

function isSameRequest(one: Unit, other: Unit): boolean {
  return one.entries.length === other.entries.length && areEqual(one.fingerprint, other.fingerprint);
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one === other || (one.length === other.length && one.every((byte, index) => byte === other[index]));
}

export function checkKey(key: string): void {
  if (key.length > 0 && key.length <= MAX_KEY_LENGTH && !key.includes('\0')) return;
  throw new KafkaError(
    'INVALID_REQUEST',
    `an idempotency key has from 1 to ${MAX_KEY_LENGTH} characters, none of them NUL`,
  );
}

export function otherRequest(key: string): KafkaError {
  return new KafkaError(
    'DUPLICATE_RESOURCE',
    `the Idempotency-Key "${key}" belongs to another request: every new request needs a key of its own, and a repeat the same topic, partition, format and body`,
  );
}
