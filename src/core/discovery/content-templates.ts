import { choices, interleaved, joined, joinedEach, orders, type Pieces, pairs } from './arrangements.ts';
import { type Atom, type Atoms, literalAtom, secretAtom } from './content-atoms.ts';
import { labelled } from './labelled-contents.ts';

/** Templates of one likelihood. A search that has found a recipe in one level looks at the next only where it is `cheap`. */
export interface Level {
  readonly isCheap: boolean;
  templates(): Generator<Pieces>;
}

/** The usual separators first. */
const SEPARATORS = ['.', '', ':', '\n', ',', '|', '-', ' ', ';', '&', '_', '/', '='];
/** For contents of many pieces. */
const FEW_SEPARATORS = SEPARATORS.slice(0, 8);

/**
 * The templates to compute a MAC of, the likeliest and cheapest first; each of a level's is tried with every key.
 * `{secret}` stands in none of them: see `hashedLevels`.
 */
export function signedLevels(atoms: Atoms, requests: number): readonly Level[] {
  const { bodies, timestamps, addresses, method, ids, digests, others, fields, literals } = atoms;
  const separators = SEPARATORS.map((text) => literalAtom(text, requests));
  const few = FEW_SEPARATORS.map((text) => literalAtom(text, requests));
  const times = timestamps.slice(0, 3);
  const likelyIds = ids.slice(0, 4);
  const queries = others.filter(({ text }) => text.startsWith('{q:')).slice(0, 3);
  const around = [...times, ...method, ...addresses, ...likelyIds];
  return [
    level(true, function* () {
      for (const body of bodies) yield [body];
      for (const pair of pairs(bodies, timestamps)) yield* joined(pair, separators);
    }),
    level(true, function* () {
      for (const id of ids) {
        for (const pair of pairs(bodies, [id])) yield* joined(pair, separators);
        for (const time of times)
          for (const triple of orders([id, time, ...bodies.slice(0, 1)])) yield* joined(triple, few);
      }
      for (const address of addresses) {
        for (const pair of pairs(bodies, [address])) yield* joined(pair, separators);
        for (const verb of method) {
          for (const body of bodies) for (const triple of orders([address, verb, body])) yield* joined(triple, few);
        }
      }
    }),
    level(true, function* () {
      for (const prefix of literals) {
        for (const body of bodies) yield* joined([prefix, body], separators);
        for (const pair of pairs(bodies, timestamps)) yield* joined([prefix, ...pair], separators);
      }
    }),
    // Without the body: signatures that stand in it cover fields beside them.
    level(false, function* () {
      const loose = [...around, ...fields.slice(0, 12), ...others.slice(0, 6)];
      for (const one of loose) yield [one];
      for (const pair of choices(loose, 2)) for (const order of orders(pair)) yield* joined(order, few);
      for (const pair of choices(fields, 2)) for (const order of orders(pair)) yield* joined(order, few);
    }),
    level(false, function* () {
      const pool = [...bodies, ...timestamps, ...method, ...addresses, ...ids.slice(0, 8)];
      for (const triple of choices(pool, 3)) {
        if (triple.some(isBody)) for (const order of orders(triple)) yield* joined(order, few);
      }
      for (const other of [...ids.slice(4), ...others, ...fields]) {
        for (const pair of pairs(bodies, [other])) yield* joined(pair, few);
        for (const time of times)
          for (const triple of orders([other, time, ...bodies.slice(0, 1)])) yield* joined(triple, few);
      }
    }),
    level(false, function* () {
      const pool = [...bodies.slice(0, 1), ...times.slice(0, 2), ...method, ...addresses, ...likelyIds];
      for (const four of choices(pool, 4)) {
        if (four.some(isBody)) for (const order of orders(four)) yield* joined(order, few);
      }
      for (const triple of choices([...around, ...fields.slice(0, 8)], 3)) {
        for (const order of orders(triple)) yield* joined(order, few);
      }
    }),
    level(false, function* () {
      const pool = [...bodies.slice(0, 1), ...times.slice(0, 2), ...method, ...addresses, ...likelyIds];
      // A separator of its own in each gap, and one at the end.
      for (const triple of choices(pool, 3)) {
        for (const order of orders(triple)) {
          yield* joinedEach(order, few);
          for (const prefix of literals.slice(0, 3)) yield* joined([prefix, ...order], few);
        }
      }
      for (let size = 1; size <= 3; size++) {
        for (const choice of choices(pool, size)) {
          for (const order of orders(choice)) {
            for (const text of few) if (text.text !== '') yield [...interleaved(order, text), text];
          }
        }
      }
    }),
    level(false, function* () {
      const pool = [...bodies.slice(0, 1), ...times.slice(0, 1), ...method, ...addresses, ...likelyIds.slice(0, 2)];
      for (const five of choices(pool, 5)) {
        if (five.some(isBody)) for (const order of orders(five)) yield* joined(order, few);
      }
    }),
    // A hash of the body stands in a header, and that is signed.
    level(false, function* () {
      const pool = [...times.slice(0, 2), ...method, ...addresses, ...likelyIds.slice(0, 2)];
      for (const digest of digests.slice(0, 2)) {
        for (let size = 0; size <= 4; size++) {
          for (const choice of choices(pool, size)) {
            for (const order of orders([...choice, digest])) yield* joined(order, few);
          }
        }
      }
    }),
    level(false, function* () {
      yield* labelled([...bodies.slice(0, 1), ...times.slice(0, 2), ...method, ...addresses, ...likelyIds, ...queries]);
    }),
    level(false, function* () {
      const pool = [...bodies.slice(0, 1), ...times.slice(0, 1), ...method, ...addresses, ...likelyIds.slice(0, 2)];
      for (const four of choices(pool, 4)) {
        if (four.some(isBody)) for (const order of orders(four)) yield* joinedEach(order, few.slice(0, 5));
      }
    }),
  ];
}

/** The templates to compute a plain hash of: every one holds the secret. */
export function hashedLevels(atoms: Atoms, requests: number): readonly Level[] {
  const { bodies, timestamps, addresses, method, ids } = atoms;
  const few = FEW_SEPARATORS.map((text) => literalAtom(text, requests));
  const withSecret = function* (pool: readonly Atom[], size: number): Generator<Pieces> {
    for (const choice of choices(pool, size))
      for (const order of orders([secretAtom, ...choice])) yield* joined(order, few);
  };
  const pool = [...bodies.slice(0, 1), ...timestamps.slice(0, 2), ...method, ...addresses, ...ids.slice(0, 4)];
  return [
    level(true, function* () {
      yield* withSecret([...bodies, ...timestamps], 1);
      yield* withSecret([...bodies, ...timestamps.slice(0, 3)], 2);
    }),
    level(true, function* () {
      yield* withSecret(pool, 2);
    }),
    level(false, function* () {
      yield* withSecret(pool, 3);
    }),
    level(false, function* () {
      yield* withSecret([...pool.slice(0, 6)], 4);
    }),
  ];
}

function level(isCheap: boolean, templates: () => Generator<Pieces>): Level {
  return { isCheap, templates };
}

function isBody({ kind }: Atom): boolean {
  return kind === 'body';
}
