import type { JsonMember, JsonObject } from './json-document.ts';
import { utf8Length } from './utf8-length.ts';

/**
 * In which order a language writes the members of an object, given without repeated names: all languages keep the last value
 * of a name, most at the place of the first.
 */
export type MemberOrder = (members: readonly JsonMember[]) => readonly JsonMember[];

/** Maps that keep the order of insertion: Python, Ruby, PHP, Java's LinkedHashMap, Go's structs. */
const inserted: MemberOrder = (members) => members;

const ARRAY_INDEX = /^(?:0|[1-9][0-9]{0,9})$/;
const isArrayIndex = (name: string) => ARRAY_INDEX.test(name) && Number(name) < 2 ** 32 - 1;

/** ECMA-262, OrdinaryOwnPropertyKeys: names that are array indices first, by value. */
const javaScript: MemberOrder = (members) => {
  if (!members.some(([name]) => isArrayIndex(name.text))) return members;
  return [
    ...members.filter(([name]) => isArrayIndex(name.text)).sort(([a], [b]) => Number(a.text) - Number(b.text)),
    ...members.filter(([name]) => !isArrayIndex(name.text)),
  ];
};

/** By UTF-16 code units: Java, .NET, JavaScript's sort. */
const sortedByUnit: MemberOrder = (members) => sorted(members, compareUnits);

/** By code points, which is also the order of UTF-8 bytes: Go's maps, Python's sort_keys, Rust. */
const sortedByCodePoint: MemberOrder = (members) => sorted(members, compareCodePoints);

/** PostgreSQL's jsonb and MySQL's JSON: shorter names first. */
const sortedByLength: MemberOrder = (members) =>
  sorted(members, (a, b) => utf8Length(a) - utf8Length(b) || compareCodePoints(a, b));

/** java.util.HashMap, which org.json keeps its members in. */
const javaHash: MemberOrder = (members) => {
  let capacity = 16;
  while (members.length > capacity * 0.75) capacity *= 2;
  return members
    .map((member) => ({ member, bucket: javaHashOf(member[0].text) & (capacity - 1) }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ member }) => member);
};

const memberOrders = {
  inserted,
  javaScript,
  sortedByUnit,
  sortedByCodePoint,
  sortedByLength,
  javaHash,
} as const satisfies Readonly<Record<string, MemberOrder>>;

/** `asWritten`: repeated names too, as token copiers and .NET's JsonDocument write them. */
export type MemberOrderName = keyof typeof memberOrders | 'asWritten';

/** Whether PHP's json_encode writes an associative array with these names as a list. */
export function isPhpList(members: readonly JsonMember[]): boolean {
  return members.every(([name], index) => name.text === String(index));
}

/** The members of every object of a document in one order, by the objects' places. */
export interface OrderedMembers {
  /** Equal for orders that come out alike for this document. */
  readonly id: number;
  readonly members: readonly (readonly JsonMember[])[];
}

/** Orders each object once an order, and only when the order is asked for. */
export function memberOrdering(objects: readonly JsonObject[]): (order: MemberOrderName) => OrderedMembers {
  const written = objects.map(({ members }) => members);
  let unique: readonly (readonly JsonMember[])[] | undefined;
  const known = new Map<MemberOrderName, OrderedMembers>();
  return (order) => {
    let ordered = known.get(order);
    if (ordered === undefined) {
      unique ??= written.map(withoutRepeated);
      const members = order === 'asWritten' ? written : unique.map(memberOrders[order]);
      ordered = [...known.values()].find((other) => sameOrder(other.members, members)) ?? { id: known.size, members };
      known.set(order, ordered);
    }
    return ordered;
  };
}

function sameOrder(a: readonly (readonly JsonMember[])[], b: readonly (readonly JsonMember[])[]): boolean {
  return a.every((left, at) => {
    const right = b[at];
    return left === right || (left.length === right?.length && left.every((member, index) => member === right[index]));
  });
}

function withoutRepeated(members: readonly JsonMember[]): readonly JsonMember[] {
  const byName = new Map<string, JsonMember>();
  for (const member of members) byName.set(member[0].text, member);
  return byName.size === members.length ? members : [...byName.values()];
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

/** String#hashCode, spread as HashMap does. */
function javaHashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 16);
}
