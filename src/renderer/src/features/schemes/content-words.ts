import type { Template, TemplateToken } from '../../../../core/signature/template.ts';

/** One token to put into a template, and what it stands for. */
export interface TokenHelp {
  readonly text: string;
  readonly meaning: string;
  /** The part to replace with a name of the sender's. */
  readonly fill?: string;
}

/** The usual ones first; the screen shows only these until asked for more. */
export const usualTokens: readonly TokenHelp[] = [
  { text: '{body}', meaning: 'the raw body, byte for byte' },
  { text: '{ts}', meaning: 'the timestamp, as sent' },
  { text: '{method}', meaning: 'POST, PUT, …' },
  { text: '{url}', meaning: 'the full public URL' },
  { text: '{path}', meaning: 'the path, without the query' },
  { text: '{h:name}', meaning: 'a header', fill: 'name' },
];

export const rareTokens: readonly TokenHelp[] = [
  { text: '{sig:name}', meaning: 'another item of the signature’s list', fill: 'name' },
  { text: '{q:name}', meaning: 'a query parameter', fill: 'name' },
  { text: '{json:path}', meaning: 'a value in the JSON body (data.0.id)', fill: 'path' },
  { text: '{form:name}', meaning: 'a field of the form body', fill: 'name' },
  { text: '{form*}', meaning: 'all form fields, sorted and joined' },
  { text: '{body.json}', meaning: 'the body parsed and written again, compact' },
  { text: '{secret}', meaning: 'the secret itself, for plain hashes' },
  { text: '{h?:name}', meaning: 'a header, left out when absent', fill: 'name' },
];

/** The signed content in words: "the timestamp, a dot, the body". */
export function contentWords(template: Template): string {
  return template.map(tokenWords).join(', ');
}

const plain = {
  body: 'the body',
  'body-json': 'the body’s JSON, compact',
  timestamp: 'the timestamp',
  url: 'the public URL',
  path: 'the path',
  method: 'the method',
  secret: 'the secret',
  'form-sorted': 'all form fields, sorted',
} as const;

function tokenWords(token: TemplateToken): string {
  switch (token.kind) {
    case 'literal':
      return literalWords(token.text);
    case 'field':
      return `the item “${token.name}” of the signature`;
    case 'header':
    case 'query':
    case 'json':
    case 'form': {
      const what = `${named[token.kind]} “${token.name}”${token.lowerCase ? ' in lower case' : ''}`;
      if (!token.optional) return what;
      const around = [token.before, what, token.after].filter((part) => part !== '');
      return `${around.map((part) => (part === what ? part : literalWords(part))).join(' with ')} if it is there`;
    }
    default:
      return plain[token.kind];
  }
}

const named = {
  header: 'the header',
  query: 'the query parameter',
  json: 'the JSON value',
  form: 'the form field',
} as const;

const signs: Readonly<Record<string, string>> = {
  '.': 'a dot',
  ':': 'a colon',
  ',': 'a comma',
  ';': 'a semicolon',
  '|': 'a bar',
  '-': 'a hyphen',
  _: 'an underscore',
  '/': 'a slash',
  '&': 'an ampersand',
  '=': 'an equals sign',
  '+': 'a plus sign',
  '\n': 'a line break',
  ' ': 'a space',
};

function literalWords(text: string): string {
  return signs[text] ?? `“${text.replaceAll('\n', '⏎')}”`;
}
