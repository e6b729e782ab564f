import type { Scheme } from '../signature/scheme.ts';
import type { Change } from './change.ts';
import type { Cause, ClockSkew, Diagnosis, DiagnosisEvidence } from './diagnosis.ts';

/** The words of a diagnosis. The only place where they are written; no secret is ever part of them. */
export type DiagnosisWords = Pick<Diagnosis, 'message' | 'fix'>;

const RAW_BYTES =
  "verify the raw bytes, before anything parses them: in Express use express.raw({type: 'application/json'}) on this route, " +
  'in Flask request.get_data(), in Django request.body, in Rails request.raw_post, in Next.js await request.text(), ' +
  'in Spring a byte[] @RequestBody';

/** One or two changes with which the signature was computed to be the received one. */
export function diagnosisWords(
  changes: readonly [Change] | readonly [Change, Change],
  evidence: DiagnosisEvidence,
  scheme: Scheme,
): DiagnosisWords {
  const [first, second] = changes;
  const one = wordsOf(first, evidence, scheme);
  if (second === undefined) return one;
  const other = wordsOf(second, evidence, scheme);
  return {
    message: `${one.message.replace(/\.$/, '')}; besides, ${lowerFirst(other.message)}`,
    fix: one.fix === other.fix ? one.fix : `${one.fix} ${other.fix}`,
  };
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function wordsOf({ cause, note }: Change, evidence: DiagnosisEvidence, scheme: Scheme): DiagnosisWords {
  const right = scheme.mechanism.strength === 'token' ? 'The token is right' : 'The signature is right';
  switch (cause) {
    case 'secret-whitespace':
      return note.startsWith('the signer’s')
        ? {
            message: `The secret differs at its ends: ${note}.`,
            fix: 'Remove it from the secret in the sender’s configuration, or enter your secret with it.',
          }
        : {
            message: `The secret was entered with ${note === '' ? 'characters around it' : note}, which is no part of it.`,
            fix: 'Enter the secret without it, here and in your endpoint’s configuration; trim what you read from files and variables.',
          };
    case 'secret-encoding': {
      const was = evidence.secret?.readAs?.was ?? 'text';
      return {
        message: `The signature was made with the secret read as ${note}, where ${scheme.name} reads it as ${was}.`,
        fix: `Make the key from the secret in the way ${scheme.name} documents, on both sides; the key of your signing code is the secret as ${note}.`,
      };
    }
    case 'secret-other':
      return {
        message: `${right} with another of your stored secrets.`,
        fix: 'Use that secret for this endpoint, or have the sender sign with this endpoint’s: test and live, old and new secrets are easily exchanged.',
      };
    case 'secret-empty':
      return {
        message:
          note === ''
            ? 'The sender signed with an empty secret.'
            : `The sender signed with the text “${note}” as its secret, which a program makes of one that is not set.`,
        fix: 'Set the secret at the sender: its variable or setting is missing where it signs, and anybody can make such a signature.',
      };
    case 'body-reserialised':
      return {
        message: `The signed body is the received JSON as ${note} writes it: it was parsed and written again between signing and verifying.`,
        fix: `Sign and send the same bytes, and ${RAW_BYTES}.`,
      };
    case 'body-newline':
      return {
        message: `The signed body differs from the received one in its line breaks alone (${note}).`,
        fix: `Sign exactly the bytes that are sent, and ${RAW_BYTES}; curl’s --data removes line breaks where --data-binary keeps them.`,
      };
    case 'body-charset':
      return {
        message: `The signed body is the received one in another character encoding (${note}).`,
        fix: `Encode the body to UTF-8 once, sign and send those bytes, and ${RAW_BYTES}.`,
      };
    case 'body-decoded':
      return {
        message: `The signed body and the received one are two encodings of the same content (${note}).`,
        fix: `Sign the body as it is sent, compressed and encoded, and ${RAW_BYTES}.`,
      };
    case 'body-empty':
      return {
        message: 'The signature was made over an empty body, while the request has one.',
        fix: `Let the signer read the body before it signs: its stream was not read yet or was used up; and ${RAW_BYTES}.`,
      };
    case 'body-truncated':
      return {
        message: `The signature was made over another stretch of the body than the one received (${note}).`,
        fix: 'Sign the whole body: look for a length counted in characters instead of bytes, and for a buffer of a fixed size.',
      };
    case 'content-template':
      return {
        message: `The signature was made over ${note}, where ${scheme.name} signs ${signedBy(scheme)}.`,
        fix: `Build the signed content as ${scheme.name} documents it, part for part and in its order.`,
      };
    case 'timestamp-unit':
      return {
        message: note.includes(' where ')
          ? `The signature is right, but ${note}.`
          : `The signature was made with another writing of the timestamp: ${note}.`,
        fix: 'Write the timestamp in the scheme’s unit, and sign exactly the text that the request carries.',
      };
    case 'timestamp-other-header':
      return {
        message: `The timestamp that was signed is not the one ${scheme.name} reads: it stands in ${note}.`,
        fix: 'Read one moment from the clock, and put the same text into the signed content and into the scheme’s own field.',
      };
    case 'url-mismatch': {
      const { received, signed } = evidence.urls ?? { received: 'another URL', signed: 'one URL' };
      return {
        message: `The signature is for ${signed}, and the request was received at ${received}.`,
        fix: "Verify with the URL that the sender is configured with: behind a proxy build it from your public address instead of the Host header (in Express app.set('trust proxy', true)), or set the endpoint’s public URL to it.",
      };
    }
    case 'algorithm':
      return {
        message: `The signature was computed with ${note}.`,
        fix: `Sign with the algorithm that ${scheme.name} documents.`,
      };
    case 'encoding':
      return {
        message: `${right}, but not written as ${scheme.name} writes it: ${note}.`,
        fix: 'Write it in the scheme’s encoding and with its prefix, and compare decoded bytes instead of texts.',
      };
    case 'scheme-other':
      return note.startsWith('in the header ')
        ? {
            message: `${right}, but it stands ${note}, where ${scheme.name} does not look.`,
            fix: 'Send it in the scheme’s own header, or save this way of signing as a scheme of your own.',
          }
        : {
            message: `The signature is right under another scheme: ${note}.`,
            fix: 'Choose that scheme for this endpoint.',
          };
    case 'signature-truncated':
      return {
        message: `The signature is right, but cut off: the request carries ${note}.`,
        fix: 'Send the whole signature: look for a column, a field or a log line that is too short for it.',
      };
    case 'signature-of-other-request':
      return {
        message: `The signature belongs to capture ${note}: it was made for that request and sent with this one.`,
        fix: 'Sign each request anew: look for a signature that is kept between requests, and for deliveries that run at once and share a variable.',
      };
    case 'clock-skew':
      return clockWords(evidence.clock);
  }
}

function signedBy({ recipes }: Scheme): string {
  const [recipe] = recipes ?? [];
  return recipe === undefined ? 'something else' : `“${recipe.signed ?? '{body}'}”`;
}

/** A request is on its way for less, and what writes `Date` rounds to seconds. */
const CLOCKS_DIFFER_SECONDS = 60;

function clockWords(clock: ClockSkew | null): DiagnosisWords {
  const {
    behindSeconds = 0,
    toleranceSeconds = 0,
    dateBehindSeconds = null,
    others = 0,
    othersAlike = 0,
  } = clock ?? {};
  const side = behindSeconds >= 0 ? 'old' : 'ahead of this machine’s clock';
  const message = `The signature is right, but its timestamp is ${duration(Math.abs(behindSeconds))} ${side}, and ${duration(toleranceSeconds)} are allowed`;
  if (others > 0 && othersAlike === others) {
    return {
      message: `${message}; the sender’s ${others === 1 ? 'other capture is' : `${others} other captures are`} off by as much.`,
      fix: 'Set the clock of the sender or of this machine: one of them is wrong (check that both follow a time server).',
    };
  }
  if (dateBehindSeconds !== null && Math.abs(dateBehindSeconds) > CLOCKS_DIFFER_SECONDS) {
    const by = duration(Math.abs(dateBehindSeconds));
    return {
      message: `${message}; by its Date header, the sender’s clock is ${by} ${dateBehindSeconds > 0 ? 'behind' : 'ahead of'} this machine’s.`,
      fix: 'Set the clock that is wrong, the sender’s or this machine’s. If the whole request was recorded, send it again re-signed.',
    };
  }
  return {
    message: `${message}.`,
    fix:
      behindSeconds >= 0
        ? 'Send it again re-signed: it was replayed or waited in a queue; if it is fresh, set the sender’s clock.'
        : 'Set the clock that is wrong, the sender’s or this machine’s.',
  };
}

function duration(seconds: number): string {
  const [amount, unit] =
    seconds < 120
      ? [Math.round(seconds), 'second']
      : seconds < 7200
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** Nothing was proved: why this is the likeliest next thing to look at, from what the request shows. */
export function guessWords(cause: Cause, reason: string, scheme: Scheme): DiagnosisWords {
  return { message: `${reason}.`, fix: guessFixes(cause, scheme) };
}

function guessFixes(cause: Cause, scheme: Scheme): string {
  switch (cause) {
    case 'secret-other':
      return `Paste the secret again, whole, from where the sender shows it: ${scheme.info.secretHint}`;
    case 'secret-encoding':
      return `Paste the secret as the sender shows it: ${scheme.info.secretHint}`;
    case 'body-reserialised':
    case 'body-decoded':
      return `Compare the bytes that were signed with those received here, and ${RAW_BYTES}.`;
    case 'url-mismatch':
      return 'Set the endpoint’s public URL to exactly the one that the sender is configured with.';
    case 'scheme-other':
      return 'Check which sender this is, and choose its scheme for the endpoint, or discover it from two captures and the secret.';
    case 'timestamp-other-header':
      return 'Send the moment of signing in the scheme’s own field, and sign that text.';
    case 'timestamp-unit':
      return 'Write the timestamp in the scheme’s unit, and sign exactly that text.';
    case 'encoding':
      return 'Write the signature in the scheme’s encoding and with its prefix.';
    case 'clock-skew':
      return 'Send it again re-signed, and check that the clocks of the sender and of this machine are right.';
    default:
      return `Compare the content that was signed with what ${scheme.name} documents, part for part.`;
  }
}
