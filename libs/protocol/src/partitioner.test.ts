// The choice of partitions: Kafka's own murmur2 vectors, keys, and the turn of keyless requests.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StickyPartitioner, murmur2, partitionForKey } from './partitioner.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('murmur2', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is that of the Java client', (text, expected) => {
    expect(murmur2(utf8(text))).toBe(expected);
  });

  it('does not depend on where the bytes lie', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(9), (bytes, skip) => {
        const moved = new Uint8Array(bytes.length + skip);
        moved.set(bytes, skip);
        expect(murmur2(moved.subarray(skip))).toBe(murmur2(bytes));
      }),
    );
  });
});

describe('partitionForKey', () => {
  it('clears the sign bit, as Kafka does, instead of taking the absolute value', () => {
    expect(partitionForKey(utf8('foobar'), 1000)).toBe((-790332482 & 0x7fffffff) % 1000);
    expect(partitionForKey(utf8('foobar'), 1000)).not.toBe(790332482 % 1000);
  });

  it('gives a partition that exists, also for the empty key', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 5000 }), (key, count) => {
        const partition = partitionForKey(key, count);
        expect(Number.isInteger(partition) && partition >= 0 && partition < count).toBe(true);
      }),
    );
  });
});

describe('StickyPartitioner', () => {
  it('begins somewhere and takes each partition in turn', () => {
    const partitioner = new StickyPartitioner(() => 0.7);
    const turns = Array.from({ length: 5 }, () => partitioner.next('orders', 4));
    expect(turns).toEqual([2, 3, 0, 1, 2]);
  });

  it('keeps a turn per topic', () => {
    const partitioner = new StickyPartitioner(() => 0);
    expect([partitioner.next('a', 3), partitioner.next('b', 3), partitioner.next('a', 3)]).toEqual([0, 0, 1]);
  });

  it('goes on when partitions are added, and stays inside when there are fewer', () => {
    const partitioner = new StickyPartitioner(() => 0.99);
    expect(partitioner.next('orders', 4)).toBe(3);
    expect(partitioner.next('orders', 8)).toBe(4);
    expect(partitioner.next('orders', 2)).toBe(1);
  });

  it('remembers a bounded number of topics', () => {
    let asked = 0;
    const partitioner = new StickyPartitioner(() => {
      asked++;
      return 0;
    });
    for (let index = 0; index <= 10_000; index++) partitioner.next(`topic-${index}`, 3);
    expect(asked).toBe(10_001);
    expect(partitioner.next('topic-10000', 3)).toBe(1);
    expect(partitioner.next('topic-0', 3)).toBe(0);
    expect(asked).toBe(10_002);
  });
});
