import { choices, orders, type Pieces } from './arrangements.ts';
import { type Atom, literalAtom } from './content-atoms.ts';

/** Contents that name their parts: `id:…;ts:…;`, `timestamp=…&body=…`. Two or three parts, all named in one style. */
export function* labelled(pool: readonly Atom[]): Generator<Pieces> {
  const literals = new Map<string, Atom>();
  const literal = (text: string, requests: number): Atom => {
    const known = literals.get(text) ?? literalAtom(text, requests);
    literals.set(text, known);
    return known;
  };
  for (const size of [2, 3]) {
    for (const choice of choices(pool, size)) {
      for (const order of orders(choice)) {
        for (const style of styles) {
          for (const [assign, between] of signs) {
            const parts = order.flatMap((atom, index): Pieces => {
              const label = `${index === 0 ? '' : between}${style(atom)}${assign}`;
              return [literal(label, atom.bytes.length), atom];
            });
            yield parts;
            yield [...parts, literal(between, order[0]?.bytes.length ?? 0)];
          }
        }
      }
    }
  }
}

/** What is between a name and its value, and between two parts. */
const signs = [
  ['=', '&'],
  [':', ';'],
  [':', '\n'],
  ['=', ';'],
  ['=', ','],
  [':', ','],
  ['=', '\n'],
  [': ', '\n'],
] as const;

/** How senders call a part: as its field is called, in lower case, without "x-", and by the kind of thing that it is. */
const styles: readonly ((atom: Atom) => string)[] = [
  (atom) => nameOf(atom),
  (atom) => nameOf(atom).toLowerCase(),
  (atom) => nameOf(atom).toLowerCase().replace(/^x-/, ''),
  (atom) => shortNameOf(atom),
  (atom) => (atom.kind === 'timestamp' ? 'ts' : shortNameOf(atom)),
  (atom) => (atom.kind === 'timestamp' ? 't' : shortNameOf(atom)),
];

function nameOf({ text, timestamp }: Atom): string {
  return timestamp?.name ?? /^\{(?:\w+:)?(.+)\}$/.exec(text)?.[1] ?? text;
}

function shortNameOf(atom: Atom): string {
  if (atom.kind === 'timestamp') return 'timestamp';
  return /[^-_.]+$/.exec(nameOf(atom).toLowerCase())?.[0] ?? nameOf(atom);
}
