// TailCache: the newest batches of each partition as this gateway appended them, bounded in bytes over all partitions.
// A partition's batches are always one unbroken run of offsets up to the newest: another gateway's append in between
// shows as a gap, and the run starts anew behind it.

interface CachedBatch {
  readonly partitionId: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly bytes: Uint8Array;
}

interface Tail {
  batches: CachedBatch[];
  /** Batches before this index were dropped; they are cut off now and then. */
  first: number;
}

export interface CachedRead {
  readonly batches: readonly Uint8Array[];
  /** What this gateway knows to be committed; the log may be longer by now. */
  readonly endOffset: number;
}

export class TailCache {
  readonly #maxBytes: number;
  readonly #tails = new Map<number, Tail>();
  /** The tail of each cached batch, oldest batch first: the order of dropping. Forgotten tails are empty ones. */
  #byAge: Tail[] = [];
  #oldest = 0;
  #batchCount = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get sizeBytes(): number {
    return this.#bytes;
  }

  /** Appends of one partition must be added in the order of their offsets. */
  add(batch: CachedBatch): void {
    if (batch.bytes.length > this.#maxBytes) {
      this.forget(batch.partitionId);
      return;
    }
    let tail = this.#tails.get(batch.partitionId);
    const newest = tail?.batches.at(-1);
    if (newest !== undefined && newest.lastOffset + 1 !== batch.baseOffset) {
      this.forget(batch.partitionId);
      tail = undefined;
    }
    if (tail === undefined) this.#tails.set(batch.partitionId, (tail = { batches: [], first: 0 }));
    tail.batches.push(batch);
    this.#byAge.push(tail);
    this.#batchCount++;
    this.#bytes += batch.bytes.length;
    while (this.#bytes > this.#maxBytes) this.#dropOldest();
    if (this.#byAge.length > 2 * this.#batchCount + 1024) this.#compact();
  }

  /** The batches from `offset` on, at least one, as many as fit; undefined where the run does not hold that offset. */
  read(partitionId: number, offset: number, maxBytes: number): CachedRead | undefined {
    const tail = this.#tails.get(partitionId);
    const newest = tail?.batches.at(-1);
    const first = tail?.batches[tail.first];
    if (tail === undefined || newest === undefined || first === undefined) return undefined;
    if (offset < first.baseOffset || offset > newest.lastOffset) return undefined;
    const batches: Uint8Array[] = [];
    let bytes = 0;
    for (let index = firstHolding(tail, offset); index < tail.batches.length; index++) {
      const batch = tail.batches[index];
      if (batch === undefined || (bytes > 0 && bytes + batch.bytes.length > maxBytes)) break;
      batches.push(batch.bytes);
      bytes += batch.bytes.length;
    }
    return { batches, endOffset: newest.lastOffset + 1 };
  }

  forget(partitionId: number): void {
    const tail = this.#tails.get(partitionId);
    if (tail === undefined) return;
    this.#tails.delete(partitionId);
    for (let index = tail.first; index < tail.batches.length; index++) {
      this.#bytes -= tail.batches[index]?.bytes.length ?? 0;
      this.#batchCount--;
    }
    tail.batches = [];
    tail.first = 0;
  }

  #dropOldest(): void {
    const tail = this.#byAge[this.#oldest++];
    const batch = tail?.batches[tail.first];
    if (tail === undefined || batch === undefined) return;
    this.#bytes -= batch.bytes.length;
    this.#batchCount--;
    tail.first++;
    if (tail.first === tail.batches.length) {
      this.#tails.delete(batch.partitionId);
      tail.batches = [];
    } else if (tail.first > 64 && tail.first * 2 > tail.batches.length) {
      tail.batches = tail.batches.slice(tail.first);
      tail.first = 0;
    }
  }

  #compact(): void {
    this.#byAge = this.#byAge.slice(this.#oldest).filter((tail) => tail.batches.length > 0);
    this.#oldest = 0;
  }
}

function firstHolding(tail: Tail, offset: number): number {
  let low = tail.first;
  let high = tail.batches.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tail.batches[middle]?.lastOffset ?? Infinity) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
