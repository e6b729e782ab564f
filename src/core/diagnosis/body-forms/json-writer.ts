import { utf8Bytes } from '../../bytes.ts';
import type { JsonDocument, JsonMember, JsonNode, JsonString } from './json-document.ts';
import { type NumberStyleName, numberStyles } from './json-numbers.ts';
import { isPhpList, type MemberOrderName, memberOrdering, type OrderedMembers } from './json-orders.ts';
import { type StringStyleName, stringStyles } from './json-strings.ts';
import { utf8Length } from './utf8-length.ts';

/** White space of a printer. */
export interface Layout {
  /** Between items where they stand in one line. */
  readonly comma: string;
  readonly colon: string;
  /** One level of it; null: all in one line. */
  readonly indent: string | null;
  readonly lineEnd: '\n' | '\r\n';
  readonly emptyArray: string;
  readonly emptyObject: string;
  /** `{` … `}` broken into lines and `[ … ]` not: Jackson. */
  readonly inlineArrays: boolean;
  /** Objects and arrays with one member stay in one line: org.json. */
  readonly inlineSingles: boolean;
  /** Ruby's json before 2.8: an empty array has an empty line, an empty object ends on a line of its own. */
  readonly brokenEmpties: boolean;
}

/** How a program prints JSON. */
export interface Printer {
  /** The name it is known by. */
  readonly name: string;
  readonly strings: StringStyleName;
  readonly numbers: NumberStyleName;
  readonly order: MemberOrderName;
  readonly layout: Layout;
  readonly finalNewline: boolean;
  /** PHP's associative arrays: empty objects and those named 0, 1, 2 … come back as lists. */
  readonly phpLists: boolean;
}

/**
 * Prints a document, each way once. `null` of a printer whose text an earlier one has made: strings, numbers and orders that
 * come out alike for this document are told apart by what they make, not by their names, before anything is printed.
 */
export function jsonWriter(document: JsonDocument): (printer: Printer) => Uint8Array | null {
  const stringTables = new Map<StringStyleName, Table>();
  const numberTables = new Map<NumberStyleName, Table>();
  const ordering = memberOrdering(document.objects);
  const printed = new Set<string>();
  const skeletons = new Map<string, Skeleton>();
  const hasLists = document.objects.some(({ members }) => isPhpList(members));
  return ({ strings, numbers, order, layout, finalNewline, phpLists }) => {
    const stringTable = tableOf(stringTables, strings, () => {
      const style = stringStyles[strings];
      return document.strings.map(({ text, raw }) => `"${style(text, raw)}"`);
    });
    const numberTable = tableOf(numberTables, numbers, () => {
      const style = numberStyles[numbers];
      return document.numbers.map(({ raw }) => style(raw));
    });
    const ordered = ordering(order);
    const asLists = phpLists && hasLists;
    const shape = JSON.stringify([ordered.id, layout, asLists]);
    const key = `${stringTable.id} ${numberTable.id} ${finalNewline} ${shape}`;
    if (printed.has(key)) return null;
    printed.add(key);
    let skeleton = skeletons.get(shape);
    if (skeleton === undefined) {
      skeleton = skeletonOf(document, { layout, ordered, asLists });
      skeletons.set(shape, skeleton);
    }
    return filled(skeleton, stringTable, numberTable, finalNewline ? utf8Bytes(layout.lineEnd) : NOTHING);
  };
}

const NOTHING = new Uint8Array(0);

/** Texts one behind the other, each from `ends[index - 1]` to `ends[index]`. */
interface Table {
  readonly id: number;
  readonly texts: readonly string[];
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
}

function tableOf<Name>(tables: Map<Name, Table>, name: Name, make: () => readonly string[]): Table {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const texts = make();
  const alike = [...tables.values()].find((other) => other.texts.every((text, index) => text === texts[index]));
  const table = alike ?? { id: tables.size, texts, bytes: utf8Bytes(texts.join('')), ends: utf8Ends(texts) };
  tables.set(name, table);
  return table;
}

function utf8Ends(texts: readonly string[]): Int32Array {
  const ends = new Int32Array(texts.length);
  let at = 0;
  for (let index = 0; index < texts.length; index++) {
    at += utf8Length(texts[index] ?? '');
    ends[index] = at;
  }
  return ends;
}

/**
 * A printed document without what printers write differently, and where that stands: most printers differ in their strings
 * and numbers alone, and fill in what another one has laid out.
 */
interface Skeleton {
  readonly bytes: Uint8Array;
  /** Offsets in `bytes` of the strings and numbers, in order. */
  readonly at: readonly number[];
  /** Places in the string table, or from -1 downwards in the number table. */
  readonly slots: readonly number[];
}

function filled({ bytes, at, slots }: Skeleton, strings: Table, numbers: Table, end: Uint8Array): Uint8Array {
  let length = bytes.length + end.length;
  for (const slot of slots) {
    const { ends } = slot < 0 ? numbers : strings;
    const place = slot < 0 ? -1 - slot : slot;
    length += (ends[place] ?? 0) - (place === 0 ? 0 : (ends[place - 1] ?? 0));
  }
  const out = new Uint8Array(length);
  let from = 0;
  let to = 0;
  for (let index = 0; index < slots.length; index++) {
    const until = at[index] ?? 0;
    to = copied(bytes, from, until, out, to);
    from = until;
    const slot = slots[index] ?? 0;
    const table = slot < 0 ? numbers : strings;
    const place = slot < 0 ? -1 - slot : slot;
    to = copied(table.bytes, place === 0 ? 0 : (table.ends[place - 1] ?? 0), table.ends[place] ?? 0, out, to);
  }
  to = copied(bytes, from, bytes.length, out, to);
  out.set(end, to);
  return out;
}

/** The offset behind what was copied. A call for each of the many short texts costs more than going byte by byte. */
function copied(source: Uint8Array, from: number, until: number, target: Uint8Array, to: number): number {
  const length = until - from;
  if (length > 48) target.set(source.subarray(from, until), to);
  else for (let index = 0; index < length; index++) target[to + index] = source[from + index] ?? 0;
  return to + length;
}

/** A growing text in bytes: a string that is put together and then encoded took twice as long. */
class ByteSink {
  length = 0;
  private buffer: Uint8Array;

  /** `expected`: what will be added, about, in bytes. */
  constructor(expected: number) {
    this.buffer = new Uint8Array(expected);
  }

  add(source: Uint8Array, from = 0, until: number = source.length): void {
    if (this.length + until - from > this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2 + until - from);
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.length = copied(source, from, until, this.buffer, this.length);
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}

interface Printing {
  readonly layout: Layout;
  readonly ordered: OrderedMembers;
  readonly asLists: boolean;
}

/** Recursive: the document's depth is bounded. */
function skeletonOf(document: JsonDocument, { layout, ordered, asLists }: Printing): Skeleton {
  const out = new ByteSink(document.plain.length * 2 + 1024);
  const at: number[] = [];
  const slots: number[] = [];
  const colon = utf8Bytes(layout.colon);
  const emptyArray = utf8Bytes(layout.emptyArray);
  const emptyObject = utf8Bytes(layout.emptyObject);
  const literals = { true: utf8Bytes('true'), false: utf8Bytes('false'), null: utf8Bytes('null') };
  const pad = layout.inlineArrays ? ' ' : '';
  const inline = { comma: utf8Bytes(layout.comma), array: ends('[', pad, pad, ']'), object: ends('{', '', '', '}') };
  const lineAt = (level: number) => layout.lineEnd + (layout.indent ?? '').repeat(level);
  /** What stands around and between members whose own line has so many indentations: one copy instead of three. */
  const broken = perLevel((level) => ({
    comma: utf8Bytes(`,${lineAt(level + 1)}`),
    array: ends('[', lineAt(level + 1), lineAt(level), ']'),
    object: ends('{', lineAt(level + 1), lineAt(level), '}'),
    emptyArray: utf8Bytes(`[${layout.lineEnd}${lineAt(level)}]`),
    emptyObject: utf8Bytes(`{${lineAt(level)}}`),
  }));

  function string(node: JsonString): void {
    if (node.index === -1) out.add(document.plain, node.plainAt, node.plainAt + node.raw.length + 2);
    else slot(node.index);
  }

  function slot(place: number): void {
    at.push(out.length);
    slots.push(place);
  }

  function array(items: readonly JsonNode[], level: number): void {
    if (items.length === 0) {
      out.add(layout.brokenEmpties ? broken(level).emptyArray : emptyArray);
      return;
    }
    const isInline = layout.indent === null || layout.inlineArrays || (layout.inlineSingles && items.length === 1);
    const { comma, array: around } = isInline ? inline : broken(level);
    const inner = isInline ? level : level + 1;
    let before = around.open;
    for (const item of items) {
      out.add(before);
      value(item, inner);
      before = comma;
    }
    out.add(around.close);
  }

  function object(members: readonly JsonMember[], level: number): void {
    if (members.length === 0) {
      out.add(layout.brokenEmpties ? broken(level).emptyObject : emptyObject);
      return;
    }
    const isInline = layout.indent === null || (layout.inlineSingles && members.length === 1);
    const { comma, object: around } = isInline ? inline : broken(level);
    const inner = isInline ? level : level + 1;
    let before = around.open;
    for (const member of members) {
      out.add(before);
      string(member[0]);
      out.add(colon);
      value(member[1], inner);
      before = comma;
    }
    out.add(around.close);
  }

  function value(node: JsonNode, level: number): void {
    switch (node.kind) {
      case 'string':
        string(node);
        break;
      case 'number':
        slot(-1 - node.index);
        break;
      case 'literal':
        out.add(literals[node.raw]);
        break;
      case 'array':
        array(node.items, level);
        break;
      case 'object': {
        const members = ordered.members[node.index] ?? [];
        if (asLists && isPhpList(members)) {
          array(
            members.map(([, member]) => member),
            level,
          );
        } else object(members, level);
      }
    }
  }

  value(document.root, 0);
  return { bytes: out.bytes(), at, slots };
}

interface Ends {
  readonly open: Uint8Array;
  readonly close: Uint8Array;
}

function ends(open: string, afterOpen: string, beforeClose: string, close: string): Ends {
  return { open: utf8Bytes(open + afterOpen), close: utf8Bytes(beforeClose + close) };
}

function perLevel<Value>(make: (level: number) => Value): (level: number) => Value {
  const known: Value[] = [];
  return (level) => {
    const value = known[level] ?? make(level);
    known[level] = value;
    return value;
  };
}
