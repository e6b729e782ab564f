import { base64Of, bytesFromBase64, hexOf, utf8Bytes } from '../../bytes.ts';
import { fail, ok } from '../../result.ts';
import { algorithmOf } from '../algorithm.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import type { CryptoPort } from '../crypto-port.ts';
import { withQueryField } from '../form-fields.ts';
import { planOf } from '../plan.ts';
import { type QuickMatch, quickMatchOf } from '../quick-match.ts';
import { placeHeader } from '../recipe-sign.ts';
import type { SignedRequest } from '../request-parts.ts';
import type { ContentPart } from '../signed-content.ts';
import { firstProblem, soleHeader, soleValue } from '../sole-value.ts';
import { twilioUrls } from './twilio-url.ts';

const HEADER = 'X-Twilio-Signature';
const HASH = 'bodySHA256';

/** Of requests that are plainly and rightly signed; the hash is looked at apart. */
let urlMatch: QuickMatch | null = null;

function quickMatch(...[request, ...rest]: Parameters<QuickMatch>): string | null {
  if (!plainlyHasHash(request, rest[2])) return null;
  urlMatch ??= quickMatchOf(
    planOf(
      { algorithm: 'hmac-sha1', signature: { names: [HEADER], encoding: 'base64' }, signed: '{url}' },
      { urls: twilioUrls },
    ),
  );
  return urlMatch?.(request, ...rest) ?? null;
}

/** Whether the body's hash stands in the URL, once and unescaped. false says nothing. */
function plainlyHasHash({ url, body }: SignedRequest, crypto: CryptoPort): boolean {
  if (url === null) return false;
  const query = url.indexOf('?');
  const at = url.indexOf(`${HASH}=`, query + 1);
  if (query === -1 || at === -1 || url.indexOf(HASH) !== at || url.indexOf(HASH, at + 1) !== -1) return false;
  if (at !== query + 1 && url.charAt(at - 1) !== '&') return false;
  if (url.includes('%') || url.includes('+') || url.includes('#')) return false;
  const from = at + HASH.length + 1;
  const end = url.indexOf('&', from);
  return url.slice(from, end === -1 ? url.length : end).toLowerCase() === hexOf(crypto.hash('sha256', [body]));
}

const mechanism = contentMechanism({
  algorithm: algorithmOf({ algorithm: 'hmac-sha1' }),
  signatureHeaders: [HEADER],
  encode: base64Of,
  read(parts, _nowMs, crypto) {
    const { url, body } = parts.request;
    const signature = soleHeader('signature', parts, HEADER);
    const bytes = signature.value === null ? undefined : bytesFromBase64(signature.value);
    const malformed = bytes?.length === 20 ? null : ({ reason: 'malformed-signature', detail: HEADER } as const);
    const hash = soleValue('part', parts.query(HASH), HASH);
    const urlProblem = url === null ? ({ reason: 'no-public-url', detail: null } as const) : null;
    const right = hexOf(crypto.hash('sha256', [body]));
    return {
      source: signature.value === null ? null : { name: HEADER, value: signature.value },
      received: bytes === undefined || signature.value === null ? [] : [{ text: signature.value, bytes }],
      contents: url === null ? [] : { [Symbol.iterator]: () => contentsOf(url) },
      url,
      problem: firstProblem(signature, { problem: malformed }, { problem: urlProblem }, hash),
      objection:
        hash.value?.toLowerCase() === right ? null : { reason: 'claim-mismatch', detail: `${HASH} in the URL` },
    };
  },
  sign(request, signer, _nowMs, crypto) {
    if (request.url === null) return fail({ kind: 'missing', part: 'the public URL' });
    const url = withQueryField(request.url, HASH, hexOf(crypto.hash('sha256', [request.body])));
    const signature = signer([{ role: 'url', name: null, bytes: utf8Bytes(url) }]);
    return ok({ headers: placeHeader(request.headers, HEADER, signature), url });
  },
});

export const twilioJson = codeScheme({
  id: 'twilio-json',
  name: 'Twilio (JSON)',
  docs: 'https://www.twilio.com/docs/usage/security#validating-requests',
  secretHint: 'The account’s auth token, as text.',
  notes: [
    'Two checks: the signature over the public URL, and the body’s SHA-256 in the URL’s bodySHA256.',
    'There is no timestamp: a captured delivery verifies for ever.',
  ],
  signsUrl: true,
  mechanism: {
    ...mechanism,
    judge(request, secrets, nowMs, crypto, evidence) {
      const secretId = evidence === null ? quickMatch(request, secrets, nowMs, crypto) : null;
      if (secretId !== null) return { status: 'verified', reason: null, detail: null, secretId };
      return mechanism.judge(request, secrets, nowMs, crypto, evidence);
    },
  },
  detect: [[{ header: 'x-twilio-signature' }, { query: HASH }]],
  sdk: [{ library: 'twilio 6.2.0', refuses: ['invalid-utf8'] }],
});

function* contentsOf(url: string): Generator<readonly ContentPart[]> {
  for (const form of twilioUrls(url)) yield [{ role: 'url', name: null, bytes: utf8Bytes(form) }];
}
