import { textOfByteString, utf8ByteString } from '../../core/bytes.ts';
import type { CheckedRequest, CheckOutcome, GivenRequest, GivenSecret, Input } from '../../core/contract.ts';
import type { OtherCapture } from '../../core/diagnosis/diagnose.ts';
import type { DiagnosisReport } from '../../core/diagnosis/diagnosis.ts';
import type { DiscoveryReport } from '../../core/discovery/discovery.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import { targetOfUrl } from '../../core/http/message.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { SignedRequest } from '../../core/signature/request-parts.ts';
import type { Endpoints } from '../endpoints.ts';
import { judgeableOf } from '../judging/judge.ts';
import { signedRequestOf } from '../judging/public-url.ts';
import type { PublishedKeys } from '../keys/published-keys.ts';
import type { Schemes } from '../schemes.ts';
import type { OpenSecret, Secrets } from '../secrets/secrets.ts';
import type { Store, StoredRequest } from '../storage/store.ts';
import { capturesAround, recentCaptures } from './other-captures.ts';
import type { CheckTask } from './search-tasks.ts';
import type { Searches } from './searches.ts';

/** Gathers what a search needs. It only reads, and parses nothing: bodies are looked into in the search's worker. */
export interface Diagnosing {
  diagnose(input: Input<'captures.diagnose'>): Promise<Result<DiagnosisReport, Failure>>;
  check(input: Input<'signatures.check'>): Promise<Result<CheckOutcome, Failure>>;
  discover(input: Input<'signatures.discover'>): Promise<Result<DiscoveryReport, Failure>>;
}

export interface DiagnosingOptions {
  readonly searches: Searches;
  readonly store: Pick<Store, 'ids' | 'list' | 'request'>;
  readonly schemes: Pick<Schemes, 'own'>;
  readonly endpoints: Pick<Endpoints, 'byId' | 'catchAll'>;
  readonly secrets: Secrets;
  readonly publishedKeys: Pick<PublishedKeys, 'held'>;
  readonly tunnelUrl: () => string | null;
  readonly now: () => number;
}

export function createDiagnosing(options: DiagnosingOptions): Diagnosing {
  const { searches, store, schemes, endpoints, secrets, publishedKeys, tunnelUrl, now } = options;

  function endpointOf({ detail }: StoredRequest): Endpoint {
    return endpoints.byId(detail.endpointId) ?? endpoints.catchAll();
  }

  function requestOf(stored: StoredRequest): SignedRequest {
    return signedRequestOf(judgeableOf(stored), endpointOf(stored), tunnelUrl());
  }

  function otherOf(stored: StoredRequest): OtherCapture {
    return { id: stored.detail.id, request: requestOf(stored), receivedAtMs: stored.detail.receivedAt };
  }

  /** Every stored secret that can be used and is none of these. */
  function secretsBesides(own: readonly OpenSecret[]): readonly OpenSecret[] {
    const known = new Set(own.map(({ id }) => id));
    return secrets.all.flatMap(({ id }) => {
      const opened = known.has(id) ? null : secrets.use(id);
      return opened?.ok ? [opened.value] : [];
    });
  }

  function opened(given: readonly GivenSecret[]): Result<readonly OpenSecret[], Failure> {
    const open: OpenSecret[] = [];
    for (const [index, secret] of given.entries()) {
      const id = `pasted-${index + 1}`;
      const one =
        secret.kind === 'stored'
          ? secrets.use(secret.id)
          : ok({ id, label: '', scheme: null, value: secret.value, validFrom: null, validUntil: null });
      if (!one.ok) return one;
      open.push(one.value);
    }
    return ok(open);
  }

  async function checkTaskOf(id: number, scheme: string | null, longer: boolean): Promise<Result<CheckTask, Failure>> {
    const stored = await store.request(id);
    if (stored === null) return gone;
    const endpoint = endpointOf(stored);
    const own = secrets.forEndpoint(endpoint.id);
    const others = await capturesAround(store, stored.detail.endpointId, id);
    return ok({
      capture: judgeableOf(stored),
      endpoint,
      scheme,
      tunnelUrl: tunnelUrl(),
      secrets: own,
      otherSecrets: secretsBesides(own.usable),
      publishedKeys: publishedKeys.held,
      longer,
      others: others.map(otherOf),
      ownRecipes: schemes.own,
    });
  }

  async function discoveryRequest(given: GivenRequest, url: string | null) {
    if (given.kind === 'pasted') {
      const request = signedPasted(given.request);
      return ok({ request: url === null ? request : { ...request, url }, receivedAtMs: null });
    }
    const stored = await store.request(given.id);
    if (stored === null) return gone;
    const request = requestOf(stored);
    return ok({ request: url === null ? request : { ...request, url }, receivedAtMs: stored.detail.receivedAt });
  }

  return {
    async diagnose({ run, id, scheme, longer = false }) {
      const checked = await searches.run(run, 'check', () => checkTaskOf(id, scheme, longer));
      return checked.ok ? ok(checked.value.report) : checked;
    },
    check({ run, request, scheme, secrets: given, nowMs, longer = false }) {
      return searches.run(run, 'check', async () => {
        const own = opened(given);
        if (!own.ok) return own;
        // Whoever chose both the scheme and the secret means them for each other.
        const usable = scheme === null ? own.value : own.value.map((secret) => ({ ...secret, scheme: null }));
        const { url, ...signed } = signedPasted(request);
        return ok({
          capture: { kind: 'request', receivedAt: nowMs ?? now(), via: 'import', completeness: 'complete', ...signed },
          endpoint: { ...endpoints.catchAll(), scheme: null, publicUrl: url },
          scheme,
          tunnelUrl: null,
          secrets: { usable, locked: false },
          otherSecrets: secretsBesides(usable),
          publishedKeys: publishedKeys.held,
          longer,
          // Signed here, sent there: what was pasted may carry the signature of anything that was captured lately.
          others: (await recentCaptures(store)).map(otherOf),
          ownRecipes: schemes.own,
        });
      });
    },
    discover({ run, requests, secret, url, ignoreCatalogue }) {
      return searches.run(run, 'discover', async () => {
        const open = opened([secret]);
        if (!open.ok) return open;
        const [{ value } = { value: '' }] = open.value;
        const given = [];
        for (const one of requests) {
          const request = await discoveryRequest(one, url);
          if (!request.ok) return request;
          given.push(request.value);
        }
        return ok({ requests: given, secret: value, ownRecipes: schemes.own, ignoreCatalogue });
      });
    },
  };
}

const gone = fail({ code: 'not-found', what: 'capture' } as const);

/** Schemes sign a URL's characters and see a target's bytes. */
function signedPasted({ method, url: given, headers, body }: CheckedRequest): SignedRequest {
  const url = /[^\0-\xff]/.test(given) ? utf8ByteString(given) : given;
  const complete = /^https?:\/\/[^/?#]/i.test(url) ? textOfByteString(url) : null;
  return { method, target: targetOfUrl(url), url: complete, headers, body };
}
