import {
  base64Of,
  base64UrlOf,
  bytesFromBase64,
  bytesFromBase64Url,
  bytesFromHex,
  hexOf,
  latin1Text,
  utf8ByteString,
} from '../../bytes.ts';
import type { AuditExchange, AuditReply } from '../audit.ts';
import { type Asked, type AuditCheck, type Conclusion, finding, pass } from '../check.ts';
import { signatureText } from '../signature-place.ts';
import type { AuditSubject } from '../subject.ts';

/** Signatures of fewer characters would be found in any text by chance. */
const MIN_CHARACTERS = 16;

/**
 * Whether a refusal tells what the right signature would have been, or the secret itself: then anybody can have requests
 * signed by sending them. Looks at every reply so far to a request that was refused, and sends nothing.
 */
export const leaksExpectedSignature: AuditCheck = {
  id: 'leaks-expected-signature',
  title: 'Keeps the expected signature to itself',
  prepare: (subject) => ({
    sends: [],
    conclude: (_, asked) => leaked(subject, asked) ?? pass('No refusal tells the expected signature.'),
  }),
};

function leaked(subject: AuditSubject, asked: readonly Asked[]): Conclusion | null {
  for (const { exchange } of asked) {
    const { what, request, reply, at } = exchange;
    if (reply.kind !== 'replied' || reply.status < 400) continue;
    const shown = textOf(reply);
    if (subject.secret.length >= MIN_CHARACTERS && shown.includes(utf8ByteString(subject.secret))) {
      return {
        ...finding(
          'high',
          `The reply to “${what}” holds the secret itself.`,
          'Never put the secret into a reply or an error. Change it now.',
        ),
        exchanges: [exchange],
      };
    }
    // What it says must not have been in the request: many error pages repeat that.
    const sent = latin1Text(request.body) + request.headers.map(([, value]) => value).join('\n');
    const right = rightSignatures(subject, request, at).filter((text) => !sent.includes(text));
    if (right.some((text) => shown.includes(text))) {
      return {
        ...finding(
          'high',
          `The reply to “${what}” holds the signature that would have been right: whoever sends a forged request learns how to sign it.`,
          'Answer with a fixed text such as “invalid signature”, and keep expected values in a debug log if anywhere.',
        ),
        exchanges: [exchange],
      };
    }
  }
  return null;
}

/** Of the request signed at the moment it was made at, in the usual encodings. */
function rightSignatures(subject: AuditSubject, request: AuditExchange['request'], sentAt: number): readonly string[] {
  const texts = new Set<string>();
  const signed = subject.signed(request, sentAt);
  if (!signed.ok) return [];
  for (const place of subject.places(signed.value, sentAt)) {
    const text = signatureText(signed.value, place);
    const bytes = bytesFromHex(text) ?? bytesFromBase64(text) ?? bytesFromBase64Url(text);
    texts.add(text);
    if (bytes !== undefined) for (const encode of [hexOf, base64Of, base64UrlOf]) texts.add(encode(bytes));
  }
  return [...texts].filter((text) => text.length >= MIN_CHARACTERS);
}

function textOf(reply: Extract<AuditReply, { kind: 'replied' }>): string {
  return `${reply.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}\n${latin1Text(reply.body)}`;
}
