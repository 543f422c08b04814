// Arrays of numbers that grow as they are written: eight bytes or one for each record of a run with millions of them.

abstract class GrowingArray<A extends Float64Array | Uint8Array> {
  protected abstract make(length: number): A;
  #items: A | undefined;

  /** 0 where nothing was written. */
  get(index: number): number {
    return this.#items?.[index] ?? 0;
  }

  set(index: number, value: number): void {
    let items = this.#items;
    if (items === undefined || index >= items.length) {
      const larger = this.make(Math.max(1024, index + 1, (items?.length ?? 0) * 2));
      if (items !== undefined) larger.set(items);
      this.#items = items = larger;
    }
    items[index] = value;
  }
}

export class GrowingNumbers extends GrowingArray<Float64Array> {
  protected make(length: number): Float64Array {
    return new Float64Array(length);
  }
}

export class GrowingBytes extends GrowingArray<Uint8Array> {
  protected make(length: number): Uint8Array {
    return new Uint8Array(length);
  }
}
