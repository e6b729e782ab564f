import { latin1Text } from '../bytes.ts';
import type { Recipe, RecipeInput } from '../signature/recipe.ts';
import type { Pieces } from './arrangements.ts';
import type { CandidateKey } from './candidate-keys.ts';
import { type Atom, type Atoms, literalAtom, sameAtoms } from './content-atoms.ts';

/** What has a default is left out where it has it. */
export function recipeOf(
  algorithm: Recipe['algorithm'],
  pieces: Pieces,
  key: CandidateKey,
  { in: where, names, separator, assign, version, positional, encoding, prefix }: Recipe['signature'],
): RecipeInput {
  const signed = pieces.map(({ text }) => text).join('');
  const timestamp = pieces.find((piece) => piece.timestamp !== null)?.timestamp ?? null;
  return {
    algorithm,
    signature: {
      ...(where === 'header' ? {} : { in: where }),
      names,
      ...(separator === undefined ? {} : { separator }),
      ...(assign === undefined || version === undefined ? {} : { assign, version }),
      ...(positional === undefined ? {} : { positional }),
      encoding,
      ...(prefix === undefined ? {} : { prefix }),
    },
    ...(signed === '{body}' ? {} : { signed }),
    ...(timestamp === null ? {} : { timestamp }),
    ...(key.rule === null ? {} : { secret: key.rule }),
  };
}

/** More are not looked through either. */
const MAX_CONTENTS = 48;

/** All templates of the same content in every request, the one given first: the requests do not tell them apart. */
export function sameContents(pieces: Pieces, atoms: Atoms): readonly Pieces[] {
  let contents: readonly Pieces[] = [[]];
  for (const piece of pieces) {
    const fitting = [piece, ...othersFor(piece, atoms)];
    contents = fitting.flatMap((one) => contents.map((before) => [...before, one])).slice(0, MAX_CONTENTS);
  }
  // A recipe has one timestamp.
  return contents.filter((content) => content.filter(({ kind }) => kind === 'timestamp').length < 2);
}

function othersFor(piece: Atom, atoms: Atoms): readonly Atom[] {
  if (piece.kind === 'secret') return [];
  // A separator is one, whatever header happens to hold a dot.
  if (piece.kind === 'literal' && !/\w/.test(piece.text)) return [];
  const others = Object.values(atoms).flat();
  const same = others.filter((other) => other !== piece && sameAtoms(piece, other));
  const text = constantOf(piece);
  return text === null || same.some(({ kind }) => kind === 'literal')
    ? same
    : [...same, literalAtom(text, piece.bytes.length)];
}

/** The short text that a field has in every request, which may as well be fixed: "v1", "prod". Ids and times are not. */
function constantOf(piece: Atom): string | null {
  if (piece.kind !== 'value') return null;
  const [first = new Uint8Array(0)] = piece.bytes;
  const text = latin1Text(first);
  if (!/^[\w.+-]{1,12}$/.test(text) || /\d{4}/.test(text)) return null;
  const literal = literalAtom(text, piece.bytes.length);
  return sameAtoms(piece, literal) ? text : null;
}
