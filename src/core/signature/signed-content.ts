import { latin1Bytes, utf8Bytes } from '../bytes.ts';
import { pathOfTarget } from '../http/message.ts';
import { sortedForm } from './form.ts';
import type { RequestParts } from './request-parts.ts';
import type { Problem, SignatureReading } from './signature-field.ts';
import { trimBlanks } from './signature-field.ts';
import type { Template, TemplateToken } from './template.ts';
import type { SignedPart } from './verdict.ts';

/** One piece of the signed content. The bytes of `secret` pieces are filled in when a key is at hand. */
export interface ContentPart {
  readonly role: SignedPart['role'];
  readonly name: string | null;
  readonly bytes: Uint8Array;
}

export interface ContentContext {
  readonly parts: RequestParts;
  readonly signature: SignatureReading;
  /** The timestamp's raw text; null when there is none. */
  readonly timestamp: string | null;
  /** The URL to sign; null when it is not known. */
  readonly url: string | null;
  /** Text that must not stand in a header of the signed content, by the header's name in the template. */
  readonly forbidden: Readonly<Record<string, string>>;
}

const NOTHING = new Uint8Array(0);

/** Every piece that could be made, and the first problem met. The pieces are whole only without a problem. */
export function renderContent(
  template: Template,
  context: ContentContext,
): { readonly content: readonly ContentPart[]; readonly problem: Problem | null } {
  const content: ContentPart[] = [];
  let problem: Problem | null = null;
  for (const token of template) {
    const rendered = renderToken(token, context);
    if ('reason' in rendered) problem ??= rendered;
    else content.push(...rendered);
  }
  return { content, problem };
}

function renderToken(token: TemplateToken, context: ContentContext): readonly ContentPart[] | Problem {
  const { parts, signature } = context;
  const { request } = parts;
  switch (token.kind) {
    case 'literal':
      return literalOf(token);
    case 'body':
      return [{ role: 'body', name: null, bytes: request.body }];
    case 'body-json': {
      const text = serialised(parts.jsonBody());
      return text === undefined ? missing('a JSON body') : [{ role: 'body', name: null, bytes: utf8Bytes(text) }];
    }
    case 'timestamp':
      return context.timestamp === null
        ? { reason: 'missing-timestamp', detail: null }
        : [{ role: 'timestamp', name: null, bytes: latin1Bytes(context.timestamp) }];
    case 'url':
      return context.url === null
        ? { reason: 'no-public-url', detail: null }
        : [{ role: 'url', name: null, bytes: utf8Bytes(context.url) }];
    case 'path':
      return [{ role: 'path', name: null, bytes: latin1Bytes(pathOfTarget(request.target)) }];
    case 'method':
      return [{ role: 'method', name: null, bytes: latin1Bytes(request.method) }];
    case 'secret':
      return [{ role: 'secret', name: null, bytes: NOTHING }];
    case 'form-sorted': {
      const form = parts.form();
      return form === null
        ? missing('a form of a usual size')
        : [{ role: 'form', name: null, bytes: sortedForm(form) }];
    }
    case 'field': {
      const values = signature.fields.get(token.name) ?? [];
      const [value] = values;
      if (value === undefined) return missing(token.name);
      if (values.length > 1) return { reason: 'duplicate-part', detail: token.name };
      return [{ role: 'field', name: token.name, bytes: latin1Bytes(value) }];
    }
    case 'header':
    case 'query':
    case 'form':
    case 'json':
      return renderNamed(token, context);
  }
}

function renderNamed(
  token: Extract<TemplateToken, { kind: 'header' | 'query' | 'form' | 'json' }>,
  context: ContentContext,
) {
  const values = valuesOf(token, context.parts);
  const [first] = values;
  if (first === undefined) return token.optional ? [] : missing(token.name);
  if (values.some((value) => value !== first)) return { reason: 'duplicate-part', detail: token.name } as const;
  const value = token.lowerCase ? first.toLowerCase() : first;
  if (token.kind === 'header') {
    if (value === '' && !token.optional) return missing(token.name);
    const { forbidden } = context;
    const separator = Object.hasOwn(forbidden, token.name) ? forbidden[token.name] : undefined;
    if (separator !== undefined && value.includes(separator)) {
      return { reason: 'malformed-part', detail: token.name } as const;
    }
  }
  const role = token.kind === 'header' ? 'header' : token.kind === 'form' ? 'form' : 'field';
  // Headers, forms and queries are byte strings here; JSON is text.
  const bytes = token.kind === 'json' ? utf8Bytes(value) : latin1Bytes(value);
  const around = (text: string) => (text === '' ? [] : [literal(text)]);
  return [...around(token.before), { role, name: token.name, bytes } as const, ...around(token.after)];
}

function valuesOf(token: Extract<TemplateToken, { name: string }>, parts: RequestParts): readonly string[] {
  switch (token.kind) {
    case 'header':
      return parts.header(token.name).map(trimBlanks);
    case 'query':
      return parts.query(token.name);
    case 'form':
      return (parts.form() ?? []).filter(([name]) => name === token.name).map(([, value]) => value);
    case 'json': {
      const value = parts.json(token.name);
      return value === undefined ? [] : [value];
    }
    case 'field':
      return [];
  }
}

/** A template's own text is encoded once, not for every request. */
const literals = new WeakMap<TemplateToken, readonly ContentPart[]>();

function literalOf(token: Extract<TemplateToken, { kind: 'literal' }>): readonly ContentPart[] {
  const known = literals.get(token);
  if (known !== undefined) return known;
  const parts = [literal(token.text)];
  literals.set(token, parts);
  return parts;
}

function literal(text: string): ContentPart {
  return { role: 'literal', name: null, bytes: utf8Bytes(text) };
}

function missing(what: string): Problem {
  return { reason: 'missing-part', detail: what };
}

function serialised(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  try {
    return JSON.stringify(value);
  } catch (error) {
    // JSON nested deeper than the stack parses but does not serialise; to the sender it is as if there were none.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
