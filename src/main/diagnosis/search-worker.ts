import { parentPort } from 'node:worker_threads';
import { diagnose, diagnosisBudgetMs } from '../../core/diagnosis/diagnose.ts';
import type { DiagnosisReport } from '../../core/diagnosis/diagnosis.ts';
import { discover } from '../../core/discovery/discover.ts';
import { withPublishedKey } from '../../core/signature/key-source.ts';
import { schemes as builtIn, schemeById } from '../../core/signature/registry.ts';
import type { SignedRequest } from '../../core/signature/request-parts.ts';
import type { CandidateSecret, Scheme } from '../../core/signature/scheme.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { createJudge } from '../judging/judge.ts';
import { signedRequestOf } from '../judging/public-url.ts';
import { schemesOf } from '../schemes.ts';
import { computingTimeMs } from './computing-time.ts';
import { nodeCodec } from './node-codec.ts';
import type { CheckTask, DiscoverTask, SearchMessage, SearchTasks } from './search-tasks.ts';

/** A thread that does one search and is ended by whoever started it: `askDisposableWorker`. */
const port = parentPort;
if (port === null) throw new Error('a search runs as a worker');

/** What a search allows itself, in ms, before it reports what it has: the hard limits stand in `searches.ts`. */
const LONGER_DIAGNOSIS_MS = 2_000;
const DISCOVERY_MS = 10_000;

const perform: SearchTasks = { check, discover: discoverRecipe };

port.on('message', (message: SearchMessage) => {
  port.postMessage(message.kind === 'check' ? perform.check(message.task) : perform.discover(message.task));
});

function check(task: CheckTask) {
  const { capture, endpoint, scheme: wanted, tunnelUrl, secrets, otherSecrets, others } = task;
  const own = schemesOf(task.ownRecipes);
  const byId = (id: string) => schemeById(id) ?? own.find((scheme) => scheme.id === id);
  const schemes = [...own, ...builtIn];
  const judge = createJudge({
    schemes: { all: schemes, byId },
    secrets: { forEndpoint: () => secrets },
    crypto: nodeCrypto,
    tunnelUrl: () => tunnelUrl,
    published: { keyFor: ({ url }) => task.publishedKeys.get(url) ?? null },
  });
  const explained = judge.explain(capture, endpoint, wanted);
  const { verdict } = explained;
  const scheme = verdict.scheme === null ? undefined : byId(verdict.scheme);
  if (scheme === undefined || !isDiagnosable(verdict)) return { explained, report: nothingToSay };
  const request = signedRequestOf(capture, endpoint, tunnelUrl);
  const report = diagnose(
    {
      scheme,
      request,
      nowMs: capture.receivedAt,
      secrets: [
        ...secrets.usable.map((secret) => ({ ...secret, isOwn: true })),
        ...publishedKey(scheme, request, task).map((key) => ({ ...key, scheme: scheme.id, isOwn: true })),
        ...otherSecrets.map((secret) => ({ ...secret, isOwn: false })),
      ],
      schemes,
      others,
    },
    { crypto: nodeCrypto, codec: nodeCodec, now: computingTimeMs },
    task.longer ? LONGER_DIAGNOSIS_MS : diagnosisBudgetMs(request.body.length),
  );
  return { explained, report };
}

/** The key that the provider publishes, behind what the user stored to stand before it. */
function publishedKey(scheme: Scheme, request: SignedRequest, { publishedKeys, secrets }: CheckTask) {
  const source = scheme.mechanism.keySource?.(request) ?? null;
  const key = source === null ? undefined : publishedKeys.get(source.url);
  if (source === null || key === undefined) return [];
  const stored: readonly CandidateSecret[] = secrets.usable;
  return withPublishedKey(source, stored, key, nodeCrypto).filter((secret) => !stored.includes(secret));
}

/** Failed, or not checked for want of something that a diagnosis may find. */
function isDiagnosable({ status, reason }: Verdict): boolean {
  return status === 'failed' || reason === 'no-secret' || reason === 'no-public-url';
}

const nothingToSay: DiagnosisReport = {
  diagnoses: [],
  tried: { secrets: 0, bodyForms: 0, templates: 0, urlForms: 0, schemes: 0, signatures: 0, complete: true },
};

function discoverRecipe({ requests, secret, ownRecipes, ignoreCatalogue }: DiscoverTask) {
  const schemes = ignoreCatalogue ? [] : [...schemesOf(ownRecipes), ...builtIn];
  return discover({ requests, secret, schemes }, { crypto: nodeCrypto, now: () => performance.now() }, DISCOVERY_MS);
}
