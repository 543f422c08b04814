// OffsetMap: the newest offset of each key of a part of a log, in a fixed amount of memory per key: a hash stands for the key,
// as in Kafka's cleaner. Of two keys with one hash one would be lost; at 128 bits of SHA-256 that does not happen.
import { hash } from 'node:crypto';

const HASH_WORDS = 4;
const BYTES_PER_SLOT = HASH_WORDS * 4 + 8;
const MAX_LOAD = 0.75;
const FIRST_SLOTS = 1024;
const FREE = -1;

export class OffsetMap {
  readonly #maxKeys: number;
  #hashes = new Uint32Array(FIRST_SLOTS * HASH_WORDS);
  #offsets = new Float64Array(FIRST_SLOTS).fill(FREE);
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxKeys = Math.floor((maxBytes / BYTES_PER_SLOT) * MAX_LOAD);
  }

  get size(): number {
    return this.#size;
  }

  /** Whether so many keys more are within the bound; an empty map takes any number. */
  hasRoomFor(keys: number): boolean {
    return this.#size === 0 || this.#size + keys <= this.#maxKeys;
  }

  /** Offsets of one key must rise. */
  set(key: Uint8Array, offset: number): void {
    const words = hashOf(key);
    const slot = this.#slotOf(words);
    if (this.#offsets[slot] === FREE) {
      if (this.#size + 1 > this.#offsets.length * MAX_LOAD) {
        this.#grow();
        this.set(key, offset);
        return;
      }
      this.#size++;
      this.#hashes.set(words, slot * HASH_WORDS);
    }
    this.#offsets[slot] = offset;
  }

  get(key: Uint8Array): number | undefined {
    const offset = this.#offsets[this.#slotOf(hashOf(key))];
    return offset === FREE ? undefined : offset;
  }

  /** The hash's slot, or the free one where it belongs. The number of slots is a power of two. */
  #slotOf(words: Uint32Array): number {
    const mask = this.#offsets.length - 1;
    for (let slot = (words[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      if (this.#offsets[slot] === FREE || this.#holds(slot, words)) return slot;
    }
  }

  #holds(slot: number, words: Uint32Array): boolean {
    const start = slot * HASH_WORDS;
    for (let index = 0; index < HASH_WORDS; index++)
      if (this.#hashes[start + index] !== words[index]) return false;
    return true;
  }

  #grow(): void {
    const [hashes, offsets] = [this.#hashes, this.#offsets];
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#offsets = new Float64Array(offsets.length * 2).fill(FREE);
    for (const [slot, offset] of offsets.entries()) {
      if (offset === FREE) continue;
      const words = hashes.subarray(slot * HASH_WORDS, (slot + 1) * HASH_WORDS);
      const place = this.#slotOf(words);
      this.#hashes.set(words, place * HASH_WORDS);
      this.#offsets[place] = offset;
    }
  }
}

function hashOf(key: Uint8Array): Uint32Array {
  const digest = hash('sha256', key, 'buffer');
  // A copy: a digest may lie anywhere in a shared buffer, and words must be aligned.
  return new Uint32Array(Uint8Array.prototype.slice.call(digest, 0, HASH_WORDS * 4).buffer);
}
