import type { JsonDocument, JsonNode, JsonString } from './json-document.ts';
import { type NumberStyleName, numberStyles } from './json-numbers.ts';
import {
  isPhpList,
  type MemberOrderName,
  memberOrders,
  type OrderedMembers,
  remembered,
  sameOrder,
} from './json-orders.ts';
import { type StringStyleName, stringStyles } from './json-strings.ts';

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
export function jsonWriter(document: JsonDocument): (printer: Printer) => string | null {
  const stringTables = new Map<StringStyleName, Table>();
  const numberTables = new Map<NumberStyleName, Table>();
  const orders = new Map<MemberOrderName, { readonly id: number; readonly membersOf: OrderedMembers }>();
  const printed = new Set<string>();
  const hasLists = document.objects.some(({ members }) => isPhpList(members));

  function orderOf(name: MemberOrderName): { readonly id: number; readonly membersOf: OrderedMembers } {
    const known = orders.get(name);
    if (known !== undefined) return known;
    const membersOf = remembered(memberOrders[name]);
    const alike = [...orders.values()].find((other) => sameOrder(document.objects, other.membersOf, membersOf));
    const order = alike ?? { id: orders.size, membersOf };
    orders.set(name, order);
    return order;
  }

  return (printer) => {
    const strings = tableOf(stringTables, printer.strings, () => {
      const style = stringStyles[printer.strings];
      return document.strings.map(({ text, raw }) => `"${style(text, raw)}"`);
    });
    const numbers = tableOf(numberTables, printer.numbers, () => {
      const style = numberStyles[printer.numbers];
      return document.numbers.map(({ raw }) => style(raw));
    });
    const order = orderOf(printer.order);
    const asLists = printer.phpLists && hasLists;
    const key = JSON.stringify([strings.id, numbers.id, order.id, printer.layout, printer.finalNewline, asLists]);
    if (printed.has(key)) return null;
    printed.add(key);
    const text = print(document.root, {
      layout: printer.layout,
      strings: strings.texts,
      numbers: numbers.texts,
      membersOf: order.membersOf,
      asLists,
    });
    return printer.finalNewline ? `${text}${printer.layout.lineEnd}` : text;
  };
}

interface Table {
  readonly id: number;
  readonly texts: readonly string[];
}

function tableOf<Name>(tables: Map<Name, Table>, name: Name, make: () => readonly string[]): Table {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const texts = make();
  const alike = [...tables.values()].find((other) => other.texts.every((text, index) => text === texts[index]));
  const table = alike ?? { id: tables.size, texts };
  tables.set(name, table);
  return table;
}

interface Printing {
  readonly layout: Layout;
  readonly strings: readonly string[];
  readonly numbers: readonly string[];
  readonly membersOf: OrderedMembers;
  readonly asLists: boolean;
}

/** Recursive: the document's depth is bounded. */
function print(root: JsonNode, { layout, strings, numbers, membersOf, asLists }: Printing): string {
  const { indent, lineEnd, comma, colon } = layout;
  const stringText = (node: JsonString) => (node.index === -1 ? `"${node.raw}"` : (strings[node.index] ?? ''));

  function container(
    open: string,
    close: string,
    count: number,
    line: string,
    item: (index: number, line: string) => string,
  ): string {
    const isInline = indent === null || (layout.inlineArrays && open === '[') || (layout.inlineSingles && count === 1);
    const pad = layout.inlineArrays && open === '[' ? ' ' : '';
    const inner = isInline ? line : line + indent;
    const between = isInline ? comma : `,${inner}`;
    let text = open + (isInline ? pad : inner);
    for (let index = 0; index < count; index++) text += index === 0 ? item(index, inner) : between + item(index, inner);
    return text + (isInline ? pad : line) + close;
  }

  /** `line`: the line break and indentation in front of a member's siblings. */
  function value(node: JsonNode, line: string): string {
    switch (node.kind) {
      case 'string':
        return stringText(node);
      case 'number':
        return numbers[node.index] ?? '';
      case 'literal':
        return node.raw;
      case 'array':
        return array(node.items, line);
      case 'object': {
        const members = membersOf(node);
        if (asLists && isPhpList(members)) {
          return array(
            members.map(([, member]) => member),
            line,
          );
        }
        if (members.length === 0) return layout.brokenEmpties ? `{${line}}` : layout.emptyObject;
        return container('{', '}', members.length, line, (index, inner) => {
          const member = members[index];
          return member === undefined ? '' : stringText(member[0]) + colon + value(member[1], inner);
        });
      }
    }
  }

  function array(items: readonly JsonNode[], line: string): string {
    if (items.length === 0) return layout.brokenEmpties ? `[${lineEnd}${line}]` : layout.emptyArray;
    return container('[', ']', items.length, line, (index, inner) => {
      const item = items[index];
      return item === undefined ? '' : value(item, inner);
    });
  }

  return value(root, lineEnd);
}
