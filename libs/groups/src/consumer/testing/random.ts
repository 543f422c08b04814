// Random numbers that a seed repeats (mulberry32, public domain).

export interface Random {
  /** From 0 to below `end`. */
  below(end: number): number;
  /** One of them. */
  one<T>(values: readonly T[]): T;
  /** True so often, as a share. */
  chance(share: number): boolean;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (end) => Math.floor(next() * end),
    one: (values) => values[Math.floor(next() * values.length)] as never,
    chance: (share) => next() < share,
  };
}
