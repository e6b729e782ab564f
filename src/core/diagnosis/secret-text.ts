import type { SecretDefect } from './diagnosis.ts';

/** A secret's text without what copying and configuration files put around it. */
export interface BareSecret {
  readonly text: string;
  readonly defect: SecretDefect;
}

const names: Readonly<Record<string, string>> = {
  ' ': 'a space',
  '\t': 'a tab',
  '\n': 'a line feed',
  '\r': 'a carriage return',
  '\u00a0': 'a no-break space',
  '\ufeff': 'a byte-order mark',
  '\u200b': 'a zero-width space',
  '\u200c': 'a zero-width non-joiner',
  '\u200d': 'a zero-width joiner',
  '\u2060': 'a word joiner',
  '"': 'a quotation mark',
  "'": 'an apostrophe',
  '`': 'a backtick',
  '“': 'an opening quotation mark',
  '”': 'a closing quotation mark',
  '‘': 'an opening single quotation mark',
  '’': 'a closing single quotation mark',
};

/** Blanks alone first: a quotation mark may be part of the secret. Empty where nothing stands around it. */
export function bareSecrets(secret: string): readonly BareSecret[] {
  const found: BareSecret[] = [];
  for (const isAround of [isBlank, isBlankOrQuote]) {
    const bare = without(secret, isAround);
    if (bare !== null && !found.some(({ text }) => text === bare.text)) found.push(bare);
  }
  // The escape that a shell or an .env file did not turn into a line break.
  if (secret.endsWith('\\n')) {
    found.push({ text: secret.slice(0, -2), defect: { before: [], after: ['a backslash and an n'], readAs: null } });
  }
  return found;
}

function without(secret: string, isAround: (character: string) => boolean): BareSecret | null {
  let start = 0;
  let end = secret.length;
  while (start < end && isAround(secret.charAt(start))) start++;
  while (end > start && isAround(secret.charAt(end - 1))) end--;
  if (start === end || (start === 0 && end === secret.length)) return null;
  return {
    text: secret.slice(start, end),
    defect: { before: namesOf(secret.slice(0, start)), after: namesOf(secret.slice(end)), readAs: null },
  };
}

function isBlank(character: string): boolean {
  return /^[\s\u200b-\u200d\u2060\ufeff]$/.test(character);
}

function isBlankOrQuote(character: string): boolean {
  return isBlank(character) || /^["'`“”‘’]$/.test(character);
}

/** At most a handful: a secret field may hold a megabyte of blanks. */
function namesOf(text: string): readonly string[] {
  return Array.from(text.slice(0, 8), (character) => names[character] ?? 'white space');
}

/** Prefixes that mark what a text is and are no part of the secret; shown by name, because everybody's secret has them. */
const knownPrefixes = ['v1,whsec_', 'whsec_', 'v1,'];

/** The text behind a prefix, and how the prefix is called: by its text only where that text is no secret. */
export function withoutPrefix(
  secret: string,
  recipePrefixes: readonly string[],
): { readonly text: string; readonly prefix: string } | null {
  for (const prefix of [...knownPrefixes, ...recipePrefixes.filter((one) => !one.includes('{'))]) {
    if (secret.startsWith(prefix) && secret.length > prefix.length)
      return { text: secret.slice(prefix.length), prefix };
  }
  const [marker = ''] = /^[A-Za-z][A-Za-z0-9]{1,15}[_-]/.exec(secret) ?? [];
  return marker === '' || marker.length === secret.length
    ? null
    : { text: secret.slice(marker.length), prefix: 'the prefix' };
}
