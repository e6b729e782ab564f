import { PUBLISHED_KEY_ID } from './key-source.ts';
import type { Verdict, VerdictReason } from './verdict.ts';

/** A verdict in the user's words. */
export interface VerdictWords {
  /** "Verified", "Verified: expired secret", "Failed: wrong signature", "Not checked: no secret". */
  readonly label: string;
  /** What was found, one sentence. */
  readonly sentence: string;
  /** The one thing to do about it; empty where there is nothing to do. */
  readonly hint: string;
}

interface Words {
  /** After "Failed: " or "Not checked: ". */
  readonly short: string;
  readonly sentence: string;
  readonly hint: string;
}

/** The words of a verdict. The only place where they are written. `secret`: label of the one that matched, where it is known. */
export function verdictWords(verdict: Verdict, secret: string | null = null): VerdictWords {
  if (verdict.status === 'verified' || verdict.reason === null) return verifiedWords(verdict, secret);
  const { short, sentence, hint } = wordsOf(verdict.reason, verdict.detail);
  return { label: `${verdict.status === 'failed' ? 'Failed' : 'Not checked'}: ${short}`, sentence, hint };
}

function wordsOf(reason: VerdictReason, detail: string | null): Words {
  const field = detail ?? 'the signature header';
  switch (reason) {
    case 'missing-signature':
      return {
        short: 'no signature',
        sentence: `The request has no ${field}.`,
        hint: 'Check that signing is turned on at the sender, and that this is the right scheme.',
      };
    case 'empty-signature':
      return {
        short: 'empty signature',
        sentence: `The request has ${field}, but it is empty.`,
        hint: 'Check the sender’s secret: many send an empty signature when it is not set.',
      };
    case 'malformed-signature':
      return {
        short: 'malformed signature',
        sentence: `What ${field} holds is not a signature in this scheme’s format and length.`,
        hint: 'Compare it with the expected form on the Signature tab; check that this is the right scheme.',
      };
    case 'duplicate-signature':
      return {
        short: 'several signature headers',
        sentence: `The request has ${field} more than once, with different values.`,
        hint: 'Send it once. A proxy in between may have added one.',
      };
    case 'unknown-version':
      return {
        short: 'unknown signature version',
        sentence: `The signature in ${field} is of another version than this scheme’s.`,
        hint: 'Check which signature version the sender uses; other versions are never accepted in its place.',
      };
    case 'missing-timestamp':
      return {
        short: 'no timestamp',
        sentence: `The request has no timestamp${detail === null ? '' : ` (${detail})`}.`,
        hint: 'Send the moment of signing with the request.',
      };
    case 'malformed-timestamp':
      return {
        short: 'malformed timestamp',
        sentence: `The timestamp${detail === null ? '' : ` (${detail})`} is not a time in the scheme’s format.`,
        hint: 'Check the format and unit the sender writes.',
      };
    case 'duplicate-timestamp':
      return {
        short: 'several timestamps',
        sentence: `The timestamp${detail === null ? '' : ` (${detail})`} is there more than once.`,
        hint: 'Send it once. A proxy in between may have added one.',
      };
    case 'stale-timestamp':
      return {
        short: 'timestamp too old',
        sentence: `The signature is right, but it was made ${duration(detail)} before the request was judged.`,
        hint: 'Send it again re-signed; if it is fresh, check the sender’s clock.',
      };
    case 'future-timestamp':
      return {
        short: 'timestamp in the future',
        sentence: `The signature is right, but its timestamp lies ${duration(detail)} ahead of this machine’s clock.`,
        hint: 'Check both clocks, and the unit of the timestamp.',
      };
    case 'missing-part':
      return {
        short: 'signed part missing',
        sentence: `The scheme signs ${detail ?? 'a part'}, which the request does not have.`,
        hint: 'Check that nothing between sender and here removes it, and that this is the right scheme.',
      };
    case 'malformed-part':
      return {
        short: 'signed part malformed',
        sentence: `A character in ${detail ?? 'a signed header'} would blur where it ends in the signed content.`,
        hint: 'Send a value of letters, digits, “-” and “_”.',
      };
    case 'duplicate-part':
      return {
        short: 'several signed headers',
        sentence: `The request has ${detail ?? 'a signed part'} more than once, with different values, and it is signed.`,
        hint: 'Send it once. A proxy in between may have added one.',
      };
    case 'signature-mismatch':
      return {
        short: 'wrong signature',
        sentence: 'The signature does not belong to this request and the secret.',
        hint: 'Check the secret first, then whether anything changed the request after it was signed.',
      };
    case 'claim-mismatch':
      return {
        short: 'signed for another request',
        sentence: `The signature is right, but what it vouches for (${detail ?? 'a signed value'}) does not fit this request.`,
        hint: 'Check whether anything changed the request after it was signed, and who the sender signs for.',
      };
    case 'untrusted-key-url':
      return {
        short: 'key of another host',
        sentence: `${field} names a place for the key that is not the provider’s.`,
        hint: 'Never fetch a key from there: whoever wrote the request chose it.',
      };
    case 'invalid-secret':
      return {
        short: 'unusable secret',
        sentence: `The secret cannot be used with this scheme${detail === null ? '' : `: ${detail}`}.`,
        hint: 'Paste the secret again, whole, as the provider shows it.',
      };
    case 'no-scheme':
      return {
        short: 'no known scheme',
        sentence: 'No signature scheme fits the headers of this request.',
        hint: 'Choose the scheme for this endpoint, or send the request signed.',
      };
    case 'no-secret':
      return {
        short: 'no secret',
        sentence: 'There is no secret to check the signature with.',
        hint: 'Paste the provider’s signing secret.',
      };
    case 'key-unavailable':
      return {
        short: 'key could not be fetched',
        sentence:
          detail === null
            ? 'The sender’s public key is not known here.'
            : `The sender’s public key is not known here; it is at ${detail}.`,
        hint: 'Paste the public key, certificate or key set as the secret.',
      };
    case 'secret-locked':
      return {
        short: 'secret locked',
        sentence: 'The secret is stored, but this machine’s key store cannot open it now.',
        hint: 'Unlock the key store, or enter the secret again.',
      };
    case 'no-public-url':
      return {
        short: 'public URL unknown',
        sentence: 'The scheme signs the public URL the request was sent to, which is not known here.',
        hint: 'Enter the URL that the provider is configured with.',
      };
    case 'body-incomplete':
      return {
        short: 'body incomplete',
        sentence: 'The body was cut off, so its signature cannot be computed.',
        hint: 'Raise the body limit in Settings if it was over it, and have the request sent again.',
      };
    case 'malformed-request':
      return {
        short: 'malformed request',
        sentence: 'The request could not be read as HTTP.',
        hint: 'See the raw bytes and the reason on its Overview tab.',
      };
    case 'judging-ended':
      return {
        short: 'judging given up',
        sentence: 'Judging this request took too long or too much memory, and was given up.',
        hint: 'Its bytes are stored as they came. Pin the scheme of the endpoint, so that less has to be tried.',
      };
    case 'unsigned-scheme':
      return {
        short: 'not signed',
        sentence: 'Requests of this kind carry no signature.',
        hint: '',
      };
    case 'unresolved-scheme':
      return {
        short: 'way of signing not known',
        sentence: 'How this sender signs its requests is not known well enough to check it.',
        hint: 'Write the scheme as a recipe of your own if the sender’s documentation describes it.',
      };
  }
}

function verifiedWords({ warning, detail, secretId }: Verdict, secret: string | null): VerdictWords {
  const named = secret === null ? 'a secret' : `the secret “${secret}”`;
  if (warning === undefined) {
    const isPublished = secretId === PUBLISHED_KEY_ID;
    const by = isPublished ? 'the key that the provider publishes' : secret === null ? 'the secret' : named;
    return { label: 'Verified', sentence: `The signature matches the request and ${by}.`, hint: '' };
  }
  switch (warning) {
    case 'expired-secret':
      return {
        label: 'Verified: expired secret',
        sentence: `Verified with ${named}, which expired ${duration(detail)} before.`,
        hint: 'Give the sender the new secret; a handler that dropped the old one rejects this request.',
      };
    case 'early-secret':
      return {
        label: 'Verified: secret not valid yet',
        sentence: `Verified with ${named}, which becomes valid ${duration(detail)} after.`,
        hint: 'The sender uses the new secret already; a handler that does not know it yet rejects this request.',
      };
  }
}

/** Seconds as people say them: "7 minutes". */
function duration(seconds: string | null): string {
  const value = Number(seconds);
  if (seconds === null || !Number.isFinite(value)) return 'some time';
  const [amount, unit] =
    value < 120
      ? [value, 'second']
      : value < 7200
        ? [Math.round(value / 60), 'minute']
        : value < 172_800
          ? [Math.round(value / 3600), 'hour']
          : [Math.round(value / 86_400), 'day'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
