import type { Template, TemplateToken } from './template.ts';

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

/** A separator by its name, any other text in quotation marks. */
export function literalWords(text: string): string {
  return signs[text] ?? `“${text.replaceAll('\n', '⏎')}”`;
}
