// OffsetMap against a Map.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OffsetMap } from './offset-map.ts';

it('knows the newest offset of each key', () => {
  const keys = fc.array(fc.uint8Array({ maxLength: 3 }), { maxLength: 400 });
  fc.assert(
    fc.property(keys, keys, (set, asked) => {
      const map = new OffsetMap(1 << 20);
      const model = new Map<string, number>();
      for (const [offset, key] of set.entries()) {
        map.set(key, offset);
        model.set(key.join(), offset);
      }
      expect(map.size).toBe(model.size);
      for (const key of [...set, ...asked]) expect(map.get(key)).toBe(model.get(key.join()));
    }),
  );
});

it('grows, and says when its bound is reached', () => {
  const map = new OffsetMap(32 * 5_000);
  const keyOf = (index: number) => new TextEncoder().encode(`key ${index}`);
  expect(map.hasRoomFor(1_000_000)).toBe(true);
  for (let index = 0; index < 4_000; index++) map.set(keyOf(index), index);
  expect([map.hasRoomFor(1_000), map.hasRoomFor(1_001)]).toEqual([true, false]);
  for (let index = 0; index < 4_000; index++) expect(map.get(keyOf(index))).toBe(index);
});
