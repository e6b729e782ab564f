/**
 * Where the names and values of a JSON text stand, also while it is being typed: nothing is refused, what is missing is
 * passed over. For completion, hovers and marks in an editor; whether a text is JSON is `jsonProblem`'s to say.
 */
export interface JsonPlace {
  readonly role: 'name' | 'value';
  /** Of the member or element: `['signature', 'names', 0]`; empty: the whole. */
  readonly path: JsonPath;
  /** UTF-16 offsets of the token, of objects and lists with their braces. Equal: nothing stands there yet. */
  readonly start: number;
  readonly end: number;
}

export type JsonPath = readonly (string | number)[];

/** Longer texts have no places: nobody writes them by hand. */
const MAX_CHARS = 256 * 1024;
const MAX_DEPTH = 64;

interface Container {
  readonly place: { role: 'value'; path: JsonPath; start: number; end: number };
  readonly isObject: boolean;
  index: number;
  /** The member whose value comes next; null: a name comes next. */
  name: string | null;
}

interface Scan {
  readonly places: readonly JsonPlace[];
  /** What an offset between two tokens is a place for. */
  readonly gaps: readonly JsonPlace[];
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\]:,]|[^\s{}[\]:,"]+/g;

function scan(text: string): Scan {
  const places: JsonPlace[] = [];
  const gaps: JsonPlace[] = [];
  const open: Container[] = [];
  let gapStart = 0;

  /** What may stand where no token is; null: only a comma or the end. */
  let awaited: Pick<JsonPlace, 'role' | 'path'> | null = { role: 'value', path: [] };

  const pathHere = (): JsonPath => {
    const top = open.at(-1);
    if (top === undefined) return [];
    return [...top.place.path, top.isObject ? (top.name ?? '') : top.index];
  };
  const closeGap = (end: number) => {
    if (awaited !== null) gaps.push({ ...awaited, start: gapStart, end });
  };
  const valueEnded = () => {
    const top = open.at(-1);
    if (top?.isObject) top.name = null;
    awaited = null;
  };

  for (const match of text.slice(0, MAX_CHARS).matchAll(TOKEN)) {
    const [token] = match;
    const start = match.index;
    const end = start + token.length;
    closeGap(start);
    gapStart = end;
    const top = open.at(-1);
    if (token === '{' || token === '[') {
      const place = { role: 'value' as const, path: pathHere(), start, end: text.length };
      places.push(place);
      if (open.length >= MAX_DEPTH) break;
      open.push({ place, isObject: token === '{', index: 0, name: null });
      awaited = token === '{' ? { role: 'name', path: place.path } : { role: 'value', path: pathHere() };
    } else if (token === '}' || token === ']') {
      const closed = open.pop();
      if (closed !== undefined) closed.place.end = end;
      valueEnded();
    } else if (token === ',') {
      if (top === undefined) continue;
      if (top.isObject) {
        top.name = null;
        awaited = { role: 'name', path: top.place.path };
      } else {
        top.index++;
        awaited = { role: 'value', path: pathHere() };
      }
    } else if (token === ':') {
      awaited = { role: 'value', path: pathHere() };
    } else if (top?.isObject === true && awaited?.role !== 'value') {
      top.name = nameOf(token);
      places.push({ role: 'name', path: pathHere(), start, end });
      awaited = null;
    } else {
      places.push({ role: 'value', path: pathHere(), start, end });
      valueEnded();
    }
  }
  closeGap(text.length);
  return { places, gaps };
}

function nameOf(token: string): string {
  try {
    const value: unknown = JSON.parse(token);
    return String(value);
  } catch {
    // Being typed, so its end is still to come.
    return token.replace(/^"|"$/g, '');
  }
}

/** The innermost name or value at an offset, its ends included; one of no length where only a place for it is; null: neither. */
export function jsonPlaceAt(text: string, offset: number): JsonPlace | null {
  const { places, gaps } = scan(text);
  const token = places.findLast(({ start, end }) => start <= offset && offset <= end && !isOpening(text, start));
  if (token !== undefined) return token;
  const gap = gaps.findLast(({ start, end }) => start <= offset && offset <= end);
  return gap === undefined ? null : { ...gap, start: offset, end: offset };
}

function isOpening(text: string, start: number): boolean {
  return text[start] === '{' || text[start] === '[';
}

/** The value at a path, or the name of its member; null: there is none. */
export function jsonPlaceOf(text: string, role: JsonPlace['role'], path: JsonPath): JsonPlace | null {
  return scan(text).places.find((place) => place.role === role && samePath(place.path, path)) ?? null;
}

/** The names of an object's members, in order. */
export function jsonNamesAt(text: string, path: JsonPath): readonly string[] {
  return scan(text).places.flatMap((place) => {
    const name = place.path.at(-1);
    return place.role === 'name' && samePath(place.path.slice(0, -1), path) && typeof name === 'string' ? [name] : [];
  });
}

function samePath(a: JsonPath, b: JsonPath): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
