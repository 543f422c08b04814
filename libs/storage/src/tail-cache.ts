// TailCache: the newest batches of each partition as this gateway appended them, bounded in bytes over all partitions.
// A partition's batches are always one unbroken run of offsets up to the newest: another gateway's append in between
// shows as a gap, and the run starts anew behind it. Two lanes of this gateway may tell of their appends in another order
// than they committed: after a step back nothing is kept until the log has outgrown the newest of them, so that no run ends
// before what is known to be committed.
// Batches are copied into slabs, and the oldest slab is dropped whole: thousands of small buffers of mixed age would leave
// the allocator with holes that it never gives back. One that nobody has read from is written to again.

export interface AppendedBytes {
  readonly partitionId: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly bytes: Uint8Array;
}

export interface CachedRead {
  readonly batches: readonly Uint8Array[];
  /** What this gateway knows to be committed; the log may be longer by now. */
  readonly endOffset: number;
}

/** A partition's cached run, oldest batch first. Empty once it was forgotten, and after a step back. */
interface Tail {
  readonly partitionId: number;
  /** Behind the newest batch that was ever added. */
  endOffset: number;
  batches: CachedBatch[];
}

interface CachedBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly bytes: Uint8Array;
  readonly slab: Slab;
}

interface Slab {
  readonly bytes: Uint8Array;
  used: number;
  /** Readers may still hold parts of it. */
  isShared: boolean;
  /** The tail of each batch in it, in the order in which they came. */
  readonly tails: Tail[];
}

const MAX_SLAB_BYTES = 1024 * 1024;
/** What the bookkeeping of a batch takes: counted, so that tiny batches do not cost many times the bound. */
const MIN_BYTES_PER_BATCH = 256;

export class TailCache {
  readonly #maxBytes: number;
  readonly #slabBytes: number;
  readonly #tails = new Map<number, Tail>();
  /** Oldest first. */
  readonly #slabs: Slab[] = [];
  /** Of a slab that was dropped. */
  #spare: Uint8Array | undefined;
  #bytes = 0;
  #hits = 0;
  #misses = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#slabBytes = Math.min(MAX_SLAB_BYTES, Math.floor(maxBytes / 16));
  }

  /** Reads that it answered, and reads that had to ask the database. */
  get reads(): { readonly hits: number; readonly misses: number } {
    return { hits: this.#hits, misses: this.#misses };
  }

  /** A read that it was not asked to answer. */
  countMiss(): void {
    this.#misses++;
  }

  /** What the slabs take. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  /** Appends of one partition, in the order of their offsets if they are to be kept. The bytes are copied. */
  add({ partitionId, baseOffset, lastOffset, bytes }: AppendedBytes): void {
    let tail = this.#tails.get(partitionId);
    const isStepBack = tail !== undefined && baseOffset < tail.endOffset;
    const endOffset = isStepBack && tail !== undefined ? tail.endOffset : lastOffset + 1;
    const isKept = !isStepBack && bytes.length <= this.#maxBytes;
    if (!isKept || tail?.endOffset !== baseOffset) {
      this.forget(partitionId);
      this.#tails.set(partitionId, (tail = { partitionId, endOffset, batches: [] }));
    }
    if (!isKept) return;
    tail.endOffset = endOffset;
    tail.batches.push({ baseOffset, lastOffset, ...this.#keep(bytes, tail) });
    while (this.#bytes > this.#maxBytes) this.#dropOldestSlab();
  }

  /** The batches from `offset` on, at least one, as many as fit; undefined where the run does not hold that offset. */
  read(partitionId: number, offset: number, maxBytes: number): CachedRead | undefined {
    const answer = this.#find(partitionId, offset, maxBytes);
    if (answer === undefined) this.#misses++;
    else this.#hits++;
    return answer;
  }

  /** Its slabs go when they are the oldest. */
  forget(partitionId: number): void {
    const tail = this.#tails.get(partitionId);
    if (tail === undefined) return;
    tail.batches = [];
    this.#tails.delete(partitionId);
  }

  #find(partitionId: number, offset: number, maxBytes: number): CachedRead | undefined {
    const cached = this.#tails.get(partitionId)?.batches;
    const newest = cached?.at(-1);
    const oldest = cached?.[0];
    if (cached === undefined || newest === undefined || oldest === undefined) return undefined;
    if (offset < oldest.baseOffset || offset > newest.lastOffset) return undefined;
    const batches: Uint8Array[] = [];
    let bytes = 0;
    for (let index = firstHolding(cached, offset); index < cached.length; index++) {
      const batch = cached[index];
      if (batch === undefined || (bytes > 0 && bytes + batch.bytes.length > maxBytes)) break;
      batches.push(batch.bytes);
      batch.slab.isShared = true;
      bytes += batch.bytes.length;
    }
    return { batches, endOffset: newest.lastOffset + 1 };
  }

  #keep(bytes: Uint8Array, tail: Tail): Pick<CachedBatch, 'bytes' | 'slab'> {
    let slab = this.#slabs.at(-1);
    const isFull =
      slab === undefined ||
      slab.used + bytes.length > slab.bytes.length ||
      slab.tails.length * MIN_BYTES_PER_BATCH >= this.#slabBytes;
    if (slab === undefined || isFull) {
      slab = { bytes: this.#room(bytes.length), used: 0, isShared: false, tails: [] };
      this.#slabs.push(slab);
      this.#bytes += slab.bytes.length;
    }
    slab.bytes.set(bytes, slab.used);
    slab.tails.push(tail);
    return { bytes: slab.bytes.subarray(slab.used, (slab.used += bytes.length)), slab };
  }

  #room(sizeBytes: number): Uint8Array {
    const spare = sizeBytes <= this.#slabBytes ? this.#spare : undefined;
    if (spare !== undefined) this.#spare = undefined;
    return spare ?? new Uint8Array(Math.max(this.#slabBytes, sizeBytes));
  }

  #dropOldestSlab(): void {
    const slab = this.#slabs.shift();
    if (slab === undefined) return;
    this.#bytes -= slab.bytes.length;
    if (!slab.isShared && slab.bytes.length === this.#slabBytes) this.#spare = slab.bytes;
    const dropped = new Map<Tail, number>();
    for (const tail of slab.tails) dropped.set(tail, (dropped.get(tail) ?? 0) + 1);
    for (const [tail, count] of dropped) {
      // Nothing is left of a forgotten tail, and its successor is another object.
      if (this.#tails.get(tail.partitionId) !== tail) continue;
      tail.batches.splice(0, count);
      if (tail.batches.length === 0) this.#tails.delete(tail.partitionId);
    }
  }
}

function firstHolding(batches: readonly { readonly lastOffset: number }[], offset: number): number {
  let low = 0;
  let high = batches.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((batches[middle]?.lastOffset ?? Infinity) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
