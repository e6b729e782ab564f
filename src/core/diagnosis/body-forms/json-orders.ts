import type { JsonMember, JsonObject } from './json-document.ts';

/**
 * Which members of an object a language writes, and in which order. Repeated names: all keep the last value, most at the
 * place of the first.
 */
export type MemberOrder = (members: readonly JsonMember[]) => readonly JsonMember[];

/** Every member as it came: token copiers, and .NET's JsonDocument. */
const asWritten: MemberOrder = (members) => members;

/** Maps that keep the order of insertion: Python, Ruby, PHP, Java's LinkedHashMap, Go's structs. */
const inserted: MemberOrder = (members) => {
  const byName = new Map<string, JsonMember>();
  for (const member of members) byName.set(member[0].text, member);
  return byName.size === members.length ? members : [...byName.values()];
};

const ARRAY_INDEX = /^(?:0|[1-9][0-9]{0,9})$/;
const isArrayIndex = (name: string) => ARRAY_INDEX.test(name) && Number(name) < 2 ** 32 - 1;

/** ECMA-262, OrdinaryOwnPropertyKeys: names that are array indices first, by value. */
const javaScript: MemberOrder = (members) => {
  const kept = inserted(members);
  const indices = kept.filter(([name]) => isArrayIndex(name.text));
  if (indices.length === 0) return kept;
  return [
    ...indices.sort(([a], [b]) => Number(a.text) - Number(b.text)),
    ...kept.filter(([name]) => !isArrayIndex(name.text)),
  ];
};

/** By UTF-16 code units: Java, .NET, JavaScript's sort. */
const sortedByUnit: MemberOrder = (members) => sorted(inserted(members), compareUnits);

/** By code points, which is also the order of UTF-8 bytes: Go's maps, Python's sort_keys, Rust. */
const sortedByCodePoint: MemberOrder = (members) => sorted(inserted(members), compareCodePoints);

/** PostgreSQL's jsonb and MySQL's JSON: shorter names first. */
const sortedByLength: MemberOrder = (members) =>
  sorted(inserted(members), (a, b) => utf8Length(a) - utf8Length(b) || compareCodePoints(a, b));

/** java.util.HashMap, which org.json and json-simple keep their members in. */
const javaHash: MemberOrder = (members) => {
  const kept = inserted(members);
  let capacity = 16;
  while (kept.length > capacity * 0.75) capacity *= 2;
  const bucket = new Map(kept.map((member) => [member, javaHashOf(member[0].text) & (capacity - 1)]));
  return kept.toSorted((a, b) => (bucket.get(a) ?? 0) - (bucket.get(b) ?? 0));
};

export const memberOrders = {
  asWritten,
  inserted,
  javaScript,
  sortedByUnit,
  sortedByCodePoint,
  sortedByLength,
  javaHash,
} as const satisfies Readonly<Record<string, MemberOrder>>;

export type MemberOrderName = keyof typeof memberOrders;

/** Whether PHP's json_encode writes an associative array with these names as a list. */
export function isPhpList(members: readonly JsonMember[]): boolean {
  return members.every(([name], index) => name.text === String(index));
}

/** Whether two orders make the same of every object. */
export function sameOrder(objects: readonly JsonObject[], a: OrderedMembers, b: OrderedMembers): boolean {
  return objects.every((object) => {
    const left = a(object);
    const right = b(object);
    return left === right || (left.length === right.length && left.every((member, index) => member === right[index]));
  });
}

export type OrderedMembers = (object: JsonObject) => readonly JsonMember[];

/** An order that sorts each object once. */
export function remembered(order: MemberOrder): OrderedMembers {
  const known = new Map<JsonObject, readonly JsonMember[]>();
  return (object) => {
    let members = known.get(object);
    if (members === undefined) {
      members = order(object.members);
      known.set(object, members);
    }
    return members;
  };
}

function sorted(members: readonly JsonMember[], compare: (a: string, b: string) => number): readonly JsonMember[] {
  return members.every(
    (member, index) => index === 0 || compare(members[index - 1]?.[0].text ?? '', member[0].text) <= 0,
  )
    ? members
    : members.toSorted(([a], [b]) => compare(a.text, b.text));
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Only where one has a surrogate do units and code points disagree: surrogates go behind U+E000 to U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) {
      const isLeft = left >= 0xd800 && left < 0xe000;
      const isRight = right >= 0xd800 && right < 0xe000;
      return isLeft === isRight ? left - right : isLeft ? 1 : -1;
    }
  }
  return a.length - b.length;
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** String#hashCode, spread as HashMap does. */
function javaHashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 16);
}
