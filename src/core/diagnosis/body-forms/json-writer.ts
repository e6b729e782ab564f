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
    const key = JSON.stringify([stringTable.id, numberTable.id, ordered.id, layout, finalNewline, asLists]);
    if (printed.has(key)) return null;
    printed.add(key);
    const out = new ByteSink(document.plain.length + stringTable.bytes.length + numberTable.bytes.length);
    print(document, out, { layout, strings: stringTable, numbers: numberTable, ordered, asLists });
    if (finalNewline) out.add(utf8Bytes(layout.lineEnd));
    return out.bytes();
  };
}

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

/** A growing text in bytes: twenty times faster here than a string that is put together and then encoded. */
class ByteSink {
  private buffer: Uint8Array;
  private at = 0;

  /** `expected`: what will be added at least, in bytes. */
  constructor(expected: number) {
    this.buffer = new Uint8Array(Math.ceil(expected * 1.25) + 256);
  }

  add(source: Uint8Array, from = 0, to: number = source.length): void {
    const length = to - from;
    if (this.at + length > this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2 + length);
      larger.set(this.buffer.subarray(0, this.at));
      this.buffer = larger;
    }
    const { buffer } = this;
    // A call for each of the many short texts costs more than copying them byte by byte.
    if (length > 48) buffer.set(source.subarray(from, to), this.at);
    else for (let index = from, at = this.at; index < to; index++, at++) buffer[at] = source[index] ?? 0;
    this.at += length;
  }

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.at);
  }
}

interface Printing {
  readonly layout: Layout;
  readonly strings: Table;
  readonly numbers: Table;
  readonly ordered: OrderedMembers;
  readonly asLists: boolean;
}

/** Recursive: the document's depth is bounded. */
function print(document: JsonDocument, out: ByteSink, { layout, strings, numbers, ordered, asLists }: Printing): void {
  const comma = utf8Bytes(layout.comma);
  const colon = utf8Bytes(layout.colon);
  const emptyArray = utf8Bytes(layout.emptyArray);
  const emptyObject = utf8Bytes(layout.emptyObject);
  const bareComma = utf8Bytes(',');
  const space = utf8Bytes(' ');
  const brackets = { array: [utf8Bytes('['), utf8Bytes(']')], object: [utf8Bytes('{'), utf8Bytes('}')] } as const;
  const literals = { true: utf8Bytes('true'), false: utf8Bytes('false'), null: utf8Bytes('null') };
  const lines: Uint8Array[] = [];
  const lineAt = (level: number): Uint8Array => {
    lines[level] ??= utf8Bytes(layout.lineEnd + (layout.indent ?? '').repeat(level));
    return lines[level];
  };

  function string(node: JsonString): void {
    if (node.index === -1) out.add(document.plain, node.plainAt, node.plainAt + node.raw.length + 2);
    else fromTable(strings, node.index);
  }

  function fromTable({ bytes, ends }: Table, index: number): void {
    out.add(bytes, index === 0 ? 0 : ends[index - 1], ends[index]);
  }

  function container(
    kind: 'array' | 'object',
    nodes: readonly JsonNode[] | readonly JsonMember[],
    level: number,
    isMembers: boolean,
  ): void {
    const [open, close] = brackets[kind];
    if (nodes.length === 0) {
      if (!layout.brokenEmpties) {
        out.add(kind === 'array' ? emptyArray : emptyObject);
        return;
      }
      out.add(open);
      if (kind === 'array') out.add(lineAt(0));
      out.add(lineAt(level));
      out.add(close);
      return;
    }
    const isArray = kind === 'array';
    const isInline =
      layout.indent === null || (layout.inlineArrays && isArray) || (layout.inlineSingles && nodes.length === 1);
    const isPadded = layout.inlineArrays && isArray;
    const inner = isInline ? level : level + 1;
    out.add(open);
    if (isPadded) out.add(space);
    if (!isInline) out.add(lineAt(inner));
    for (let index = 0; index < nodes.length; index++) {
      if (index > 0) {
        out.add(isInline ? comma : bareComma);
        if (!isInline) out.add(lineAt(inner));
      }
      const node = nodes[index];
      if (node === undefined) continue;
      if (isPair(node)) {
        if (isMembers) {
          string(node[0]);
          out.add(colon);
        }
        value(node[1], inner);
      } else value(node, inner);
    }
    if (isPadded) out.add(space);
    if (!isInline) out.add(lineAt(level));
    out.add(close);
  }

  function value(node: JsonNode, level: number): void {
    switch (node.kind) {
      case 'string':
        string(node);
        break;
      case 'number':
        fromTable(numbers, node.index);
        break;
      case 'literal':
        out.add(literals[node.raw]);
        break;
      case 'array':
        container('array', node.items, level, false);
        break;
      case 'object': {
        const members = ordered.members[node.index] ?? [];
        const isList = asLists && isPhpList(members);
        container(isList ? 'array' : 'object', members, level, !isList);
      }
    }
  }

  value(document.root, 0);
}

function isPair(node: JsonNode | JsonMember): node is JsonMember {
  return Array.isArray(node);
}
