import type { CryptoPort } from './crypto-port.ts';
import type { RequestParts } from './request-parts.ts';
import { type Problem, trimBlanks } from './signature-field.ts';
import { type Member, parseDictionary } from './structured-fields.ts';
import type { TimestampEvidence } from './verdict.ts';

export const INPUT = 'Signature-Input';
export const DIGEST = 'Content-Digest';
const WINDOW_SECONDS = 300;

/** Several lines of a list field are one (RFC 9110, section 5.3). */
export function fieldOf(parts: RequestParts, name: string): string | null {
  const values = parts.header(name).map(trimBlanks);
  return values.length === 0 ? null : values.join(', ');
}

/** What a signature has to cover and say to be worth anything (section 3.2.1 leaves that to the application). */
export function policyProblem(member: Member): Problem | null {
  if ((member.list ?? []).length === 0) return { reason: 'missing-part', detail: `a component in ${INPUT}` };
  for (const name of ['created', 'expires']) {
    if (member.parameters.has(name) && seconds(member, name) === null) {
      return { reason: 'malformed-timestamp', detail: name };
    }
  }
  const timed = seconds(member, 'created') !== null || seconds(member, 'expires') !== null;
  return timed ? null : { reason: 'missing-timestamp', detail: 'created' };
}

/** What was written before the secret as having to be covered. */
export function uncovered(member: Member, required: readonly string[]): Problem | null {
  const covered = (member.list ?? []).map(({ raw }) => raw);
  const missing = required.find((component) => !covered.includes(component));
  return missing === undefined ? null : { reason: 'missing-part', detail: `${missing} in ${INPUT}` };
}

export function covers(member: Member, name: string): boolean {
  return (member.list ?? []).some(
    ({ bare, parameters }) => bare.kind === 'string' && bare.text === name.toLowerCase() && parameters.size === 0,
  );
}

function seconds(member: Member, name: string): number | null {
  const item = member.parameters.get(name);
  return item?.kind === 'number' && Number.isInteger(item.value) && item.value >= 0 ? item.value : null;
}

/** RFC 9530: every digest of a known algorithm has to be the body's, and where it is covered there has to be one. */
export function digestObjection(member: Member, parts: RequestParts, crypto: CryptoPort): Problem | null {
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
  return known === 0 && covers(member, DIGEST) ? { reason: 'claim-mismatch', detail: DIGEST } : null;
}

export function windowObjection(member: Member, nowMs: number): Problem | null {
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

export function timestampOf(member: Member, nowMs: number): TimestampEvidence | null {
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

export function textParameter(member: Member, name: string): string | null {
  const item = member.parameters.get(name);
  return item?.kind === 'string' ? item.text : null;
}
