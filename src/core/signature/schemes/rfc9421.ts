import { base64Of, bytesFromBase64 } from '../../bytes.ts';
import { fail, ok, type Result } from '../../result.ts';
import { keysFor, kindsOf } from '../asymmetric-keys.ts';
import { type Attempt, codeMechanism } from '../code-mechanism.ts';
import { codeScheme } from '../code-scheme.ts';
import type { AsymmetricKey, CryptoPort } from '../crypto-port.ts';
import { keyOf } from '../key.ts';
import { signatureBase } from '../message-components.ts';
import { placeHeader } from '../recipe-sign.ts';
import { type RequestParts, requestParts } from '../request-parts.ts';
import { type Problem, trimBlanks } from '../signature-field.ts';
import type { ContentPart } from '../signed-content.ts';
import { type Member, parseDictionary } from '../structured-fields.ts';
import type { TimestampEvidence } from '../verdict.ts';

const SIGNATURE = 'Signature';
const INPUT = 'Signature-Input';
const DIGEST = 'Content-Digest';
const WINDOW_SECONDS = 300;
/** A message is signed by its sender and perhaps a proxy or two. */
const MAX_LABELS = 10;

/** Section 3.3. Which of them may count is decided by the key that is pasted; the message's `alg` may only agree. */
const pairs = {
  'rsa-pss-sha512': 'rsa-pss-sha512',
  'rsa-v1_5-sha256': 'rsa-sha256',
  'ecdsa-p256-sha256': 'ecdsa-sha256-raw',
  'ecdsa-p384-sha384': 'ecdsa-sha384-raw',
  ed25519: 'ed25519',
} as const;
const MAC = 'hmac-sha256';
const names = Object.keys(pairs).filter((name): name is keyof typeof pairs => Object.hasOwn(pairs, name));

type Key =
  | { readonly kind: 'mac'; readonly secrets: readonly Uint8Array[] }
  | { readonly kind: 'pair'; readonly keys: readonly AsymmetricKey[] };

interface Labelled {
  readonly label: string;
  readonly member: Member;
  readonly signature: Uint8Array;
  readonly content: readonly ContentPart[];
  readonly problem: Problem | null;
  readonly objection: Problem | null;
}

export const rfc9421 = codeScheme({
  id: 'rfc9421',
  name: 'HTTP Message Signatures (RFC 9421)',
  docs: 'https://www.rfc-editor.org/rfc/rfc9421',
  secretHint:
    'A public key (PEM, JWK, JWK set; Ed25519 also as hex or base64), a private key, which signs too, or a shared secret as text. “text:” or “base64:” before it says that it is a shared secret.',
  notes: [
    'A body counts as signed only where Content-Digest is covered and is the digest of the body; without that the request fails.',
    'The signature must say when it was created (300 s either way) or when it expires.',
    'Signatures of the older draft-cavage format (keyId=…,headers=…) are another scheme.',
  ],
  headers: [DIGEST],
  signsUrl: true,
  mechanism: codeMechanism<Key>({
    strength: 'full',
    signatureHeaders: [SIGNATURE, INPUT],
    load,
    read(parts, nowMs, crypto) {
      const value = fieldOf(parts, SIGNATURE);
      const { labelled, problem } = labelledOf(parts, nowMs, crypto);
      const usable = labelled.filter((one) => one.problem === null);
      const shown = usable[0] ?? labelled[0];
      return {
        source: value === null ? null : { name: SIGNATURE, value },
        received: labelled.map(({ signature }) => base64Of(signature)),
        content: shown?.content ?? [],
        url: parts.request.url,
        timestamp: shown === undefined ? null : timestampOf(shown.member, nowMs),
        problem: problem ?? (usable.length === 0 ? (shown?.problem ?? null) : null),
        objection: null,
        attempt: (key) => bestAttempt(usable.map((one) => attempt(one, key, crypto))),
      };
    },
    sign(request, secret, nowMs, crypto) {
      const key = load(secret, crypto);
      if (!key.ok) return fail({ kind: 'secret', problem: key.failure });
      const signer = signerOf(key.value, crypto);
      if (signer === null) {
        return fail({ kind: 'secret', problem: 'it is a public key, which verifies but cannot sign' });
      }
      const digest = base64Of(crypto.hash('sha256', [request.body]));
      const headers =
        request.body.length === 0
          ? request.headers.filter(([name]) => name.toLowerCase() !== DIGEST.toLowerCase())
          : placeHeader(request.headers, DIGEST, `sha-256=:${digest}:`);
      const parts = requestParts({ ...request, headers });
      const { label, components } = componentsToSign(parts);
      const keyId = signer.keyId === null ? '' : `;keyid="${signer.keyId}"`;
      const input = `(${components.join(' ')});created=${Math.floor(nowMs / 1000)}${keyId};alg="${signer.algorithm}"`;
      const member = parseDictionary(`${label}=${input}`)?.get(label);
      const base = member === undefined ? null : signatureBase(member, parts);
      if (base === null || base.problem !== null) {
        const part = base?.problem?.reason === 'no-public-url' ? 'the public URL' : (base?.problem?.detail ?? 'a part');
        return fail({ kind: 'missing', part });
      }
      const signature = base64Of(signer.sign(base.content.map(({ bytes }) => bytes)));
      const signed = placeHeader(headers, INPUT, `${label}=${input}`);
      return ok({ headers: placeHeader(signed, SIGNATURE, `${label}=:${signature}:`) });
    },
  }),
  detect: [[{ header: 'signature-input' }, { header: 'signature' }]],
});

/** Several lines of a list field are one (RFC 9110, section 5.3). */
function fieldOf(parts: RequestParts, name: string): string | null {
  const values = parts.header(name).map(trimBlanks);
  return values.length === 0 ? null : values.join(', ');
}

function labelledOf(parts: RequestParts, nowMs: number, crypto: CryptoPort) {
  const none = (reason: Problem['reason'], detail: string) => ({ labelled: [], problem: { reason, detail } });
  const [value, input] = [fieldOf(parts, SIGNATURE), fieldOf(parts, INPUT)];
  if (value === null) return none('missing-signature', SIGNATURE);
  if (value === '') return none('empty-signature', SIGNATURE);
  if (input === null || input === '') return none('missing-part', INPUT);
  const [signatures, inputs] = [parseDictionary(value), parseDictionary(input)];
  if (signatures === null) return none('malformed-signature', SIGNATURE);
  if (inputs === null) return none('malformed-signature', INPUT);
  const labelled: Labelled[] = [];
  for (const [label, member] of inputs) {
    const signature = signatures.get(label)?.item;
    if (member.list === null || signature?.kind !== 'bytes' || labelled.length === MAX_LABELS) continue;
    const base = signatureBase(member, parts);
    labelled.push({
      label,
      member,
      signature: signature.bytes,
      content: base.content,
      problem: base.problem ?? policyProblem(member, parts),
      objection: digestObjection(member, parts, crypto) ?? windowObjection(member, nowMs),
    });
  }
  return labelled.length === 0 ? none('malformed-signature', SIGNATURE) : { labelled, problem: null };
}

/** What a signature has to cover and say to be worth anything (section 3.2.1 leaves that to the application). */
function policyProblem(member: Member, { request }: RequestParts): Problem | null {
  if (request.body.length > 0 && !covers(member, DIGEST))
    return { reason: 'missing-part', detail: `${DIGEST} in ${INPUT}` };
  if ((member.list ?? []).length === 0) return { reason: 'missing-part', detail: `a component in ${INPUT}` };
  for (const name of ['created', 'expires']) {
    if (member.parameters.has(name) && seconds(member, name) === null) {
      return { reason: 'malformed-timestamp', detail: name };
    }
  }
  const timed = seconds(member, 'created') !== null || seconds(member, 'expires') !== null;
  return timed ? null : { reason: 'missing-timestamp', detail: 'created' };
}

function covers(member: Member, name: string): boolean {
  return (member.list ?? []).some(
    ({ bare, parameters }) => bare.kind === 'string' && bare.text === name.toLowerCase() && parameters.size === 0,
  );
}

function seconds(member: Member, name: string): number | null {
  const item = member.parameters.get(name);
  return item?.kind === 'number' && Number.isInteger(item.value) && item.value >= 0 ? item.value : null;
}

/** RFC 9530: every digest of a known algorithm has to be the body's, and there has to be one. */
function digestObjection(member: Member, parts: RequestParts, crypto: CryptoPort): Problem | null {
  if (!covers(member, DIGEST)) return null;
  const digests = parseDictionary(fieldOf(parts, DIGEST) ?? '');
  let known = 0;
  for (const [name, algorithm] of [['sha-256', 'sha256'] as const, ['sha-512', 'sha512'] as const]) {
    const item = digests?.get(name)?.item;
    if (item === undefined) continue;
    known++;
    const right = crypto.hash(algorithm, [parts.request.body]);
    if (item?.kind !== 'bytes' || !crypto.sameBytes(right, item.bytes)) {
      return { reason: 'claim-mismatch', detail: DIGEST };
    }
  }
  return known === 0 ? { reason: 'claim-mismatch', detail: DIGEST } : null;
}

function windowObjection(member: Member, nowMs: number): Problem | null {
  const now = Math.floor(nowMs / 1000);
  const [created, expires] = [seconds(member, 'created'), seconds(member, 'expires')];
  if (created !== null && now - created > WINDOW_SECONDS)
    return { reason: 'stale-timestamp', detail: String(now - created) };
  if (created !== null && created - now > WINDOW_SECONDS)
    return { reason: 'future-timestamp', detail: String(created - now) };
  if (expires !== null && now > expires)
    return { reason: 'stale-timestamp', detail: String(now - (created ?? expires)) };
  return null;
}

function timestampOf(member: Member, nowMs: number): TimestampEvidence | null {
  const source = ['created', 'expires'].find((name) => seconds(member, name) !== null);
  if (source === undefined) return null;
  const at = seconds(member, source) ?? 0;
  return {
    source,
    raw: String(at),
    atMs: at * 1000,
    ageSeconds: Math.floor(nowMs / 1000) - at,
    toleranceSeconds: source === 'created' ? WINDOW_SECONDS : null,
    covered: true,
  };
}

function text(member: Member, name: string): string | null {
  const item = member.parameters.get(name);
  return item?.kind === 'string' ? item.text : null;
}

function attempt({ member, signature, content, objection }: Labelled, key: Key, crypto: CryptoPort): Attempt | null {
  const signed = content.map(({ bytes }) => bytes);
  const named = member.parameters.has('alg') ? text(member, 'alg') : undefined;
  if (key.kind === 'mac') {
    const values = key.secrets.map((secret) => crypto.hmac('sha256', secret, signed));
    const matches = (named === undefined || named === MAC) && values.some((one) => crypto.sameBytes(one, signature));
    return { matches, expected: values[0] === undefined ? null : base64Of(values[0]), objection, content };
  }
  const keyId = text(member, 'keyid');
  const own = key.keys.filter(({ id }) => id !== null && id === keyId);
  if (own.length === 0 && key.keys.length > 1 && keyId !== null && key.keys.every(({ id }) => id !== null)) return null;
  const tried = own.length > 0 ? own : key.keys;
  const matches = names.some(
    (name) =>
      (named === undefined || named === name) && tried.some((one) => one.verify(pairs[name], signed, signature)),
  );
  return { matches, expected: null, objection, content };
}

function bestAttempt(attempts: readonly (Attempt | null)[]): Attempt | null {
  const matching = attempts.filter((one) => one?.matches);
  return matching.find((one) => !one?.objection) ?? matching[0] ?? attempts.find((one) => one !== null) ?? null;
}

const BASE64 = 'base64:';
const TEXT = 'text:';

function load(secret: string, crypto: CryptoPort): Result<Key, string> {
  if (secret.startsWith(TEXT)) return macKey(secret.slice(TEXT.length), 'utf8', crypto);
  if (secret.startsWith(BASE64)) return macKey(secret.slice(BASE64.length), 'base64', crypto);
  const keys = new Set<AsymmetricKey>();
  for (const name of names) {
    const found = keysFor(pairs[name], secret, crypto);
    for (const key of found.ok ? found.value : []) keys.add(key);
  }
  // What may be a public key is never taken for a shared secret: everybody may know it and sign with it.
  if (keys.size > 0) return ok({ kind: 'pair', keys: [...keys] });
  if (/-----BEGIN |^\s*\{/.test(secret)) return fail('it holds no RSA, EC or Ed25519 key');
  return macKey(secret, 'utf8', crypto);
}

function macKey(secret: string, encoding: 'utf8' | 'base64', crypto: CryptoPort): Result<Key, string> {
  const plain = keyOf({ encoding }, secret, crypto);
  if (!plain.ok) return plain;
  // Shared secrets are often shown in base64 without saying so; both readings need the same knowledge.
  const decoded = encoding === 'utf8' ? bytesFromBase64(secret) : undefined;
  return ok({
    kind: 'mac',
    secrets: decoded !== undefined && decoded.length >= 16 ? [plain.value, decoded] : [plain.value],
  });
}

interface Signer {
  readonly algorithm: string;
  readonly keyId: string | null;
  sign(content: readonly Uint8Array[]): Uint8Array;
}

function signerOf(key: Key, crypto: CryptoPort): Signer | null {
  if (key.kind === 'mac') {
    const [secret] = key.secrets;
    if (secret === undefined) return null;
    return { algorithm: MAC, keyId: null, sign: (content) => crypto.hmac('sha256', secret, content) };
  }
  for (const name of names) {
    const own = key.keys.find(({ kind, sign }) => sign !== null && kindsOf(pairs[name]).includes(kind));
    const sign = own?.sign ?? null;
    if (own === undefined || sign === null) continue;
    const keyId = own.id !== null && /^[ !#-[\]-~]*$/.test(own.id) ? own.id : null;
    return { algorithm: name, keyId, sign: (content) => sign(pairs[name], content) };
  }
  return null;
}

/** What the old signature covered where it can be covered again, and in any case what the policy wants. */
function componentsToSign(parts: RequestParts): { readonly label: string; readonly components: readonly string[] } {
  const usual = ['"@method"', '"@authority"', '"@path"', '"@query"'];
  const digest = parts.request.body.length === 0 ? [] : [`"${DIGEST.toLowerCase()}"`];
  const inputs = parseDictionary(fieldOf(parts, INPUT) ?? '');
  for (const [label, member] of inputs ?? []) {
    const old = (member.list ?? []).map(({ raw }) => raw);
    if (old.length === 0 || signatureBase(member, parts).problem !== null) continue;
    return { label, components: [...old, ...(covers(member, DIGEST) ? [] : digest)] };
  }
  const type = parts.header('content-type').length === 0 ? [] : ['"content-type"'];
  return { label: 'sig1', components: [...usual, ...type, ...digest] };
}
