import { base64Of, bytesFromBase64 } from '../../bytes.ts';
import { fail, ok, type Result } from '../../result.ts';
import { keysFor, kindsOf } from '../asymmetric-keys.ts';
import { type Attempt, codeMechanism } from '../code-mechanism.ts';
import { codeScheme } from '../code-scheme.ts';
import type { AsymmetricKey, CryptoPort } from '../crypto-port.ts';
import { withIdentifier } from '../identified-secret.ts';
import { keyOf } from '../key.ts';
import { signatureBase } from '../message-components.ts';
import {
  covers,
  DIGEST,
  digestObjection,
  fieldOf,
  INPUT,
  policyProblem,
  textParameter,
  timestampOf,
  uncovered,
  windowObjection,
} from '../message-policy.ts';
import { placeHeader } from '../recipe-sign.ts';
import { type RequestParts, requestParts } from '../request-parts.ts';
import type { Problem } from '../signature-field.ts';
import type { ContentPart } from '../signed-content.ts';
import { type Member, parseDictionary } from '../structured-fields.ts';

const SIGNATURE = 'Signature';
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

type PlainKey =
  | { readonly kind: 'mac'; readonly secrets: readonly Uint8Array[] }
  | { readonly kind: 'pair'; readonly keys: readonly AsymmetricKey[] };
type Key = PlainKey & {
  /** Components that have to be covered, as they stand in Signature-Input. */
  readonly required: readonly string[];
};

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
  timestampIn: 'created in the header Signature-Input',
  secretHint:
    'A public key (PEM, JWK, JWK set; Ed25519 also as hex or base64), a private key, which signs too, or a shared secret as text. “text:” or “base64:” before it says that it is a shared secret.',
  notes: [
    'The sender chooses what is signed: the body only is where Content-Digest is covered. A list on a line before the secret, as ("@method" "content-digest"), names what has to be.',
    'A Content-Digest that is not the body’s fails, covered or not.',
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
      problem: base.problem ?? policyProblem(member),
      objection: digestObjection(member, parts, crypto) ?? windowObjection(member, nowMs),
    });
  }
  return labelled.length === 0 ? none('malformed-signature', SIGNATURE) : { labelled, problem: null };
}

function attempt(labelled: Labelled, key: Key, crypto: CryptoPort): Attempt | null {
  const { member, signature, content } = labelled;
  const objection = uncovered(member, key.required) ?? labelled.objection;
  const signed = content.map(({ bytes }) => bytes);
  const named = member.parameters.has('alg') ? textParameter(member, 'alg') : undefined;
  if (key.kind === 'mac') {
    const values = key.secrets.map((secret) => crypto.hmac('sha256', secret, signed));
    const matches = (named === undefined || named === MAC) && values.some((one) => crypto.sameBytes(one, signature));
    return { matches, expected: values[0] === undefined ? null : base64Of(values[0]), objection, content };
  }
  const keyId = textParameter(member, 'keyid');
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

function load(text: string, crypto: CryptoPort): Result<Key, string> {
  const loaded = withIdentifier(text, /^\(".*"\)$/, (secret) => plainKey(secret, crypto));
  if (!loaded.ok) return loaded;
  const { identifier, key } = loaded.value;
  const list = identifier === null ? null : parseDictionary(`required=${identifier}`)?.get('required')?.list;
  if (list === undefined) return fail('the list of components before it is not one');
  return ok({ ...key, required: (list ?? []).map(({ raw }) => raw) });
}

function plainKey(secret: string, crypto: CryptoPort): Result<PlainKey, string> {
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

function macKey(secret: string, encoding: 'utf8' | 'base64', crypto: CryptoPort): Result<PlainKey, string> {
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
