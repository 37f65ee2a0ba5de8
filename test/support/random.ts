// Random choices that are the same in every run: a failing case can be had again by its seed.

export interface Random {
  /** A whole number from 0 to `below` − 1. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** `count` results of `make`, joined. */
  text(count: number, make: () => string): string;
}

/** Mulberry32 by Tommy Ettinger (public domain), 32 bits of state. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    pick: (from) => from[int(from.length)]!,
    text: (count, make) => Array.from({ length: count }, make).join(''),
  };
}
