import { fail, ok, type Result } from '../result.ts';

/**
 * The signed content as a template (source: the recipe format of the scheme catalogue). Tokens:
 *
 * `{body}` the raw body · `{ts}` the timestamp's raw text · `{h:name}` a header · `{sig:field}` a field of the signature
 * header · `{url}` the full public URL · `{path}` the target's path · `{method}` · `{secret}` the decoded secret ·
 * `{form:name}` a form field · `{form*}` all form fields, sorted, values de-duplicated, names and values joined ·
 * `{json:path}` a value of the JSON body (`data.0.id`) · `{q:name}` a query parameter · `{body.json}` the body parsed and
 * serialised again. `{h?:name|before|after}`, `{q?:name|before|after|l}`, `{json?:…}`: left out with its surroundings
 * when absent; `l` writes it in lower case.
 */
export type TemplateToken =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'body' | 'body-json' | 'timestamp' | 'url' | 'path' | 'method' | 'secret' | 'form-sorted' }
  | { readonly kind: 'field'; readonly name: string }
  | {
      readonly kind: 'header' | 'query' | 'json' | 'form';
      readonly name: string;
      readonly optional: boolean;
      readonly before: string;
      readonly after: string;
      readonly lowerCase: boolean;
    };

export type Template = readonly TemplateToken[];

const plain: Readonly<Record<string, TemplateToken>> = {
  body: { kind: 'body' },
  'body.json': { kind: 'body-json' },
  ts: { kind: 'timestamp' },
  url: { kind: 'url' },
  path: { kind: 'path' },
  method: { kind: 'method' },
  secret: { kind: 'secret' },
  'form*': { kind: 'form-sorted' },
};

const named = { h: 'header', q: 'query', json: 'json', form: 'form' } as const;

/** The failure is a clause for after the word "signed": "has a “{” without its “}”". */
export function parseTemplate(text: string): Result<Template, string> {
  const tokens: TemplateToken[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    const literal = text.slice(at, open === -1 ? undefined : open);
    if (literal.includes('}')) return fail('has a “}” without its “{”');
    if (literal !== '') tokens.push({ kind: 'literal', text: literal });
    if (open === -1) break;
    const close = text.indexOf('}', open);
    if (close === -1) return fail('has a “{” without its “}”');
    const token = parseToken(text.slice(open + 1, close));
    if (token === undefined) return fail(`has the unknown token “${text.slice(open, close + 1)}”`);
    tokens.push(token);
    at = close + 1;
  }
  return tokens.length === 0 ? fail('is empty') : ok(tokens);
}

function parseToken(inside: string): TemplateToken | undefined {
  if (Object.hasOwn(plain, inside)) return plain[inside];
  const parts = /^(h|q|json|form|sig)(\??):([^|{]+)((?:\|[^|]*){0,3})$/.exec(inside);
  if (parts === null) return undefined;
  const [, prefix = '', question, name = '', rest = ''] = parts;
  if (prefix === 'sig') return question === '' && rest === '' ? { kind: 'field', name } : undefined;
  const optional = question === '?';
  if (!optional && rest !== '') return undefined;
  const [, before = '', after = '', flag = ''] = rest.split('|');
  if (flag !== '' && flag !== 'l') return undefined;
  // The expression above admits only these prefixes besides `sig`.
  const kind = named[prefix as keyof typeof named];
  return { kind, name, optional, before, after, lowerCase: flag === 'l' };
}
