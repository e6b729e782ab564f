import { CATCH_ALL_ENDPOINT_ID, type Endpoint } from '../../core/endpoint.ts';
import type { KeySource } from '../../core/signature/key-source.ts';
import { schemes as builtIn, schemeById } from '../../core/signature/registry.ts';
import { requestParts } from '../../core/signature/request-parts.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { decideReply } from '../reply/decide.ts';
import { schemesOf } from '../schemes.ts';
import { createJudge, type Judgeable } from './judge.ts';
import type { EndpointSecrets, Judged, JudgingState, JudgingTasks } from './judging-tasks.ts';

/** Does what the judging worker is asked, with one state of things. Computes only. */
export function judgingTasks(state: JudgingState): JudgingTasks {
  const { endpoints, tunnelUrl, publishedKeys } = state;
  const own = schemesOf(state.ownRecipes);
  const secretsOf = new Map(state.secrets.map((secrets) => [secrets.endpointId, secrets]));
  const secretsFor = (endpointId: string): EndpointSecrets => secretsOf.get(endpointId) ?? noSecrets;
  let wantedKeys: KeySource[] = [];
  const judge = createJudge({
    schemes: { all: [...own, ...builtIn], byId: (id) => schemeById(id) ?? own.find((scheme) => scheme.id === id) },
    secrets: { forEndpoint: secretsFor },
    crypto: nodeCrypto,
    tunnelUrl: () => tunnelUrl,
    published: {
      keyFor(source) {
        wantedKeys.push(source);
        return publishedKeys.get(source.url) ?? null;
      },
    },
  });

  function endpointOf(id: string): Endpoint {
    const found = endpoints.find((endpoint) => endpoint.id === id);
    const endpoint = found ?? endpoints.find((each) => each.id === CATCH_ALL_ENDPOINT_ID);
    if (endpoint === undefined) throw new Error('there is no catch-all endpoint');
    return endpoint;
  }

  function wanted(): readonly KeySource[] {
    const sources = wantedKeys;
    wantedKeys = [];
    return sources;
  }

  function judged(capture: Judgeable, endpoint: Endpoint): Judged {
    return { judgement: judge.judge(capture, endpoint), wantedKeys: wanted() };
  }

  return {
    judge: ({ capture, endpointId }) => judged(capture, endpointOf(endpointId)),
    explain({ capture, endpointId, scheme }) {
      const explained = judge.explain(capture, endpointOf(endpointId), scheme);
      return { explained, wantedKeys: wanted() };
    },
    keySource: ({ capture, endpointId, scheme }) => judge.keySource(capture, endpointOf(endpointId), scheme),
    decide({ capture, endpointId, ...input }) {
      const endpoint = endpointOf(endpointId);
      const { method, target, headers, body } = capture;
      const { usable, schemes } = secretsFor(endpoint.id);
      let first: Judged | null = null;
      const decision = decideReply({
        ...input,
        capture,
        // Looked up as it came, whatever URL the endpoint has for its senders.
        parts: requestParts({ method, target, url: null, headers, body }),
        endpoint,
        usable,
        secretSchemes: schemes,
        tunnelUrl,
        verdicts() {
          first ??= judged(capture, endpoint);
          return first.judgement.verdicts;
        },
        crypto: nodeCrypto,
      });
      return { decision, judged: first };
    },
  };
}

const noSecrets: EndpointSecrets = { endpointId: '', usable: [], locked: false, schemes: [] };
