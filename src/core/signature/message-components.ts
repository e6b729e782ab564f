import { base64Of, latin1Bytes, latin1Text, utf8Bytes } from '../bytes.ts';
import { pathOfTarget, queryOfTarget } from '../http/message.ts';
import { parseQuery } from './form.ts';
import type { RequestParts } from './request-parts.ts';
import { type Problem, trimBlanks } from './signature-field.ts';
import type { ContentPart } from './signed-content.ts';
import { type Item, type Member, parseDictionary } from './structured-fields.ts';

export interface SignatureBase {
  readonly content: readonly ContentPart[];
  readonly problem: Problem | null;
}

/** The signature base of RFC 9421, section 2.5: a line for each covered component and one for the parameters. */
export function signatureBase(member: Member, parts: RequestParts): SignatureBase {
  const content: ContentPart[] = [];
  const seen = new Set<string>();
  for (const item of member.list ?? []) {
    if (item.bare.kind !== 'string') return failed('malformed-signature', 'Signature-Input');
    const name = item.bare.text;
    // Section 2.5: a component covered twice is an error.
    if (seen.has(item.raw)) return failed('malformed-signature', 'Signature-Input');
    seen.add(item.raw);
    const value = componentValue(name, item, parts);
    if (typeof value !== 'string') return { content: [], problem: value };
    const role = name === '@method' ? 'method' : name === '@path' ? 'path' : name.startsWith('@') ? 'url' : 'header';
    content.push(literal(`${item.raw}: `), { role, name, bytes: latin1Bytes(value) }, literal('\n'));
  }
  content.push(literal('"@signature-params": '), {
    role: 'field',
    name: 'signature parameters',
    bytes: latin1Bytes(member.raw),
  });
  return { content, problem: null };
}

function literal(text: string): ContentPart {
  return { role: 'literal', name: null, bytes: latin1Bytes(text) };
}

function failed(reason: Problem['reason'], detail: string): SignatureBase {
  return { content: [], problem: { reason, detail } };
}

/** A byte string, or why there is none (section 2.1 and 2.2). */
function componentValue(name: string, item: Item, parts: RequestParts): string | Problem {
  const { request } = parts;
  const unsupported: Problem = { reason: 'missing-part', detail: item.raw };
  if (!name.startsWith('@')) return fieldValue(name, item, parts) ?? unsupported;
  if (name !== '@query-param' && item.parameters.size > 0) return unsupported;
  const url = request.url === null ? null : latin1Text(utf8Bytes(request.url));
  const noUrl: Problem = { reason: 'no-public-url', detail: null };
  switch (name) {
    case '@method':
      return request.method;
    case '@request-target':
      return request.target;
    case '@path':
      return pathOfTarget(url ?? request.target) || '/';
    case '@query':
      return `?${queryOfTarget(url ?? request.target)}`;
    case '@query-param':
      return queryParameter(item, queryOfTarget(url ?? request.target)) ?? unsupported;
    case '@target-uri':
      return url ?? noUrl;
    case '@scheme':
      return url === null ? noUrl : (/^[^:]*/.exec(url)?.[0] ?? '').toLowerCase();
    case '@authority': {
      const authority = url === null ? parts.header('host')[0] : /^[^:]*:\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(url)?.[1];
      if (authority === undefined) return noUrl;
      const isHttp = url !== null && /^http:/i.test(url);
      return authority.toLowerCase().replace(isHttp ? /:80$/ : /:443$/, '');
    }
    default:
      return unsupported;
  }
}

/** undefined: the field is not there, or a parameter asks for a form that is not made here (`sf`, `tr`, `req`). */
function fieldValue(name: string, { parameters }: Item, parts: RequestParts): string | undefined {
  const values = parts.header(name).map((value) => trimBlanks(value.replace(/\s*\r?\n[ \t]+/g, ' ')));
  if (values.length === 0 || name !== name.toLowerCase()) return undefined;
  const [only] = parameters;
  if (only === undefined) return values.join(', ');
  if (parameters.size > 1) return undefined;
  const [parameter, setting] = only;
  if (parameter === 'bs') return values.map((value) => `:${base64Of(latin1Bytes(value))}:`).join(', ');
  if (parameter !== 'key' || setting.kind !== 'string') return undefined;
  return parseDictionary(values.join(', '))?.get(setting.text)?.raw;
}

/** Section 2.2.8: parsed as a form and escaped again; a name that is there twice cannot be signed. */
function queryParameter({ parameters }: Item, query: string): string | undefined {
  const wanted = parameters.get('name');
  if (wanted?.kind !== 'string' || parameters.size > 1) return undefined;
  const found = (parseQuery(query) ?? []).filter(([name]) => escaped(name) === wanted.text);
  return found.length === 1 ? escaped(found[0]?.[1] ?? '') : undefined;
}

/** The percent-encode set of forms (URL Standard, section 1.3), spaces as `%20`. */
function escaped(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9*\-._]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
