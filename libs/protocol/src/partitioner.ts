// Which partition a record goes to, as Kafka's Java client decides: murmur2 of the key; without a key, one partition per
// request, the next one for the next request.

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** 32-bit murmur2 as the Java client computes it; a signed number. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    word = Math.imul(word, M);
    word ^= word >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(word, M);
  }
  const rest = length - whole;
  if (rest === 3) hash ^= bytes[whole + 2]! << 16;
  if (rest >= 2) hash ^= bytes[whole + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes[whole]!, M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/** The partition of a key: the same for every client that partitions as Kafka's Java client does. */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount;
}

/** Topics whose turn is remembered. The turn of a topic that falls out starts at random again, which harms nobody. */
const REMEMBERED_TOPICS = 10_000;

/** Partitions for records without a key. Ask once per request and topic: its keyless records stay together. */
export class StickyPartitioner {
  readonly #turns = new Map<string, number>();
  readonly #random: () => number;

  /** `random` gives numbers from 0 up to 1, as Math.random does: processes should not all begin with partition 0. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** The partition for the keyless records of one request; the call after takes the next partition of that topic. */
  next(topic: string, partitionCount: number): number {
    const last = this.#turns.get(topic);
    const partition =
      last === undefined ? Math.floor(this.#random() * partitionCount) : (last + 1) % partitionCount;
    if (last === undefined && this.#turns.size >= REMEMBERED_TOPICS) {
      for (const oldest of this.#turns.keys()) {
        this.#turns.delete(oldest);
        break;
      }
    }
    this.#turns.set(topic, partition);
    return partition;
  }
}
