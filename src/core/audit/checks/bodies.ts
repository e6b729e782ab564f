import { compactJson } from '../../forge/serialise.ts';
import { placeHeader } from '../../signature/recipe-sign.ts';
import { type AuditExchange, type AuditRequest, type CheckOutcome, isBroken } from '../audit.ts';
import { type AuditCheck, finding, type PlannedSend, pass, signedSend, statusesOf } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { rewrittenJson } from '../subject.ts';

/** Larger than the default limits of most frameworks (100 KiB to 1 MiB), smaller than what providers send at most (GitHub: 25 MB). */
const LARGE_BYTES = 1024 * 1024;

const NOTHING = new Uint8Array(0);

export const handlesEmptyBody = surviving({
  id: 'handles-empty-body',
  title: 'Does not break on an empty body',
  broke: 'An empty body that was rightly signed broke the handler.',
  fix: 'Check that there is a body before parsing it, and answer 400 when there is none.',
  send: (subject) => signedSend(subject, 'an empty body, rightly signed', (request) => ({ ...request, body: NOTHING })),
});

export const handlesLargeBody = surviving({
  id: 'handles-large-body',
  title: 'Does not break on a large body',
  broke: 'A rightly signed body of 1 MiB broke the handler.',
  fix: 'Read the body up to a limit of your own, and answer 413 beyond it.',
  send: (subject) =>
    signedSend(
      subject,
      'a body of 1 MiB',
      (request) => rewrittenJson(request, padded) ?? { ...request, body: paddedForm(request) },
    ),
});

export const handlesWrongContentType = surviving({
  id: 'handles-wrong-content-type',
  title: 'Does not break on another Content-Type',
  broke: 'A rightly signed delivery with another Content-Type broke the handler.',
  fix: 'Take the raw body whatever Content-Type says, or answer 415. A body parser that leaves the body undefined must not be relied on.',
  send: (subject) =>
    signedSend(subject, 'Content-Type application/octet-stream', (request) => ({
      ...request,
      headers: placeHeader(request.headers, 'Content-Type', 'application/octet-stream'),
    })),
});

interface Surviving extends Pick<AuditCheck, 'id' | 'title'> {
  readonly broke: string;
  readonly fix: string;
  send(subject: AuditSubject): PlannedSend;
}

/** A check that any answer of the handler's own passes. */
function surviving({ id, title, broke, fix, send }: Surviving): AuditCheck {
  return {
    id,
    title,
    explainedBy: ['accepts-valid', 'rejects-reserialised-body'],
    prepare: (subject) => ({
      sends: [send(subject)],
      conclude(exchanges: readonly AuditExchange[]): CheckOutcome {
        if (!exchanges.some(({ reply }) => isBroken(reply))) return pass(`Answered with ${statusesOf(exchanges)}.`);
        return finding('medium', `${broke} Got ${statusesOf(exchanges)}.`, fix);
      },
    }),
  };
}

function padded(value: unknown): string {
  return compactJson(
    Array.isArray(value)
      ? [...value, 'x'.repeat(LARGE_BYTES)]
      : { ...Object(value), hookproof_padding: 'x'.repeat(LARGE_BYTES) },
  );
}

function paddedForm({ body }: AuditRequest): Uint8Array {
  const whole = new Uint8Array(body.length + LARGE_BYTES).fill(0x78);
  whole.set(body);
  return whole;
}
