import type { Atom } from './content-atoms.ts';

/** Signed content to try: its pieces in order, literals among them. */
export type Pieces = readonly Atom[];

/** Both orders of each. */
export function* pairs(a: readonly Atom[], b: readonly Atom[]): Generator<Pieces> {
  for (const one of a) {
    for (const other of b) {
      yield [other, one];
      yield [one, other];
    }
  }
}

/** Of `size` pieces each, in the pool's order: one body, one timestamp and one address at most. */
export function* choices(pool: readonly Atom[], size: number, from = 0): Generator<Pieces> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, first] of pool.entries()) {
    if (index < from) continue;
    for (const rest of choices(pool, size - 1, index + 1)) {
      if (first.kind === 'value' || !rest.some(({ kind }) => kind === first.kind)) yield [first, ...rest];
    }
  }
}

/** Every order of the pieces. */
export function* orders(pieces: Pieces): Generator<Pieces> {
  if (pieces.length < 2) {
    yield pieces;
    return;
  }
  for (const [index, first] of pieces.entries()) {
    for (const rest of orders(pieces.toSpliced(index, 1))) yield [first, ...rest];
  }
}

export function* joined(pieces: Pieces, separators: readonly Atom[]): Generator<Pieces> {
  for (const separator of separators) yield interleaved(pieces, separator);
}

/** A separator of its own in each gap; those with one for all are `joined`'s. */
export function* joinedEach(pieces: Pieces, separators: readonly Atom[]): Generator<Pieces> {
  for (const gaps of tuples(separators, pieces.length - 1)) {
    if (gaps.every((one) => one === gaps[0])) continue;
    yield pieces.flatMap((piece, index) => [...(index === 0 ? [] : gap(gaps[index - 1])), piece]);
  }
}

function* tuples(from: readonly Atom[], size: number): Generator<readonly Atom[]> {
  if (size <= 0) {
    yield [];
    return;
  }
  for (const rest of tuples(from, size - 1)) for (const one of from) yield [...rest, one];
}

export function interleaved(pieces: Pieces, separator: Atom): Pieces {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [...gap(separator), piece]));
}

function gap(separator: Atom | undefined): Pieces {
  return separator === undefined || separator.text === '' ? [] : [separator];
}
