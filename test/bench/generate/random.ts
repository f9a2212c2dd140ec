/** Numbers that look random and are the same for the same seed on every machine. */
export interface Random {
  /** From 0 up to but not including 1. */
  unit(): number;
  /** A whole number from 0 up to but not including `limit`. */
  below(limit: number): number;
}

/** The generator known as mulberry32: fast, and random enough to shape test data. */
export function makeRandom(seed: number): Random {
  let state = seed | 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { unit, below: (limit) => Math.floor(unit() * limit) };
}
