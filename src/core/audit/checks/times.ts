import { span } from '../../signature/span.ts';
import { type AuditExchange, type CheckId, isAccepted, isTimeout } from '../audit.ts';
import { type AuditCheck, finding, pass, tamperedSend } from '../check.ts';
import { deadlineOf } from '../deadline.ts';
import { median, rankZ } from '../rank-test.ts';
import { signatureText, withSignatureText } from '../signature-place.ts';

/** Not of ten copies at once, nor of a size that no delivery has: what one delivery takes is the question. */
const USUAL: readonly CheckId[] = [
  'accepts-valid',
  'accepts-valid-unicode',
  'accepts-valid-binary-safe',
  'accepts-rotated',
  'idempotent-duplicate',
  'rejects-replay',
  'handles-out-of-order',
  'handles-unknown-event',
];

export const answersInTime: AuditCheck = {
  id: 'answers-in-time',
  title: 'Answers before the provider gives up',
  prepare(subject) {
    const { name } = subject.scheme.info;
    const { ms, isProviders } = deadlineOf(subject.scheme.info, subject.expectations);
    return {
      sends: [],
      conclude(_, asked) {
        const exchanges = asked.flatMap(({ check, exchange }) => (USUAL.includes(check) ? [exchange] : []));
        // Silence is as slow as can be; a connection that was closed is another check's.
        const slowest = exchanges
          .filter(({ reply }) => isAccepted(reply) || isTimeout(reply))
          .reduce<AuditExchange | null>(
            (most, one) => (most === null || one.reply.durationMs > most.reply.durationMs ? one : most),
            null,
          );
        if (slowest === null) return { outcome: 'not-applicable', message: 'No valid delivery was accepted.' };
        const took = span(Math.round(slowest.reply.durationMs));
        if (slowest.reply.durationMs <= ms) {
          return { ...pass(`The slowest valid delivery took ${took} of ${span(ms)}.`), exchanges: [slowest] };
        }
        const whose = isProviders ? `${name} gives up after ${span(ms)}` : `the limit is ${span(ms)}`;
        return {
          ...finding(
            'medium',
            `“${slowest.what}” ${isTimeout(slowest.reply) ? `had no answer after ${took}` : `took ${took}`}; ${whose}.`,
            'Store the delivery, answer at once, and deal with it afterwards.',
          ),
          exchanges: [slowest],
        };
      },
    };
  },
};

/** Of each group; the groups take turns, so that a busy moment is shared. */
const GROUP = 150;
/** A difference that chance makes once in 30,000 audits: whoever asks for a hint gets few false ones. */
const MIN_Z = 4;

/** Statistics over a network: only a hint, whichever way it comes out. */
export const constantTimeHint: AuditCheck = {
  id: 'constant-time-hint',
  title: 'Does not tell by its time how much of a signature is right (statistical)',
  explainedBy: ['rejects-short-signature', 'rejects-wrong-secret', 'rejects-unsigned'],
  prepare(subject) {
    if (!subject.expectations.timing)
      return { notApplicable: 'Measured on request only: it takes hundreds of requests.' };
    const guess = (what: string, change: (right: string) => string) =>
      tamperedSend(subject, what, (signed, nowMs) => {
        const places = subject.places(signed, nowMs);
        if (places.length === 0) return null;
        return places.reduce(
          (request, place) => withSignatureText(request, place, change(signatureText(signed, place))),
          signed,
        );
      });
    const pair = [
      guess(WRONG, (right) => wrongIn(right, 0, 4)),
      // Not the last characters: of base64 they have bits that have to be 0, and may be refused before they are compared.
      guess(LATE, (right) => wrongIn(right, right.length - 6, right.length - 3)),
    ];
    return {
      sends: Array.from({ length: GROUP }, (_, index) => (index % 2 === 0 ? pair : pair.toReversed())).flat(),
      conclude(exchanges) {
        const times = (what: string): readonly number[] =>
          exchanges
            .filter((one) => one.what === what && one.reply.kind === 'replied')
            .map((one) => one.reply.durationMs);
        const [early, late] = [times(WRONG), times(LATE)];
        const z = rankZ(early, late);
        const numbers = `medians ${median(early).toFixed(2)} ms with the first character wrong and ${median(late).toFixed(2)} ms with only the end wrong, z ${z.toFixed(1)}, ${early.length} and ${late.length} requests`;
        // One of each is enough to see what was sent.
        const shown = exchanges.slice(0, 2);
        if (z < MIN_Z) return { ...pass(`No difference was seen (a hint, no proof: ${numbers}).`), exchanges: shown };
        return {
          ...finding(
            'low',
            `A hint, no proof: refusals seem to take longer the more of the signature is right (${numbers}).`,
            'Compare in constant time: crypto.timingSafeEqual, hmac.compare_digest, hash_equals, subtle.ConstantTimeCompare.',
          ),
          exchanges: shown,
        };
      },
    };
  },
};

const WRONG = 'a signature whose first character is wrong';
const LATE = 'a signature of which only the end is wrong';

/** Every letter and digit of a stretch another of its kind: hex stays hex, and base64 stays base64. */
function wrongIn(right: string, start: number, end: number): string {
  const other: Readonly<Record<string, string>> = { 1: '2', a: 'b', A: 'B' };
  const wrong = right
    .slice(Math.max(0, start), end)
    .replace(/[0-9A-Za-z]/g, (one) => other[one] ?? (/\d/.test(one) ? '1' : one < 'a' ? 'A' : 'a'));
  return right.slice(0, Math.max(0, start)) + wrong + right.slice(end);
}
