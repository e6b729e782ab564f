import { type HeaderList, sameHeaderName } from '../../http/headers.ts';
import { fail, ok } from '../../result.ts';
import { type AuditRequest, isAccepted } from '../audit.ts';
import { type AuditCheck, finding, pass, refusedWith, unlessHeld } from '../check.ts';
import type { AuditSubject } from '../subject.ts';

export const rejectsDuplicateHeader: AuditCheck = {
  id: 'rejects-duplicate-header',
  title: 'Refuses two signature headers that differ',
  explainedBy: ['rejects-wrong-secret', 'rejects-unsigned'],
  prepare(subject) {
    // Made once: some signatures are different each time, and what a decoder makes of two depends on them.
    let made: DoublySigned | null = null;
    const doubly = (nowMs: number) => (made ??= doublySigned(subject, nowMs));
    const sample = doubly(AT_SOME_TIME);
    if (sample === null) return { notApplicable: 'The signature stands in no header.' };
    if (sameHeaderName(sample.right[0], 'authorization')) {
      return { notApplicable: 'Servers keep one Authorization header, before any handler sees it.' };
    }
    if (
      subject.recipe?.signature.separator !== undefined ||
      subject.holds(sample.with([joined(sample)]), AT_SOME_TIME)
    ) {
      return {
        notApplicable:
          'The header is a list, and a repeated header means the same as one with both lists (RFC 9110, section 5.3).',
      };
    }
    made = null;
    const pairs: readonly (readonly [string, (both: DoublySigned) => readonly Header[]])[] = [
      [WRONG_FIRST, ({ right, wrong }) => [wrong, right]],
      ['the right one first', ({ right, wrong }) => [right, wrong]],
      [IN_ONE, (both) => [joined(both)]],
    ];
    return {
      sends: pairs.map(([what, headers]) =>
        unlessHeld(subject, {
          what,
          make(nowMs) {
            const both = doubly(nowMs);
            return both === null ? fail('the request does not lend itself to it') : ok(both.with(headers(both)));
          },
        }),
      ),
      conclude(exchanges) {
        const through = exchanges.filter(({ reply }) => isAccepted(reply)).map(({ what }) => what);
        // Frameworks join repeated headers, and lenient decoders stop at the comma: then no header was preferred to another.
        const chosen = through.filter((what) => what === WRONG_FIRST || !through.includes(IN_ONE));
        if (chosen.length === 0) return pass(refusedWith(exchanges.filter(({ reply }) => !isAccepted(reply))));
        return finding(
          'low',
          `Two signature headers that differ were taken for one: proxies and handler may not look at the same. Accepted: ${chosen.join('; ')}.`,
          'Refuse a request that has the signature header more than once.',
        );
      },
    };
  },
};

type Header = HeaderList[number];

const WRONG_FIRST = 'the wrong one first';
const AT_SOME_TIME = 1_700_000_000_000;

interface DoublySigned {
  readonly right: Header;
  readonly wrong: Header;
  /** The request with these in the place of its signature header. */
  with(headers: readonly Header[]): AuditRequest;
}

/** null: the signature stands in no header, or there is no other secret. */
function doublySigned(subject: AuditSubject, nowMs: number): DoublySigned | null {
  const signed = subject.signed(subject.fresh(), nowMs);
  const other = subject.otherSecret(1);
  if (!signed.ok || other === null) return null;
  const [place] = subject.places(signed.value, nowMs);
  const again = subject.signed(signed.value, nowMs, other);
  if (place?.in !== 'header' || !again.ok) return null;
  const { headers } = signed.value;
  const [right, wrong] = [headers[place.index], again.value.headers[place.index]];
  if (right === undefined || wrong === undefined) return null;
  return {
    right,
    wrong,
    with: (both) => ({ ...signed.value, headers: headers.flatMap((one, at) => (at === place.index ? both : [one])) }),
  };
}

function joined({ right, wrong }: DoublySigned): Header {
  return [right[0], `${right[1]}, ${wrong[1]}`];
}

/** What tells a decoder that stops at the comma from a handler that takes one of two headers. */
const IN_ONE = 'both in one header, the right one first';
