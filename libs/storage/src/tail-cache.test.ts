// TailCache against the plainest model: all batches ever added.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TailCache } from './tail-cache.ts';

function batch(partitionId: number, baseOffset: number, count: number, size = 10) {
  return {
    partitionId,
    baseOffset,
    lastOffset: baseOffset + count - 1,
    bytes: new Uint8Array(size).fill(baseOffset % 256),
  };
}

describe('TailCache', () => {
  it('reads from the batch that holds the offset on', () => {
    const cache = new TailCache(1000);
    for (const base of [0, 5, 10]) cache.add(batch(1, base, 5));
    expect(cache.read(1, 7, 1000)).toEqual({
      batches: [5, 10].map((base) => batch(1, base, 5).bytes),
      endOffset: 15,
    });
    expect(cache.read(1, 15, 1000)).toBeUndefined();
    expect(cache.read(2, 0, 1000)).toBeUndefined();
  });

  it('gives one batch where the page is smaller than it, and whole batches else', () => {
    const cache = new TailCache(1000);
    for (const base of [0, 1, 2]) cache.add(batch(1, base, 1));
    expect(cache.read(1, 0, 1)?.batches).toHaveLength(1);
    expect(cache.read(1, 0, 25)?.batches).toHaveLength(2);
  });

  it('starts anew behind a gap', () => {
    const cache = new TailCache(1000);
    cache.add(batch(1, 0, 5));
    cache.add(batch(1, 8, 2));
    expect(cache.read(1, 4, 100)).toBeUndefined();
    expect(cache.read(1, 8, 100)?.endOffset).toBe(10);
  });

  it('keeps nothing of a partition after a step back, and starts anew with what follows', () => {
    const cache = new TailCache(1000);
    for (const base of [0, 2, 1]) cache.add(batch(1, base, 1));
    for (const offset of [0, 1, 2]) expect(cache.read(1, offset, 100)).toBeUndefined();
    cache.add(batch(1, 3, 1));
    expect(cache.read(1, 3, 100)?.endOffset).toBe(4);
    expect(cache.read(1, 2, 100)).toBeUndefined();
  });

  it('keeps nothing of a partition whose newest batch is larger than the whole cache', () => {
    const cache = new TailCache(20);
    cache.add(batch(1, 0, 1));
    cache.add(batch(1, 1, 1, 30));
    expect(cache.read(1, 0, 100)).toBeUndefined();
    cache.add(batch(1, 2, 1));
    expect(cache.read(1, 2, 100)?.endOffset).toBe(3);
  });

  it('keeps what fits: most of its bytes, where batches are not tiny', () => {
    const cache = new TailCache(1 << 20);
    for (let index = 0; index < 3000; index++) cache.add(batch(1, index, 1, 1000));
    const { batches } = cache.read(1, 2999 - 800, 1 << 20) ?? { batches: [] };
    expect(batches).toHaveLength(801);
  });

  it('counts the bookkeeping of tiny batches', () => {
    const cache = new TailCache(1 << 20);
    for (let index = 0; index < 20_000; index++) cache.add(batch(1, index, 1, 1));
    expect(cache.read(1, 19_999 - 4096, 100)).toBeUndefined();
    expect(cache.read(1, 19_999 - 3000, 100)?.endOffset).toBe(20_000);
  });

  const appends = fc.array(
    fc.record({
      partitionId: fc.integer({ min: 0, max: 3 }),
      count: fc.integer({ min: 1, max: 4 }),
      size: fc.integer({ min: 1, max: 40 }),
      foreign: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 400 },
  );

  it('never writes to what was handed out', () => {
    const cache = new TailCache(1600);
    const held: { base: number; bytes: Uint8Array }[] = [];
    for (let base = 0; base < 200; base++) {
      cache.add({ ...batch(1, base, 1), bytes: new Uint8Array(100).fill(base) });
      const [bytes] = base % 3 === 0 ? (cache.read(1, base, 1)?.batches ?? []) : [];
      if (bytes !== undefined) held.push({ base, bytes });
    }
    expect(held.map(({ base, bytes }) => bytes.every((byte) => byte === base))).toEqual(held.map(() => true));
  });

  it('writes anew to what nobody has read from, instead of leaving it to the garbage collector', () => {
    const MiB = 1024 * 1024;
    const cache = new TailCache(16 * MiB);
    const bytes = new Uint8Array(MiB / 2);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let base = 0; base < 200; base++) {
      cache.add({ ...batch(1, base, 1), bytes });
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(most).toBeLessThan(18 * MiB);
  });

  it('holds unbroken runs in whatever order lanes tell of their appends, and never an end before a known one', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), (order) => {
        const cache = new TailCache(1000);
        let end = 0;
        for (const base of order) {
          cache.add(batch(1, base, 1));
          end = Math.max(end, base + 1);
          for (const offset of order) {
            const read = cache.read(1, offset, 1000);
            if (read === undefined) continue;
            expect(read.endOffset).toBe(end);
            const bases = Array.from({ length: end - offset }, (_, index) => offset + index);
            expect(read.batches).toEqual(bases.map((one) => batch(1, one, 1).bytes));
          }
        }
      }),
    );
  });

  it('holds unbroken runs to the newest batch, never more bytes than allowed', () => {
    fc.assert(
      fc.property(appends, fc.integer({ min: 40, max: 400 }), (operations, maxBytes) => {
        const cache = new TailCache(maxBytes);
        const ends = [0, 0, 0, 0];
        const logs: ReturnType<typeof batch>[][] = [[], [], [], []];
        for (const { partitionId, count, size, foreign } of operations) {
          // One append in ten follows another gateway's, which this cache never saw.
          const base = (ends[partitionId] ?? 0) + (foreign === 0 ? 3 : 0);
          const added = batch(partitionId, base, count, size);
          ends[partitionId] = base + count;
          logs[partitionId]?.push(added);
          cache.add(added);
          expect(cache.sizeBytes).toBeLessThanOrEqual(maxBytes);
          expect(cache.read(partitionId, base, 1)?.batches).toEqual([added.bytes]);
        }
        for (const [partitionId, log] of logs.entries()) {
          const cached = log.filter(({ baseOffset }) => cache.read(partitionId, baseOffset, 1) !== undefined);
          expect(cached).toEqual(log.slice(log.length - cached.length));
          const [first] = cached;
          if (first === undefined) continue;
          expect(cache.read(partitionId, first.baseOffset, 1e6)?.batches).toEqual(
            cached.map((one) => one.bytes),
          );
        }
      }),
    );
  });
});
