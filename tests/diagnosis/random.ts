/** Numbers that a seed decides (mulberry32), so that a failure can be drawn again from what a report says. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** 0 to below `end`. */
  below(end: number): number;
  pick<Item>(items: readonly Item[]): Item;
  bytes(length: number): Uint8Array;
  hex(bytes: number): string;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  const bytes = (length: number) => Uint8Array.from({ length }, () => below(256));
  return {
    next,
    below,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    bytes,
    hex: (length) => Buffer.from(bytes(length)).toString('hex'),
  };
}
