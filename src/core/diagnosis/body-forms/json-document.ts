import { strictUtf8Text, utf8Bytes } from '../../bytes.ts';

/**
 * JSON as it was written: numbers and strings keep their text, objects their order and their repeated names. What differs
 * between one language's printer and another's is in exactly these.
 */
export interface JsonDocument {
  readonly root: JsonNode;
  /** The strings, names included, that some printer writes differently from another. */
  readonly strings: readonly JsonString[];
  readonly numbers: readonly JsonNumber[];
  readonly objects: readonly JsonObject[];
  /** The other strings, quotes included, one behind the other: ASCII that every printer copies. */
  readonly plain: Uint8Array;
}

export interface JsonString {
  readonly kind: 'string';
  /** As written, without the quotes. */
  readonly raw: string;
  /** Decoded. */
  readonly text: string;
  /** Place in the document's `strings`; -1: every printer writes it as it is. */
  readonly index: number;
  /** Offset in the document's `plain`, for those of index -1. */
  readonly plainAt: number;
}

export interface JsonNumber {
  readonly kind: 'number';
  readonly raw: string;
  readonly index: number;
}

export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
  /** Place in the document's `objects`. */
  readonly index: number;
}

export type JsonMember = readonly [name: JsonString, value: JsonNode];
export type JsonNode =
  | JsonString
  | JsonNumber
  | JsonObject
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'literal'; readonly raw: 'true' | 'false' | 'null' };

/**
 * Larger JSON is passed over: at 1 MiB printing it in every way already makes 60 to 110 MB, and the time of a diagnosis ends in the
 * middle of that.
 */
export const MAX_REWRITTEN_BYTES = 2 * 1024 * 1024;

/** PHP's own limit and half of Python's; Ruby's is 100, .NET's 64. Deeper JSON was printed by none of those that are known here. */
const MAX_REWRITTEN_DEPTH = 512;

/** What some printer escapes, and so all that needs a second look. */
const SPECIAL = /["\\/<>&'=+`\u007f-\uffff]/;
/** One library reads these as dates and writes their fraction without trailing zeros. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 allows none in a string
const CONTROL = /[\0-\x1f]/;
const BOM = '\ufeff';

/** null: no JSON in UTF-8, or over one of the two limits. A byte-order mark is passed over. Time linear in the size. */
export function parseJsonDocument(bytes: Uint8Array): JsonDocument | null {
  if (bytes.length === 0 || bytes.length > MAX_REWRITTEN_BYTES) return null;
  const text = strictUtf8Text(bytes);
  return text === undefined ? null : parseJsonText(text.startsWith(BOM) ? text.slice(1) : text);
}

export function parseJsonText(text: string): JsonDocument | null {
  const reader = new Reader(text);
  const root = reader.value(0);
  if (root === null || !reader.atEnd()) return null;
  const { strings, numbers, objects } = reader;
  return { root, strings, numbers, objects, plain: utf8Bytes(reader.plain()) };
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

class Reader {
  readonly strings: JsonString[] = [];
  readonly numbers: JsonNumber[] = [];
  readonly objects: JsonObject[] = [];
  private readonly text: string;
  private at = 0;
  private readonly plains: string[] = [];
  private plainAt = 0;

  constructor(text: string) {
    this.text = text;
  }

  plain(): string {
    return this.plains.length === 0 ? '' : `"${this.plains.join('""')}"`;
  }

  atEnd(): boolean {
    this.skipSpace();
    return this.at === this.text.length;
  }

  /** null: no JSON from here on. Recursive: the depth is bounded. */
  value(depth: number): JsonNode | null {
    if (depth > MAX_REWRITTEN_DEPTH) return null;
    this.skipSpace();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        return this.literal('true');
      case 'f':
        return this.literal('false');
      case 'n':
        return this.literal('null');
      default:
        return this.number();
    }
  }

  private object(depth: number): JsonNode | null {
    const members: JsonMember[] = [];
    this.at++;
    if (!this.takes('}')) {
      do {
        this.skipSpace();
        const name = this.string();
        if (name === null || !this.takes(':')) return null;
        const value = this.value(depth + 1);
        if (value === null) return null;
        members.push([name, value]);
      } while (this.takes(','));
      if (!this.takes('}')) return null;
    }
    const object: JsonObject = { kind: 'object', members, index: this.objects.length };
    this.objects.push(object);
    return object;
  }

  private array(depth: number): JsonNode | null {
    const items: JsonNode[] = [];
    this.at++;
    if (this.takes(']')) return { kind: 'array', items };
    do {
      const item = this.value(depth + 1);
      if (item === null) return null;
      items.push(item);
    } while (this.takes(','));
    return this.takes(']') ? { kind: 'array', items } : null;
  }

  private string(): JsonString | null {
    if (this.text[this.at] !== '"') return null;
    const start = this.at + 1;
    let end = this.text.indexOf('"', start);
    while (end !== -1 && this.isEscaped(end, start)) end = this.text.indexOf('"', end + 1);
    if (end === -1) return null;
    this.at = end + 1;
    const raw = this.text.slice(start, end);
    if (CONTROL.test(raw)) return null;
    const text = raw.includes('\\') ? unescaped(raw) : raw;
    if (text === null) return null;
    const isPlain = !SPECIAL.test(raw) && !DATE.test(raw);
    if (isPlain) {
      const node: JsonString = { kind: 'string', raw, text, index: -1, plainAt: this.plainAt };
      this.plains.push(raw);
      this.plainAt += raw.length + 2;
      return node;
    }
    const node: JsonString = { kind: 'string', raw, text, index: this.strings.length, plainAt: 0 };
    this.strings.push(node);
    return node;
  }

  /** Whether an odd number of backslashes stands in front; each run of them is counted once. */
  private isEscaped(quote: number, start: number): boolean {
    let at = quote;
    while (at > start && this.text[at - 1] === '\\') at--;
    return (quote - at) % 2 === 1;
  }

  private number(): JsonNumber | null {
    NUMBER.lastIndex = this.at;
    const raw = NUMBER.exec(this.text)?.[0];
    if (raw === undefined) return null;
    this.at += raw.length;
    const node: JsonNumber = { kind: 'number', raw, index: this.numbers.length };
    this.numbers.push(node);
    return node;
  }

  private literal(raw: 'true' | 'false' | 'null'): JsonNode | null {
    if (!this.text.startsWith(raw, this.at)) return null;
    this.at += raw.length;
    return { kind: 'literal', raw };
  }

  private takes(character: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }
}

function unescaped(raw: string): string | null {
  try {
    // A string literal of JSON parses to a string.
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    // An escape that JSON does not have, which is an answer here and no error.
    return null;
  }
}
