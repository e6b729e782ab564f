import { bytesFromBase64 } from '../bytes.ts';

/** The part of Structured Fields (RFC 9651) that signatures use: dictionaries of byte sequences and of inner lists of strings. */
export type BareItem =
  | { readonly kind: 'string' | 'token'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'boolean'; readonly value: boolean };

export type Parameters = ReadonlyMap<string, BareItem>;

export interface Item {
  readonly bare: BareItem;
  readonly parameters: Parameters;
  /** As received, which senders write in the one canonical way. */
  readonly raw: string;
}

export interface Member {
  /** null: the member is no inner list but `item`. */
  readonly list: readonly Item[] | null;
  readonly item: BareItem | null;
  readonly parameters: Parameters;
  readonly raw: string;
}

/** Real fields stay far below; a longer one is not looked at. */
const MAX_FIELD = 64 * 1024;
const MAX_MEMBERS = 100;

/** null: not a dictionary. Of a repeated name the last counts (RFC 9651, section 4.2.2). */
export function parseDictionary(field: string): ReadonlyMap<string, Member> | null {
  if (field.length > MAX_FIELD) return null;
  const reader = new Reader(field);
  const members = new Map<string, Member>();
  reader.blanks();
  while (!reader.done()) {
    const name = reader.key();
    if (name === null) return null;
    const member = reader.take('=') ? reader.member() : reader.flag();
    if (member === null || members.size === MAX_MEMBERS) return null;
    members.delete(name);
    members.set(name, member);
    reader.blanks();
    if (reader.done()) return members;
    if (!reader.take(',')) return null;
    reader.blanks();
    if (reader.done()) return null;
  }
  return members;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  done(): boolean {
    return this.#at >= this.#text.length;
  }

  blanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++;
  }

  take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  key(): string | null {
    return this.#match(/[a-z*][a-z0-9_\-.*]*/y);
  }

  flag(): Member | null {
    const start = this.#at;
    const parameters = this.#parameters();
    if (parameters === null) return null;
    return { list: null, item: { kind: 'boolean', value: true }, parameters, raw: this.#text.slice(start, this.#at) };
  }

  member(): Member | null {
    const start = this.#at;
    const list = this.#text[this.#at] === '(' ? this.#innerList() : undefined;
    if (list === null) return null;
    const item = list === undefined ? this.#bare() : null;
    if (list === undefined && item === null) return null;
    const parameters = this.#parameters();
    if (parameters === null) return null;
    return { list: list ?? null, item, parameters, raw: this.#text.slice(start, this.#at) };
  }

  #innerList(): readonly Item[] | null {
    this.#at++;
    const items: Item[] = [];
    while (!this.done()) {
      this.#spaces();
      if (this.take(')')) return items;
      const start = this.#at;
      const bare = this.#bare();
      const parameters = bare === null ? null : this.#parameters();
      if (bare === null || parameters === null || items.length === MAX_MEMBERS) return null;
      items.push({ bare, parameters, raw: this.#text.slice(start, this.#at) });
      if (this.#text[this.#at] !== ' ' && this.#text[this.#at] !== ')') return null;
    }
    return null;
  }

  #parameters(): Parameters | null {
    const parameters = new Map<string, BareItem>();
    while (this.take(';')) {
      this.#spaces();
      const name = this.key();
      if (name === null) return null;
      const value: BareItem | null = this.take('=') ? this.#bare() : { kind: 'boolean', value: true };
      if (value === null) return null;
      parameters.set(name, value);
    }
    return parameters;
  }

  #bare(): BareItem | null {
    const first = this.#text[this.#at];
    if (first === '"') {
      const text = this.#match(/"(?:[ !#-[\]-~]|\\["\\])*"/y);
      return text === null ? null : { kind: 'string', text: text.slice(1, -1).replace(/\\(.)/g, '$1') };
    }
    if (first === ':') {
      const text = this.#match(/:[A-Za-z0-9+/=]*:/y);
      const bytes = text === null ? undefined : bytesFromBase64(text.slice(1, -1));
      return bytes === undefined ? null : { kind: 'bytes', bytes };
    }
    if (first === '?') {
      const text = this.#match(/\?[01]/y);
      return text === null ? null : { kind: 'boolean', value: text === '?1' };
    }
    const number = this.#match(/-?\d{1,15}(?:\.\d{1,3})?/y);
    if (number !== null) return { kind: 'number', value: Number(number) };
    const token = this.#match(/[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*/y);
    return token === null ? null : { kind: 'token', text: token };
  }

  #spaces(): void {
    while (this.#text[this.#at] === ' ') this.#at++;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }
}
