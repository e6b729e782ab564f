import type { NewCapture } from '../../core/capture.ts';
import type { ExplainedVerdict } from '../../core/contract.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import { firstHeader } from '../../core/http/headers.ts';
import { validityAt } from '../../core/secret.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import { detect, strengths } from '../../core/signature/detect.ts';
import { type KeySource, withPublishedKey } from '../../core/signature/key-source.ts';
import { eventOf } from '../../core/signature/metadata.ts';
import { type RequestParts, requestParts } from '../../core/signature/request-parts.ts';
import type { CandidateSecret, Scheme } from '../../core/signature/scheme.ts';
import { sdkDifferences } from '../../core/signature/sdk-difference.ts';
import type { Verdict, VerdictReason } from '../../core/signature/verdict.ts';
import { explainVerdict, type SignedRequest, verify } from '../../core/signature/verify.ts';
import type { PublishedKeys } from '../keys/published-keys.ts';
import type { Schemes } from '../schemes.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { StoredRequest } from '../storage/store.ts';
import { signedRequestOf } from './public-url.ts';
import { sharedDigests } from './shared-digests.ts';

/** What judging needs of a capture, stored or just arrived. */
export type Judgeable = Pick<
  NewCapture,
  'kind' | 'receivedAt' | 'via' | 'method' | 'target' | 'headers' | 'completeness' | 'body'
>;

/** Of a stored request. */
export function judgeableOf({ detail, body }: StoredRequest): Judgeable {
  const { kind, receivedAt, via, method, target, headers, completeness } = detail;
  return { kind, receivedAt, via, method, target, headers, completeness, body };
}

export interface Judgement {
  /** Never empty; the one that counts first: a verified one if there is any, else the most specific scheme's. */
  readonly verdicts: readonly Verdict[];
  readonly eventType: string | null;
  readonly deliveryId: string | null;
}

/** Of a request whose judging came to no end. */
export const givenUp: Judgement = {
  verdicts: [{ status: 'unchecked', scheme: null, reason: 'judging-ended', detail: null, secretId: null }],
  eventType: null,
  deliveryId: null,
};

export interface Judge {
  judge(capture: Judgeable, endpoint: Endpoint): Judgement;
  /** With everything the verdict rests on. `scheme` null: the endpoint's pinned one, else the first candidate. */
  explain(capture: Judgeable, endpoint: Endpoint, scheme: string | null): ExplainedVerdict;
  /** Where anybody can have the key that a capture's signature names; null: nowhere. */
  keySource(capture: Judgeable, endpoint: Endpoint, scheme: string): KeySource | null;
}

/** One request rarely fits more than two or three different schemes; the bound keeps a crafted one from filling the row. */
const MAX_VERDICTS = 5;

export interface JudgeOptions {
  readonly schemes: Pick<Schemes, 'all' | 'byId'>;
  readonly secrets: Pick<Secrets, 'forEndpoint'>;
  readonly crypto: CryptoPort;
  readonly tunnelUrl: () => string | null;
  readonly published: Pick<PublishedKeys, 'keyFor'>;
}

export function createJudge({ schemes, secrets, crypto: ownCrypto, tunnelUrl, published }: JudgeOptions): Judge {
  const { crypto, during } = sharedDigests(ownCrypto);

  function requestOf(capture: Judgeable, endpoint: Endpoint): SignedRequest {
    return signedRequestOf(capture, endpoint, tunnelUrl());
  }

  function candidatesOf(parts: RequestParts, endpoint: Endpoint): readonly Scheme[] {
    const { request } = parts;
    const pinned = endpoint.scheme === null ? undefined : schemes.byId(endpoint.scheme);
    if (pinned !== undefined) return [pinned];
    const known = new Set(secrets.forEndpoint(endpoint.id).usable.flatMap(({ scheme }) => scheme ?? []));
    const detected = distinct(detect(request, schemes.all, known, parts), known);
    const expected = expectedOf(request, known, detected);
    const rankOf = ({ id, mechanism }: Scheme): number => 2 * strengths[mechanism.strength] + (known.has(id) ? 1 : 0);
    // Stable: among equals, what detection put first stays first.
    return [...expected, ...detected].sort((a, b) => rankOf(b) - rankOf(a)).slice(0, MAX_VERDICTS);
  }

  /**
   * Schemes the user keeps a secret for, whose signature is there although the rest of what detection looks for is not:
   * a test sender that leaves the event header out, a value too broken to be recognised. Never weaker than what was detected.
   */
  function expectedOf(
    request: SignedRequest,
    known: ReadonlySet<string>,
    detected: readonly Scheme[],
  ): readonly Scheme[] {
    return [...known].flatMap((id) => {
      const scheme = schemes.byId(id);
      if (scheme === undefined || detected.includes(scheme)) return [];
      const { signatureHeaders, strength } = scheme.mechanism;
      const isThere = signatureHeaders.some((name) => firstHeader(request.headers, name) !== undefined);
      const isWeaker = detected.some((other) => strengths[other.mechanism.strength] > strengths[strength]);
      return isThere && !isWeaker ? [scheme] : [];
    });
  }

  /** Why nothing can be computed for this scheme, or null when it can. */
  function obstacle(capture: Judgeable, endpoint: Endpoint, scheme: Scheme): VerdictReason | null {
    // Nothing can be checked, and its own mechanism says why.
    if (scheme.kind === 'none') return null;
    if (capture.completeness !== 'complete') return 'body-incomplete';
    const { usable, locked } = secretsFor(endpoint, scheme, capture);
    return usable.length === 0 && locked ? 'secret-locked' : null;
  }

  /** Those that were valid when the capture came first: of two that match, the verdict names the one that should. */
  function secretsFor(endpoint: Endpoint, scheme: Scheme, { receivedAt }: Judgeable) {
    const { usable, locked } = secrets.forEndpoint(endpoint.id);
    const fitting = usable.filter((secret) => secret.scheme === null || secret.scheme === scheme.id);
    const valid = fitting.filter((secret) => validityAt(secret, receivedAt) === 'valid');
    const others = fitting.filter((secret) => !valid.includes(secret));
    return { usable: others.length === 0 ? fitting : [...valid, ...others], locked };
  }

  /** The stored secrets and, where it is here, the key that the provider publishes. */
  function keysFor(
    endpoint: Endpoint,
    scheme: Scheme,
    capture: Judgeable,
    request: SignedRequest,
  ): readonly CandidateSecret[] {
    const { usable } = secretsFor(endpoint, scheme, capture);
    const source = scheme.mechanism.keySource?.(request) ?? null;
    const key = source === null ? null : published.keyFor(source, endpoint.id);
    return source === null || key === null ? usable : withPublishedKey(source, usable, key, crypto);
  }

  function judgeBy(scheme: Scheme, capture: Judgeable, request: SignedRequest, endpoint: Endpoint): Verdict {
    const reason = obstacle(capture, endpoint, scheme);
    if (reason !== null) return unchecked(scheme.id, reason);
    const verdict = verify(scheme, request, keysFor(endpoint, scheme, capture, request), capture.receivedAt, crypto);
    return warned(verdict, endpoint, capture);
  }

  /** With a warning where the secret that matched was out of its time. */
  function warned(verdict: Verdict, endpoint: Endpoint, { receivedAt }: Judgeable): Verdict {
    if (verdict.status !== 'verified' || verdict.secretId === null) return verdict;
    const secret = secrets.forEndpoint(endpoint.id).usable.find(({ id }) => id === verdict.secretId);
    if (secret === undefined) return verdict;
    const state = validityAt(secret, receivedAt);
    if (state === 'valid') return verdict;
    const bound = state === 'expired' ? secret.validUntil : secret.validFrom;
    const seconds = Math.round(Math.abs(receivedAt - (bound ?? receivedAt)) / 1000);
    return { ...verdict, warning: `${state}-secret`, detail: String(seconds) };
  }

  return {
    keySource(capture, endpoint, schemeId) {
      if (capture.kind === 'malformed' || capture.completeness !== 'complete') return null;
      const scheme = schemes.byId(schemeId);
      return scheme?.mechanism.keySource?.(requestOf(capture, endpoint)) ?? null;
    },
    judge(capture, endpoint) {
      if (capture.kind === 'malformed') {
        return { verdicts: [unchecked(null, 'malformed-request')], eventType: null, deliveryId: null };
      }
      const request = requestOf(capture, endpoint);
      // What is parsed for detection is not parsed again for the event.
      const parts = requestParts(request);
      const candidates = candidatesOf(parts, endpoint);
      if (candidates.length === 0)
        return { verdicts: [unchecked(null, 'no-scheme')], ...eventOf(null, request, parts) };
      const verdicts = during(() => candidates.map((scheme) => judgeBy(scheme, capture, request, endpoint)));
      const first = Math.max(
        0,
        verdicts.findIndex((verdict) => verdict.status === 'verified'),
      );
      const inOrder = [...verdicts.slice(first, first + 1), ...verdicts.slice(0, first), ...verdicts.slice(first + 1)];
      return { verdicts: inOrder, ...eventOf(candidates[first] ?? null, request, parts) };
    },
    explain(capture, endpoint, schemeId) {
      if (capture.kind === 'malformed') {
        const verdict = unchecked(null, 'malformed-request');
        return { verdict, evidence: null, candidates: [], sdkDifferences: [] };
      }
      const request = requestOf(capture, endpoint);
      const candidates = candidatesOf(requestParts(request), endpoint);
      const ids = candidates.map((scheme) => scheme.id);
      const chosen = schemeId === null ? bestOf(candidates, capture, request, endpoint) : schemes.byId(schemeId);
      if (chosen === undefined) {
        return { verdict: unchecked(null, 'no-scheme'), evidence: null, candidates: ids, sdkDifferences: [] };
      }
      const reason = obstacle(capture, endpoint, chosen);
      const usable = keysFor(endpoint, chosen, capture, request);
      // Without a secret the received signature and the signed content are still worth seeing.
      const explained = explainVerdict(chosen, request, usable, capture.receivedAt, crypto);
      const verdict = reason === null ? warned(explained.verdict, endpoint, capture) : unchecked(chosen.id, reason);
      const differences = sdkDifferences(chosen, request, verdict);
      return { verdict, evidence: explained.evidence, candidates: ids, sdkDifferences: differences };
    },
  };

  function bestOf(
    candidates: readonly Scheme[],
    capture: Judgeable,
    request: SignedRequest,
    endpoint: Endpoint,
  ): Scheme | undefined {
    const verified = candidates.find((scheme) => judgeBy(scheme, capture, request, endpoint).status === 'verified');
    return verified ?? candidates[0];
  }
}

/** Without the brands that would come to the same verdict as a scheme before them; one with a secret of its own stays. */
function distinct(candidates: readonly Scheme[], known: ReadonlySet<string>): readonly Scheme[] {
  const seen = new Set<string>();
  return candidates.filter(({ id, wireFormat }) => {
    if (wireFormat === undefined || known.has(id)) return true;
    if (seen.has(wireFormat)) return false;
    seen.add(wireFormat);
    return true;
  });
}

function unchecked(scheme: string | null, reason: VerdictReason): Verdict {
  return { status: 'unchecked', scheme, reason, detail: null, secretId: null };
}
