import { detect } from '../signature/detect.ts';
import type { CandidateSecret, Scheme } from '../signature/scheme.ts';
import { type Change, evidenceOf, type Proof } from './change.ts';
import type { DiagnosisInput, DiagnosisPort } from './diagnose.ts';
import type { Effort } from './effort.ts';
import { isLate, isRight, lateness, secretVariants } from './mechanism-search.ts';

/** Schemes under which the request is right as it is, those that its headers speak for first. */
export function otherSchemes(input: DiagnosisInput, port: DiagnosisPort, effort: Effort): readonly Proof[] {
  const own = input.secrets.filter(({ isOwn }) => isOwn);
  for (const { kind } of input.schemes) if (kind !== 'none') effort.tried('schemes');
  for (const scheme of candidates(input)) {
    if (effort.over()) return [];
    const found = rightUnder(scheme, own, input, port, effort);
    if (found !== null) return [proofOf(scheme, found.secretId, found.late)];
  }
  return [];
}

/** The same with what may be wrong with the secrets besides; only schemes that the request's headers speak for. */
export function otherSchemesAndSecrets(input: DiagnosisInput, port: DiagnosisPort, effort: Effort): readonly Proof[] {
  const proofs: Proof[] = [];
  const variants = input.secrets.flatMap(secretVariants).filter(({ changes }) => changes.length === 1);
  for (const scheme of detect(input.request, candidates(input)).slice(0, 12)) {
    for (const { value, changes } of variants) {
      if (effort.over()) return proofs;
      const found = rightUnder(scheme, [value], input, port, effort);
      if (found !== null && found.late === null) proofs.push(proofOf(scheme, found.secretId, changes[0] ?? null));
    }
    if (proofs.length > 0) return proofs;
  }
  return proofs;
}

function rightUnder(
  scheme: Scheme,
  secrets: readonly CandidateSecret[],
  input: DiagnosisInput,
  { crypto }: DiagnosisPort,
  effort: Effort,
): { readonly secretId: string | null; readonly late: Change | null } | null {
  const { request, nowMs } = input;
  const outcome = scheme.mechanism.judge(request, secrets, nowMs, crypto, null);
  if (outcome.reason === 'signature-mismatch' || outcome.status === 'verified') effort.computed();
  if (!isRight(outcome)) return null;
  const used = secrets.find(({ id }) => id === outcome.secretId);
  const late = isLate(outcome) && used !== undefined ? lateness(scheme, request, used, input, crypto) : null;
  return { secretId: outcome.secretId, late };
}

function proofOf(scheme: Scheme, secretId: string | null, more: Change | null): Proof {
  const change: Change = { cause: 'scheme-other', note: scheme.name, evidence: { scheme: scheme.id } };
  const changes: Proof['changes'] = more === null ? [change] : [change, more];
  return { changes, evidence: evidenceOf(secretId, changes) };
}

/**
 * The schemes whose signature the request could carry: those it is detected as, and those whose header it has. All others judge
 * it as unsigned, which reading its body for each of them would only confirm.
 */
function candidates({ scheme, schemes, request }: DiagnosisInput): readonly Scheme[] {
  const isOther = ({ id, kind, wireFormat }: Scheme) =>
    id !== scheme.id && kind !== 'none' && (wireFormat === undefined || wireFormat !== scheme.wireFormat);
  const names = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const likely = detect(request, schemes).filter(isOther);
  const seen = new Set(likely);
  const carried = schemes.filter(
    (one) =>
      !seen.has(one) &&
      isOther(one) &&
      one.mechanism.signatureHeaders.some((name) => names.has(name.replace('{n}', '1').toLowerCase())),
  );
  return [...likely, ...carried];
}
