import { utf8Bytes } from '../../bytes.ts';
import { compactJson } from '../../forge/serialise.ts';
import { placeHeader } from '../../signature/recipe-sign.ts';
import { type AuditExchange, type AuditRequest, type CheckOutcome, isAccepted, isBroken } from '../audit.ts';
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

export const handlesLargeBody: AuditCheck = {
  id: 'handles-large-body',
  title: 'Reads a large body whole, or answers 413',
  explainedBy: ['accepts-valid', 'rejects-reserialised-body'],
  prepare: (subject) => ({
    sends: (
      [
        ['a body of 1 MiB', 'x'],
        [BEYOND_ASCII, '好'],
      ] as const
    ).map(([what, character]) =>
      signedSend(
        subject,
        what,
        (request) => rewrittenJson(request, padded(character)) ?? { ...request, body: paddedForm(request) },
      ),
    ),
    conclude(exchanges, asked) {
      if (exchanges.some(({ reply }) => isBroken(reply))) {
        return finding(
          'medium',
          `A rightly signed body of 1 MiB broke the handler. Got ${statusesOf(exchanges)}.`,
          'Read the body up to a limit of your own, and answer 413 beyond it.',
        );
      }
      const refused = exchanges.filter(
        ({ reply }) => reply.kind === 'replied' && (reply.status === 401 || reply.status === 403),
      );
      const [plain, beyond] = exchanges;
      const losesCharacters =
        plain !== undefined && beyond !== undefined && isAccepted(plain.reply) && !isAccepted(beyond.reply);
      const losesAll = asked.some(
        ({ check, exchange }) => check === 'accepts-valid-unicode' && !isAccepted(exchange.reply),
      );
      if (losesCharacters && !losesAll) {
        return finding(
          'medium',
          `A large body was accepted in ASCII and refused with characters beyond it. Got ${statusesOf([beyond])}.`,
          'Chunks of the body are decoded one by one, which breaks characters that lie across two. Put the bytes together first: Buffer.concat(chunks).',
        );
      }
      if (refused.length > 0 && !losesCharacters) {
        return finding(
          'medium',
          `A rightly signed body of 1 MiB was refused as if its signature were wrong. Got ${statusesOf(refused)}.`,
          'Read the body to its end before you verify it; answer 413 where it is too large for you.',
        );
      }
      return pass(`Answered with ${statusesOf(exchanges)}.`);
    },
  }),
};

const BEYOND_ASCII = 'a body of 1 MiB beyond ASCII';

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

function padded(character: string): (value: unknown) => string {
  const text = character.repeat(LARGE_BYTES / utf8Bytes(character).length);
  return (value) =>
    compactJson(Array.isArray(value) ? [...value, text] : { ...Object(value), hookproof_padding: text });
}

function paddedForm({ body }: AuditRequest): Uint8Array {
  const whole = new Uint8Array(body.length + LARGE_BYTES).fill(0x78);
  whole.set(body);
  return whole;
}
