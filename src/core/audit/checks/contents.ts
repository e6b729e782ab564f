import { concatBytes, latin1Bytes, latin1Text, sameBytes, utf8Bytes } from '../../bytes.ts';
import { compactJson } from '../../forge/serialise.ts';
import { type AuditRequest, isAccepted } from '../audit.ts';
import { type AuditCheck, finding, pass, refusedWith, rejecting, tamperedSend, unlessHeld } from '../check.ts';
import { rewrittenJson } from '../subject.ts';
import { layouts } from './accepts.ts';

const RAW_BYTES = 'Compute the signature over the bytes as they came, and parse them afterwards.';

export const rejectsTamperedBody = rejecting({
  id: 'rejects-tampered-body',
  title: 'Refuses a body that was changed after it was signed',
  explainedBy: ['rejects-wrong-secret', 'rejects-unsigned'],
  severity: 'high',
  accepted: 'A changed body with the signature of the original was accepted.',
  fix: `The signature has to be computed over the whole body. ${RAW_BYTES}`,
  sends: (subject) => [
    tamperedSend(subject, 'one value of the body changed', (signed) => {
      const body = changedValue(signed.body);
      return body === null ? null : { ...signed, body };
    }),
  ],
});

export const rejectsReserialisedBody = rejecting({
  id: 'rejects-reserialised-body',
  title: 'Refuses the same JSON written in another way',
  explainedBy: ['rejects-tampered-body', 'rejects-wrong-secret', 'rejects-unsigned'],
  severity: 'medium',
  accepted:
    'The same JSON with other white space passed with the original signature: the handler parses the body and verifies what it writes from it, which will fail for real deliveries that are written otherwise.',
  fix: `${RAW_BYTES} In Express use express.raw({ type: 'application/json' }) on this route instead of express.json(); in Flask request.get_data() instead of request.json.`,
  sends: (subject) =>
    layouts.map((write, index) =>
      tamperedSend(
        subject,
        ['without white space', 'with a space after “,” and “:”', 'over several lines'][index] ?? '',
        (signed) => {
          const rewritten = rewrittenJson(signed, write);
          return rewritten === null || sameBytes(rewritten.body, signed.body) ? null : rewritten;
        },
      ),
    ),
});

export const rejectsAppendedBody: AuditCheck = {
  id: 'rejects-appended-body',
  title: 'Refuses a body with something added at its end',
  explainedBy: ['rejects-tampered-body', 'rejects-reserialised-body', 'rejects-wrong-secret', 'rejects-unsigned'],
  prepare: (subject) => ({
    sends: additions.map(([what, added]) =>
      unlessHeld(
        subject,
        tamperedSend(subject, what, (signed) => ({ ...signed, body: concatBytes([signed.body, utf8Bytes(added)]) })),
      ),
    ),
    conclude(exchanges, asked) {
      const through = exchanges.filter(({ reply }) => isAccepted(reply)).map(({ what }) => what);
      if (through.length === 0) return pass(refusedWith(exchanges));
      const message = `A body with something added at its end passed with the original signature: its end is not signed, or is cut off before. Accepted: ${through.join('; ')}.`;
      // Who drops white space refuses what is signed with it, which is what that costs.
      const isBlank = !through.includes(MORE);
      const losesBlanks = asked.some(
        ({ check, exchange }) => check === 'accepts-valid-binary-safe' && !isAccepted(exchange.reply),
      );
      if (isBlank && losesBlanks) {
        return { outcome: 'not-applicable', message: `Follows from accepts-valid-binary-safe: ${message}` };
      }
      return finding('medium', message, `Do not trim or cut the body, and do not read it line by line. ${RAW_BYTES}`);
    },
  }),
};

const MORE = '“&admin=1” added';
const additions = [
  ['a line end added', '\n'],
  ['a space added', ' '],
  [MORE, '&admin=1'],
] as const;

/** The last letter or digit that stands in a value, moved on: JSON stays JSON and a form a form. */
function changedValue(body: AuditRequest['body']): Uint8Array | null {
  const text = latin1Text(body);
  const found = /[A-Za-z0-9](?=[^A-Za-z0-9]*$)/.exec(text.slice(-1000));
  if (found === null) return null;
  const at = Math.max(0, text.length - 1000) + found.index;
  const character = text.charAt(at);
  const isName = /^(?:true|false|null)$/.test(/[a-z]*$/.exec(text.slice(0, at + 1))?.[0] ?? '');
  // A changed keyword would be no JSON any more.
  if (isName) return addedMember(body);
  const other = character === '1' ? '2' : /\d/.test(character) ? '1' : character === 'x' ? 'y' : 'x';
  return latin1Bytes(text.slice(0, at) + other + text.slice(at + 1));
}

function addedMember(body: Uint8Array): Uint8Array | null {
  const request = { method: '', url: '', headers: [], body };
  return (
    rewrittenJson(request, (value) =>
      compactJson(Array.isArray(value) ? [...value, 'hookproof'] : { ...Object(value), hookproof_audit: true }),
    )?.body ?? null
  );
}
