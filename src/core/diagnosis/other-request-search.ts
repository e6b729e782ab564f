import { type HeaderList, sameHeaderName } from '../http/headers.ts';
import type { CryptoPort } from '../signature/crypto-port.ts';
import type { Plan } from '../signature/plan.ts';
import { requestParts } from '../signature/request-parts.ts';
import { type ContentPart, renderContent } from '../signature/signed-content.ts';
import { readTimestamp } from '../signature/timestamp.ts';
import type { Computation } from './algorithms.ts';
import { type Change, evidenceOf, fewChanges, type Proof, type Variant } from './change.ts';
import { comparedOf } from './compared.ts';
import type { DiagnosisInput } from './diagnose.ts';
import type { Effort } from './effort.ts';
import type { Key } from './keys.ts';
import type { OtherCapture } from './other-capture.ts';
import type { ReceivedSignatures } from './received.ts';

export interface OtherRequestSearch {
  readonly input: Pick<DiagnosisInput, 'request' | 'others'>;
  readonly plan: Plan;
  readonly received: ReceivedSignatures;
  /** The timestamp's raw text; null: there is none. */
  readonly timestamp: string | null;
  readonly computation: Computation;
  readonly keys: readonly Variant<Key>[];
  readonly crypto: CryptoPort;
  readonly effort: Effort;
}

/** Which captures are looked at: those that carry the very same signature, whose secret may be wrong as well, or all others. */
export type WhichOthers = 'same-signature' | 'rest';

/** The capture whose signature this is: over its content, or over its body with this request's other parts. */
export function otherRequestProof(which: WhichOthers, search: OtherRequestSearch): Proof | null {
  const { input, plan, received, keys, computation, crypto, effort } = search;
  const { request } = input;
  const mine = new Set(signatureValues(plan, request.headers));
  const tried = keys.filter(({ changes }) => changes.length <= (which === 'same-signature' ? 1 : 0));
  for (const other of input.others) {
    const isSame = signatureValues(plan, other.request.headers).some((value) => mine.has(value));
    if (isSame !== (which === 'same-signature')) continue;
    for (const content of contentsWith(other, search)) {
      for (const key of tried) {
        if (effort.over()) return null;
        effort.computed();
        const how = received.match(computation.compute(crypto, key.value.bytes, content), computation.keyless);
        if (how === null) continue;
        const change: Change = { cause: 'signature-of-other-request', note: String(other.id), evidence: {} };
        const changes = fewChanges([change, ...key.changes, ...how]);
        if (changes === null) continue;
        const compared = comparedOf('body', `capture ${other.id}`, [request.body], [other.request.body]);
        return { changes, evidence: { ...evidenceOf(key.value.secretId, changes), compared, captureId: other.id } };
      }
    }
  }
  return null;
}

function contentsWith(
  { request: other }: OtherCapture,
  { input: { request }, plan, received, timestamp }: OtherRequestSearch,
): readonly (readonly ContentPart[])[] {
  const theirs = requestParts({ ...other, headers: withSignatureOf(request.headers, plan, other.headers) });
  const swapped = requestParts({ ...request, body: other.body });
  const rule = plan.recipe.timestamp;
  const theirTime = rule === undefined ? null : readTimestamp(rule, theirs, received.reading).reading;
  const common = { signature: received.reading, forbidden: {} };
  return [
    { parts: theirs, timestamp: theirTime?.raw ?? null, url: other.url },
    { parts: swapped, timestamp, url: request.url },
  ].flatMap((context) => {
    const { content, problem } = renderContent(plan.template, { ...common, ...context });
    return problem === null ? [content] : [];
  });
}

/** The other request's headers with this one's signature among them: list fields are read from there. */
function withSignatureOf(signed: HeaderList, plan: Plan, headers: HeaderList): HeaderList {
  return [
    ...headers.filter(([name]) => !isSignatureHeader(plan, name)),
    ...signed.filter(([name]) => isSignatureHeader(plan, name)),
  ];
}

function signatureValues(plan: Plan, headers: HeaderList): readonly string[] {
  return headers.filter(([name]) => isSignatureHeader(plan, name)).map(([, value]) => value);
}

function isSignatureHeader({ recipe: { signature } }: Plan, name: string): boolean {
  return signature.in === 'header' && signature.names.some((one) => sameHeaderName(one, name));
}
