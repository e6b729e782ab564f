import { withJsonValue } from '../../json-splice.ts';
import { ok } from '../../result.ts';
import { placeHeader } from '../../signature/recipe-sign.ts';
import { jsonAt, MAX_JSON_BYTES, parseJson } from '../../signature/request-parts.ts';
import { type AuditRequest, isAccepted, isBroken } from '../audit.ts';
import { type AuditCheck, finding, type PlannedSend, pass, refusedWith, signedSend, statusesOf } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { windowOf } from './timestamps.ts';

const TOGETHER = 10;

export const rejectsReplay: AuditCheck = {
  id: 'rejects-replay',
  title: 'Refuses the same delivery a second time',
  explainedBy: ['accepts-valid'],
  prepare(subject) {
    if (subject.expectations.duplicates !== 'reject') {
      return { notApplicable: 'You expect duplicates to be answered with success; see idempotent-duplicate.' };
    }
    return {
      sends: sameTwice(subject),
      conclude([, second]) {
        if (second === undefined || !isAccepted(second.reply))
          return pass(refusedWith(second === undefined ? [] : [second]));
        return finding(
          'medium',
          'The same delivery was accepted twice.',
          'Remember the ids of deliveries for as long as their timestamp is inside the window, and refuse a second one.',
        );
      },
    };
  },
};

export const idempotentDuplicate: AuditCheck = {
  id: 'idempotent-duplicate',
  title: 'Answers the same delivery a second time with success',
  explainedBy: ['accepts-valid'],
  prepare(subject) {
    if (subject.expectations.duplicates !== 'accept') {
      return { notApplicable: 'You expect duplicates to be refused; see rejects-replay.' };
    }
    return {
      sends: sameTwice(subject),
      conclude([first, second]) {
        if (first === undefined || second === undefined) return pass('Nothing was sent twice.');
        if (isAccepted(second.reply))
          return pass(
            `Answered with ${statusesOf([first, second])}. Whether it was dealt with only once, replies do not tell.`,
          );
        return finding(
          'medium',
          `The first copy got ${statusesOf([first])} and the second ${statusesOf([second])}: the provider would take the delivery for failed and send it again.`,
          'Answer a delivery whose id you know with the same success, without dealing with it again.',
        );
      },
    };
  },
};

export const idempotentConcurrent: AuditCheck = {
  id: 'idempotent-concurrent',
  title: 'Answers ten copies at once with success',
  explainedBy: ['accepts-valid', 'idempotent-duplicate'],
  prepare(subject) {
    if (subject.expectations.duplicates !== 'accept') {
      return { notApplicable: 'You expect duplicates to be refused.' };
    }
    const copies = same(subject);
    return {
      together: true,
      sends: Array.from({ length: TOGETHER }, (_, index) => copies(`copy ${index + 1} of ${TOGETHER}, all at once`)),
      conclude(exchanges) {
        const bad = exchanges.filter(({ reply }) => !isAccepted(reply));
        if (bad.length === 0) return pass(`All ${exchanges.length} were answered with ${statusesOf(exchanges)}.`);
        return finding(
          'medium',
          `Of ${exchanges.length} copies at once ${bad.length} got ${statusesOf(bad)}.`,
          'Claim the delivery’s id atomically (a unique index, an insert that ignores conflicts), and answer the losers with success.',
        );
      },
    };
  },
};

export const handlesOutOfOrder: AuditCheck = {
  id: 'handles-out-of-order',
  title: 'Takes deliveries in any order',
  explainedBy: ['accepts-valid', 'rejects-replay'],
  prepare: (subject) => ({
    sends: [
      signedSend(subject, 'the newer of two'),
      {
        what: 'the older of two, signed before it',
        make: (nowMs) => subject.signed(subject.fresh(), nowMs - earlierMs(subject)),
      },
    ],
    conclude(exchanges) {
      const bad = exchanges.filter(({ reply }) => !isAccepted(reply));
      if (bad.length === 0) return pass('Both were accepted.');
      return finding(
        'low',
        `A delivery that came after a newer one got ${statusesOf(bad)}. No provider promises an order.`,
        'Do not compare a delivery with the one before it; when order matters, compare versions of the object it is about.',
      );
    },
  }),
};

/** Well inside the window, some of which are seconds. */
function earlierMs(subject: AuditSubject): number {
  return Math.min(60_000, (windowOf(subject) ?? Number.POSITIVE_INFINITY) / 5);
}

export const handlesUnknownEvent: AuditCheck = {
  id: 'handles-unknown-event',
  title: 'Takes an event type it does not know',
  explainedBy: ['accepts-valid'],
  prepare(subject) {
    const changed = withEventType(subject, subject.fresh());
    if (changed === null)
      return { notApplicable: 'This delivery does not name its event type where it could be changed.' };
    return {
      sends: [
        signedSend(subject, 'an event type nobody knows', (request) => withEventType(subject, request) ?? request),
      ],
      conclude(exchanges) {
        if (exchanges.every(({ reply }) => isAccepted(reply))) return pass('Accepted.');
        const severity = exchanges.some(({ reply }) => isBroken(reply)) ? 'medium' : 'low';
        return finding(
          severity,
          `An event of an unknown type got ${statusesOf(exchanges)}. Providers add types without notice, and take this for a failed delivery.`,
          'Answer 200 to events you do not deal with.',
        );
      },
    };
  },
};

function sameTwice(subject: AuditSubject): readonly PlannedSend[] {
  const copies = same(subject);
  return [copies('the first copy'), copies('the second copy')];
}

/** Sends of one and the same signed request, made when the first is sent. */
function same(subject: AuditSubject): (what: string) => PlannedSend {
  let made: ReturnType<PlannedSend['make']> | null = null;
  return (what) => ({
    what,
    make(nowMs) {
      made ??= subject.signed(subject.fresh(), nowMs);
      return made.ok ? ok(made.value) : made;
    },
  });
}

const UNKNOWN_EVENT = 'hookproof.audit.unknown';

function withEventType({ scheme }: AuditSubject, request: AuditRequest): AuditRequest | null {
  for (const source of scheme.metadata.eventType) {
    if ('header' in source) {
      const named = request.headers.some(([name]) => name.toLowerCase() === source.header.toLowerCase());
      if (named) return { ...request, headers: placeHeader(request.headers, source.header, UNKNOWN_EVENT) };
    } else if ('json' in source) {
      if (typeof jsonAt(parseJson(request.body, MAX_JSON_BYTES), source.json) !== 'string') continue;
      const body = withJsonValue(request.body, source.json, UNKNOWN_EVENT);
      if (body !== null) return { ...request, body };
    }
  }
  return null;
}
