import type { AuditOrder } from '../../../../core/audit/audit.ts';
import type { SecretInfo } from '../../../../core/secret.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { fittingSecrets } from '../sending/index.ts';
import type { AuditForm } from './audit-store.ts';

/** What is wrong with a field, in the words under it. */
export interface FormProblems {
  readonly target?: string;
  readonly deadline?: string;
}

export interface ReadForm {
  readonly problems: FormProblems;
  /** null: something is wrong or lacking. */
  readonly order: Omit<AuditOrder, 'run'> | null;
}

export interface FormSurroundings {
  /** Of replays. */
  readonly defaultTarget: string;
  readonly schemes: readonly SchemeInfo[];
  readonly secrets: readonly SecretInfo[];
}

/** The contract's bound. */
const MAX_DEADLINE_SECONDS = 300;

/** The fields as what the engine is asked. */
export function readForm(form: AuditForm, surroundings: FormSurroundings): ReadForm {
  const target = targetOf(form, surroundings.defaultTarget).trim();
  const deadlineMs = deadlineOf(form.deadline);
  const problems: FormProblems = {
    ...(isHttpUrl(target) ? {} : { target: 'Not an http or https URL' }),
    ...(deadlineMs === undefined ? { deadline: `Seconds, more than 0 and at most ${MAX_DEADLINE_SECONDS}` } : {}),
  };
  const scheme = schemeOf(form, surroundings.schemes);
  const secretId = secretOf(form, surroundings.secrets)?.id;
  if (
    Object.keys(problems).length > 0 ||
    deadlineMs === undefined ||
    scheme?.canSign !== true ||
    secretId === undefined
  )
    return { problems, order: null };
  const { requestFrom, duplicates, timing, verifyToken, signing } = form;
  return {
    problems,
    order: {
      target,
      scheme: scheme.id,
      secretId,
      requestFrom,
      signedUrl: scheme.signsUrl ? (signing?.signedUrl ?? null) : null,
      expectations: {
        duplicates,
        deadlineMs,
        timing,
        verifyToken: hasVerifyToken(scheme) && verifyToken !== '' ? verifyToken : null,
      },
    },
  };
}

export function targetOf({ target }: AuditForm, defaultTarget: string): string {
  return target ?? defaultTarget;
}

export function schemeOf({ signing }: AuditForm, schemes: readonly SchemeInfo[]): SchemeInfo | undefined {
  return schemes.find(({ id }) => id === signing?.scheme);
}

/** The chosen secret where it is still there and fits, else the one that fits best. */
export function secretOf({ signing, endpointId }: AuditForm, secrets: readonly SecretInfo[]): SecretInfo | undefined {
  if (signing === null) return undefined;
  const usable = fittingSecrets(secrets, signing.scheme, endpointId);
  return usable.find(({ id }) => id === signing.secretId) ?? usable[0];
}

/** Whether the provider proves itself with a token of the user's while it asks. The catalogue says so in words alone. */
export function hasVerifyToken({ handshake }: Pick<SchemeInfo, 'handshake'>): boolean {
  return handshake !== null && /\bverify_token\b|\bverif(?:y|ication) token\b/i.test(handshake.text);
}

/** ms; null: the provider's; undefined: no such time. */
function deadlineOf(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const seconds = /^\d*\.?\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  const ms = Math.round(seconds * 1000);
  return ms >= 1 && seconds <= MAX_DEADLINE_SECONDS ? ms : undefined;
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}
