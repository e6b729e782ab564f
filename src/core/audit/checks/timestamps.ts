import { sameHeaderName } from '../../http/headers.ts';
import { targetOfUrl } from '../../http/message.ts';
import type { Recipe } from '../../signature/recipe.ts';
import { placeHeader } from '../../signature/recipe-sign.ts';
import { formatTimestamp } from '../../signature/timestamp.ts';
import { explainVerdict } from '../../signature/verify.ts';
import { type AuditRequest, isAccepted } from '../audit.ts';
import {
  type AuditCheck,
  finding,
  type NotApplicable,
  type PlannedSend,
  pass,
  refusedWith,
  rejecting,
  tamperedSend,
  unlessHeld,
} from '../check.ts';
import type { AuditSubject } from '../subject.ts';

const NO_WINDOW: NotApplicable = {
  notApplicable:
    'The scheme has no timestamp with a window: a captured delivery verifies for ever, whatever the handler does.',
};

/** Beyond the window, so that a handler with a somewhat larger one of its own is not blamed. */
const BEYOND_MS = 10 * 60_000;

export const rejectsStaleTimestamp = rejecting({
  id: 'rejects-stale-timestamp',
  title: 'Refuses an old delivery',
  explainedBy: ['rejects-wrong-secret', 'rejects-unsigned'],
  severity: 'medium',
  accepted: 'A delivery that was signed long ago was accepted: whoever saw one can send it again for ever.',
  fix: 'Compare the signed timestamp with the clock, and refuse what is older than the provider’s window (mostly 5 minutes).',
  sends: (subject) => signedAt(subject, 'signed long ago', -1),
});

export const rejectsFutureTimestamp = rejecting({
  id: 'rejects-future-timestamp',
  title: 'Refuses a delivery from the future',
  explainedBy: ['rejects-stale-timestamp', 'rejects-wrong-secret', 'rejects-unsigned'],
  severity: 'low',
  accepted: 'A timestamp far in the future was accepted: such a delivery can be sent again for that long.',
  fix: 'Compare the distance between timestamp and clock in both directions.',
  sends: (subject) => signedAt(subject, 'signed in the future', 1),
});

export const rejectsSwappedTimestamp = rejecting({
  id: 'rejects-swapped-timestamp',
  title: 'Refuses an old signature with a fresh timestamp',
  explainedBy: ['rejects-wrong-secret', 'rejects-unsigned', 'rejects-tampered-body'],
  severity: 'high',
  accepted:
    'An old signature passed with a fresh timestamp: the timestamp is checked but not signed, so the check says nothing.',
  fix: 'Put the timestamp of the request into the content the signature is computed over, as the provider’s documentation writes it.',
  sends(subject) {
    const window = windowOf(subject);
    const rule = subject.recipe?.timestamp;
    if (window === null) return NO_WINDOW;
    if (rule === undefined || rule.in === 'json') return { notApplicable: 'The timestamp is part of the signed body.' };
    return [
      {
        what: 'an old signature under a timestamp of now',
        make(nowMs) {
          const old = subject.signed(subject.fresh(), nowMs - window - BEYOND_MS);
          if (!old.ok) return old;
          const swapped = withTimestamp(old.value, rule, formatTimestamp(nowMs, rule.unit));
          return { ok: true, value: swapped };
        },
      },
    ];
  },
});

export const rejectsMissingTimestamp: AuditCheck = {
  id: 'rejects-missing-timestamp',
  title: 'Refuses a delivery without its timestamp',
  explainedBy: ['rejects-stale-timestamp', 'rejects-wrong-secret', 'rejects-unsigned'],
  concludesLast: true,
  prepare(subject) {
    const rule = subject.recipe?.timestamp;
    if (rule === undefined || windowOf(subject) === null) return NO_WINDOW;
    if (rule.in === 'json') return { notApplicable: 'The timestamp is part of the signed body.' };
    const without = (signed: AuditRequest) => withTimestamp(signed, rule, null);
    const empty = (nowMs: number) => subject.signedAs(subject.fresh(), nowMs, { timestamp: '' });
    const sends: readonly PlannedSend[] = [
      tamperedSend(subject, 'the timestamp taken out', without),
      {
        what: 'no timestamp, and the signature over an empty one',
        make(nowMs) {
          const signed = empty(nowMs);
          return signed.ok ? { ok: true, value: without(signed.value) } : signed;
        },
      },
      { what: EMPTY, make: empty },
    ];
    return {
      sends: sends.map((send) => unlessHeld(subject, send)),
      conclude(exchanges, asked) {
        const through = exchanges.filter(({ reply }) => isAccepted(reply)).map(({ what }) => what);
        if (through.length === 0) return pass(refusedWith(exchanges));
        const message = `A delivery without a timestamp was accepted, so its age is not checked. Accepted: ${through.join('; ')}.`;
        // To arithmetic a missing value is no number either; an empty one is 0, which is long ago.
        const isArithmetic =
          !through.includes(EMPTY) &&
          asked.some(({ check, exchange }) => check === 'rejects-non-numeric-timestamp' && isAccepted(exchange.reply));
        if (isArithmetic) {
          return { outcome: 'not-applicable', message: `Follows from rejects-non-numeric-timestamp: ${message}` };
        }
        return finding(
          'medium',
          message,
          'Refuse a delivery whose timestamp is missing, as one with a wrong signature.',
        );
      },
    };
  },
};

const EMPTY = 'an empty timestamp';

export const rejectsNonNumericTimestamp = rejecting({
  id: 'rejects-non-numeric-timestamp',
  title: 'Refuses a timestamp that is no number',
  explainedBy: ['rejects-stale-timestamp', 'rejects-missing-timestamp', 'rejects-wrong-secret', 'rejects-unsigned'],
  severity: 'medium',
  accepted: 'A timestamp that is no number was accepted: “now − NaN > 300” is false, so its age is not checked.',
  fix: 'Parse the timestamp strictly (digits only) and refuse anything else before you compare it.',
  sends(subject) {
    const rule = subject.recipe?.timestamp;
    if (rule === undefined || windowOf(subject) === null) return NO_WINDOW;
    return ['NaN', 'abc'].map((text) => ({
      what: `“${text}” as the timestamp, rightly signed`,
      make: (nowMs: number) => subject.signedAs(subject.fresh(), nowMs, { timestamp: text }),
    }));
  },
});

/** `sign` -1: before the window; 1: after it. */
function signedAt(subject: AuditSubject, what: string, direction: -1 | 1): readonly PlannedSend[] | NotApplicable {
  const window = windowOf(subject);
  if (window === null) return NO_WINDOW;
  return [{ what, make: (nowMs) => subject.signed(subject.fresh(), nowMs + direction * (window + BEYOND_MS)) }];
}

/** The scheme's window in ms, as our own verifier reads it from a request it signed; null where there is none. */
export function windowOf({ scheme, secret, crypto, signed, fresh }: AuditSubject): number | null {
  const nowMs = 1_700_000_000_000;
  const request = signed(fresh(), nowMs);
  if (!request.ok) return null;
  const { url } = request.value;
  const { evidence } = explainVerdict(
    scheme,
    { ...request.value, target: targetOfUrl(url) },
    [{ id: 'secret', value: secret }],
    nowMs,
    crypto,
  );
  const seconds = evidence?.timestamp?.toleranceSeconds ?? null;
  return seconds === null ? null : seconds * 1000;
}

/** With another timestamp in its place, or none (null), and nothing else changed. */
function withTimestamp(
  request: AuditRequest,
  rule: NonNullable<Recipe['timestamp']>,
  text: string | null,
): AuditRequest {
  if (rule.in === 'header') {
    const headers =
      text === null
        ? request.headers.filter(([name]) => !sameHeaderName(name, rule.name))
        : placeHeader(request.headers, rule.name, text);
    return { ...request, headers };
  }
  // A field of the signature's list: `t=1700000000`, followed by a separator.
  const field = new RegExp(`(^|[^A-Za-z0-9])${rule.name.replace(/[^A-Za-z0-9]/g, '\\$&')}(=)[^,;& ]*([,;& ]?)`);
  return {
    ...request,
    headers: request.headers.map(([name, value]) => [
      name,
      field.test(value) ? value.replace(field, text === null ? '$1' : `$1${rule.name}$2${text}$3`) : value,
    ]),
  };
}
