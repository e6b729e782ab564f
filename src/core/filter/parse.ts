import type { CaptureFilter } from './filter.ts';

export interface ParsedFilter {
  readonly filter: CaptureFilter;
  /** One sentence for each part that was not taken as it was written. Nothing is ever left out without one. */
  readonly problems: readonly string[];
}

type Key = 'endpoint' | 'method' | 'path' | 'scheme' | 'verdict' | 'delivery' | 'retry';

const KEYS: Readonly<Record<string, Key>> = {
  endpoint: 'endpoint',
  method: 'method',
  path: 'path',
  scheme: 'scheme',
  verdict: 'verdict',
  status: 'verdict',
  delivery: 'delivery',
  retry: 'retry',
};

const VERDICTS = ['verified', 'failed', 'unchecked', 'malformed'] as const;

interface Token {
  /** Lower-case word before the first colon of an unquoted token; null for free text. */
  readonly key: string | null;
  readonly value: string;
  /** As it was typed. */
  readonly source: string;
}

/**
 * The text of the filter box as a filter. `method:post path:/hooks scheme:github verdict:failed retry:yes delivery:evt_1` narrow by that part;
 * every other word has to occur somewhere in the request. Double quotes keep spaces together and turn `key:` into
 * plain text; inside them `\"` and `\\` stand for `"` and `\`. A quote closes only before a space or the end, so that
 * `"id":"evt_1"`, pasted from a body, is looked for as it stands.
 */
export function parseFilter(text: string): ParsedFilter {
  const problems: string[] = [];
  const parts = new Map<Key, string>();
  const texts: string[] = [];
  for (const { key, value, source } of tokensOf(text)) {
    if (key === null) {
      if (value !== '') texts.push(value);
      const mistake = source === value ? mistakeIn(value) : null;
      if (mistake !== null) problems.push(mistake);
      continue;
    }
    const known = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (known === undefined) {
      texts.push(source);
      problems.push(`“${key}:” is no filter, so “${source}” is looked for as text. Put it in quotes to say so.`);
    } else if (value === '') {
      problems.push(`“${key}:” needs a value.`);
    } else {
      if (parts.has(known)) problems.push(`“${key}:” is given twice; “${value}” counts.`);
      if (known === 'path' && WILDCARD.test(value) && source.endsWith(value)) problems.push(NO_WILDCARDS);
      parts.set(known, value);
    }
  }
  const verdict = verdictOf(parts.get('verdict'), problems);
  const retry = retryOf(parts.get('retry'), problems);
  const deliveryId = parts.get('delivery');
  const endpointId = parts.get('endpoint');
  const method = parts.get('method');
  const path = parts.get('path');
  const scheme = parts.get('scheme');
  return {
    filter: {
      ...(endpointId === undefined ? {} : { endpointId }),
      ...(method === undefined ? {} : { method }),
      ...(path === undefined ? {} : { path }),
      ...(scheme === undefined ? {} : { scheme }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(deliveryId === undefined ? {} : { deliveryId }),
      ...(retry === undefined ? {} : { retry }),
      ...(texts.length === 0 ? {} : { texts }),
    },
    problems,
  };
}

/** The text that `parseFilter` reads back as this filter, without a problem. */
export function formatFilter(filter: CaptureFilter): string {
  const words: string[] = [];
  const part = (key: Key, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    const needsQuotes = /[\s"\\]/.test(value) || (key === 'path' && WILDCARD.test(value));
    words.push(`${key}:${needsQuotes ? quoted(value) : value}`);
  };
  part('endpoint', filter.endpointId);
  part('method', filter.method);
  part('path', filter.path);
  part('scheme', filter.scheme);
  part('verdict', filter.verdict);
  part('delivery', filter.deliveryId);
  part('retry', filter.retry === undefined ? undefined : filter.retry ? 'yes' : 'no');
  for (const text of filter.texts ?? []) {
    const needsQuotes = /[\s"\\]/.test(text) || keyLength(text) > 0 || mistakeIn(text) !== null;
    if (text !== '') words.push(needsQuotes ? quoted(text) : text);
  }
  return words.join(' ');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

const WILDCARD = /\*/;
const NO_WILDCARDS =
  'Filters have no wildcards, so “*” is looked for as it stands; a part of a path finds all that hold it. Put it in quotes to say so.';

/** What other search boxes know and this one does not; null: nothing of the kind. */
function mistakeIn(text: string): string | null {
  if (/^(?:OR|AND|NOT)$/.test(text)) {
    return `“${text}” is looked for as text, since every word has to occur. Put it in quotes to say so.`;
  }
  const [, sign = '', word = ''] = /^([-!(]+)([A-Za-z]+):/.exec(text) ?? [];
  if (!Object.hasOwn(KEYS, word.toLowerCase())) return null;
  return `Filters have no “${sign}”, so “${text}” is looked for as text. Put it in quotes to say so.`;
}

function verdictOf(written: string | undefined, problems: string[]): CaptureFilter['verdict'] {
  if (written === undefined) return undefined;
  const lower = written.toLowerCase();
  const fitting = VERDICTS.filter((verdict) => verdict.startsWith(lower));
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined) return only;
  problems.push(`There is no verdict “${written}”. Choose ${VERDICTS.join(', ')}.`);
  return undefined;
}

function retryOf(written: string | undefined, problems: string[]): boolean | undefined {
  if (written === undefined) return undefined;
  const lower = written.toLowerCase();
  if ('yes'.startsWith(lower)) return true;
  if ('no'.startsWith(lower)) return false;
  problems.push(`“retry:” is yes or no, not “${written}”.`);
  return undefined;
}

/** Length of a leading `word:`, or 0. A URL's `https://` is text, not a key. */
function keyLength(token: string): number {
  const [whole = '', word = '', slashes] = /^([A-Za-z][A-Za-z_-]*):(\/\/)?/.exec(token) ?? [];
  if (slashes === undefined) return whole.length;
  return Object.hasOwn(KEYS, word.toLowerCase()) ? word.length + 1 : 0;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    const key = keyLength(text.slice(at));
    const value = text.charAt(at + key) === '"' ? readQuoted(text, at + key) : readWord(text, at + key);
    at = value.end;
    tokens.push({
      key: key === 0 ? null : text.slice(start, start + key - 1).toLowerCase(),
      value: value.value,
      source: text.slice(start, at),
    });
  }
  return tokens;
}

function readWord(text: string, start: number): { value: string; end: number } {
  const length = text.slice(start).search(/\s/);
  const end = length === -1 ? text.length : start + length;
  return { value: text.slice(start, end), end };
}

/** A quote that is not closed yet reaches to the end: the user is still typing. */
function readQuoted(text: string, start: number): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '"' && (next === '' || /\s/.test(next))) return { value, end: at + 1 };
    if (char === '\\' && (next === '"' || next === '\\')) {
      value += next;
      at += 1;
    } else {
      value += char;
    }
  }
  return { value, end: text.length };
}
