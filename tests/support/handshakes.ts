import type { HandshakeContext, HandshakeRequest } from '../../src/core/handshake/handshake.ts';
import { handshakeAnswer } from '../../src/core/handshake/handshakes.ts';
import { newKeyPair } from '../../src/core/signature/new-key-pair.ts';
import { schemeById } from '../../src/core/signature/registry.ts';
import { type RequestParts, requestParts } from '../../src/core/signature/request-parts.ts';
import { sign } from '../../src/core/signature/sign.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { unwrap } from './engine.ts';

/** A secret that the scheme both signs with and verifies by. */
export function secretOf(scheme: string): string {
  const known = schemeById(scheme);
  const pair = known === undefined ? null : newKeyPair(known, nodeCrypto);
  if (pair !== null) return pair.secret;
  return scheme === 'braintree' ? 'integration_public_key:integration_private_key' : `secret-of-${scheme}-4242`;
}

/** The request as it goes over the wire to `url`, signed where it is to be. */
export function signedAsk(
  scheme: string,
  { method, query, headers, body, signing }: HandshakeRequest,
  url: string,
  secret: string,
) {
  const asked = { method, target: '/', url: query === '' ? url : `${url}?${query}`, headers, body };
  const known = schemeById(scheme);
  if (signing === 'none' || known === undefined || known.mechanism.sign === null) return asked;
  const key = signing === 'right' ? secret : secretOf(`${scheme}`) === secret ? `${secret}x` : secretOf(scheme);
  const signed = unwrap(sign(known, asked, key, Date.now(), nodeCrypto));
  return { ...asked, ...signed, url: signed.url ?? asked.url };
}

export const emptyContext: HandshakeContext = {
  secretsFor: () => [],
  verifyTokens: [],
  publicUrl: null,
  verdict: () => 'unchecked',
  mayKeep: () => true,
  crypto: nodeCrypto,
};

export function partsOf(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): RequestParts {
  return requestParts({
    method,
    target,
    url: null,
    headers: Object.entries(headers),
    body: new TextEncoder().encode(body),
  });
}

/** What an endpoint of no scheme answers. */
export function answerTo(
  parts: RequestParts,
  context: Partial<HandshakeContext> = {},
  expected: readonly string[] = [],
) {
  return (
    handshakeAnswer(parts, { ...emptyContext, ...context }, { pinned: null, expected: new Set(expected) })?.answer ??
    null
  );
}
