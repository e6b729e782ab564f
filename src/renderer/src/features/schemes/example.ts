import { base64Of, hexOf, lossyUtf8Text, utf8Bytes } from '../../../../core/bytes.ts';
import { firstHeader, type HeaderList } from '../../../../core/http/headers.ts';
import { type Plan, planOf } from '../../../../core/signature/plan.ts';
import type { Recipe } from '../../../../core/signature/recipe.ts';
import type { SignedRequest } from '../../../../core/signature/request-parts.ts';
import { userScheme } from '../../../../core/signature/schemes/generic-hmac.ts';
import { sign } from '../../../../core/signature/sign.ts';
import { formatSignature } from '../../../../core/signature/signature-field.ts';
import type { Template } from '../../../../core/signature/template.ts';
import { formatTimestamp } from '../../../../core/signature/timestamp.ts';
import { onWebCrypto } from './web-crypto.ts';

/** A request as the sender would make it, to hold against the sender's documents. */
export interface Example {
  /** The whole request as text, its lines ending in a line feed. */
  readonly text: string;
  /** The field that carries the signature: a header line, or name and value in the body. */
  readonly line: string;
  /** The secret it was signed with; null: the signature is only described, since none can be made here. */
  readonly secret: string | null;
}

/** Resolves with a really signed request wherever HMACs, hashes or tokens make one. The recipe is valid. */
export async function exampleOf(recipe: Recipe, nowMs: number): Promise<Example> {
  const scheme = userScheme(recipe);
  if (!scheme.ok) throw new TypeError(`not a recipe: ${scheme.failure.join('; ')}`);
  const [name = recipe.signature.names[0] ?? ''] = scheme.value.mechanism.signatureHeaders;
  const plan = planOf(recipe, {});
  const described = describedSignature(plan, nowMs);
  const request = exampleRequest(plan, nowMs, described);
  const line = `${name}: ${described}`;
  if (recipe.signature.in !== 'header') return { text: textOf(request), line, secret: null };
  if (recipe.algorithm !== 'ed25519') {
    const secret = exampleSecret(recipe);
    const signed = await onWebCrypto((crypto) => sign(scheme.value, request, secret, nowMs, crypto));
    if (signed.ok) {
      const { headers, body } = signed.value;
      const value = firstHeader(headers, name) ?? '';
      return { text: textOf({ ...request, headers, body }), line: `${name}: ${value}`, secret };
    }
  }
  const { timestamp } = recipe;
  const stamp: HeaderList =
    timestamp?.in === 'header' ? [[timestamp.name, formatTimestamp(nowMs, timestamp.unit)]] : [];
  const headers = [...request.headers, ...stamp, [name, described] as const];
  return { text: textOf({ ...request, headers }), line, secret: null };
}

function textOf({ method, target, headers, body }: SignedRequest): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${target} HTTP/1.1`, ...lines, '', lossyUtf8Text(body)].join('\n');
}

/** As the user would paste it: what is taken off it is on it, and it decodes to the same words each time. */
function exampleSecret({ algorithm, secret }: Recipe): string {
  const words = algorithm === 'basic' ? 'user:password' : 'test-secret';
  const encode = { utf8: () => words, hex: () => hexOf(utf8Bytes(words)), base64: () => base64Of(utf8Bytes(words)) };
  return (secret?.strip?.[0] ?? '').replace('{word}', 'test') + encode[secret?.encoding ?? 'utf8']();
}

/** The signature's field with its form in place of the digits: `t=1700000000,v1=‹64 hex digits›`. */
function describedSignature({ recipe, template, algorithm }: Plan, nowMs: number): string {
  const { signature, timestamp } = recipe;
  const fields: [string, string][] = [];
  if (timestamp?.in === 'signature') fields.push([timestamp.name, formatTimestamp(nowMs, timestamp.unit)]);
  for (const token of template) if (token.kind === 'field') fields.push([token.name, '‹text›']);
  return formatSignature(signature, fields, `‹${describedForm(algorithm.form, signature.encoding)}›`);
}

function describedForm(form: Plan['algorithm']['form'], encoding: Recipe['signature']['encoding']): string {
  if (typeof form !== 'number') return 'the secret';
  if (encoding === 'hex') return `${2 * form} hex digits`;
  return `${encoding === 'base64' ? 4 * Math.ceil(form / 3) : Math.ceil((4 * form) / 3)} ${encoding} characters`;
}

/** Has every part that the recipe reads or signs. Signing adds the timestamp, the ids and the signature where they are headers. */
function exampleRequest({ recipe, template }: Plan, nowMs: number, described: string): SignedRequest {
  const { signature, timestamp } = recipe;
  const isForm = signature.in === 'form' || template.some(({ kind }) => kind === 'form' || kind === 'form-sorted');
  const values = valuesOf(template, isForm ? 'form' : 'json');
  if (timestamp?.in === 'json' && !isForm) values.push([timestamp.name, formatTimestamp(nowMs, timestamp.unit)]);
  if (signature.in !== 'header') values.push([signature.names[0] ?? '', described]);
  const query = valuesOf(template, 'query').map(([name, value]) => `${encodeURIComponent(name)}=${value}`);
  const target = `/webhooks${query.length === 0 ? '' : `?${query.join('&')}`}`;
  return {
    method: 'POST',
    target,
    url: `https://hooks.example.com${target}`,
    headers: [
      ['Host', 'hooks.example.com'],
      ['Content-Type', isForm ? 'application/x-www-form-urlencoded' : 'application/json'],
    ],
    body: utf8Bytes(isForm ? formBody(values) : jsonBody(values)),
  };
}

function valuesOf(template: Template, kind: 'form' | 'json' | 'query'): [string, string][] {
  return template.flatMap((token): [string, string][] =>
    token.kind === kind && !token.optional ? [[token.name, 'example']] : [],
  );
}

function formBody(values: readonly (readonly [string, string])[]): string {
  return [['event', 'order.paid'] as const, ...values]
    .map(([name, value]) => `${encodeURIComponent(name)}=${value}`)
    .join('&');
}

/** Values at dotted paths; a number in a path becomes a key, which reads the same. */
function jsonBody(values: readonly (readonly [string, string])[]): string {
  const root: Record<string, unknown> = { event: 'order.paid', id: 'evt_42' };
  for (const [path, value] of values) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let at = root;
    for (const key of keys) {
      const next: unknown = Object.hasOwn(at, key) ? at[key] : undefined;
      // An object made by an earlier path, or by this line.
      const inside = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
      at[key] = inside;
      at = inside;
    }
    at[last] = value;
  }
  return JSON.stringify(root);
}
