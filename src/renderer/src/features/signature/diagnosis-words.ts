import type { Cause, ClockSkew, Diagnosis } from '../../../../core/diagnosis/diagnosis.ts';
import { formatCount, formatDuration } from '../../ui/index.ts';

/** A cause in two or three words, for lists and badges. The sentence is the diagnosis's own. */
export const causeNames: Readonly<Record<Cause, string>> = {
  'secret-whitespace': 'characters around the secret',
  'secret-encoding': 'reading of the secret',
  'secret-other': 'another secret',
  'secret-empty': 'empty secret',
  'body-reserialised': 'body written again',
  'body-newline': 'line ends',
  'body-charset': 'character encoding',
  'body-decoded': 'body decoded',
  'body-empty': 'empty body signed',
  'body-truncated': 'body cut off',
  'content-template': 'signed content',
  'timestamp-unit': 'unit of the timestamp',
  'timestamp-other-header': 'another timestamp',
  'url-mismatch': 'another URL',
  algorithm: 'algorithm',
  encoding: 'encoding of the signature',
  'scheme-other': 'another scheme',
  'signature-truncated': 'signature cut off',
  'signature-of-other-request': 'another request’s signature',
  'clock-skew': 'clock',
};

/** Whether code that verifies correctly does away with it. Elsewhere the code is as right as before, and so is the fault. */
const isOfCode: Readonly<Record<Cause, boolean>> = {
  'secret-whitespace': false,
  'secret-encoding': true,
  'secret-other': false,
  'secret-empty': false,
  'body-reserialised': true,
  'body-newline': true,
  'body-charset': true,
  'body-decoded': true,
  'body-empty': true,
  'body-truncated': false,
  'content-template': true,
  'timestamp-unit': true,
  'timestamp-other-header': true,
  'url-mismatch': true,
  algorithm: true,
  encoding: true,
  'scheme-other': true,
  'signature-truncated': false,
  'signature-of-other-request': false,
  'clock-skew': false,
};

export interface CodeWords {
  /** On the button that copies the code. */
  readonly copy: string;
  /** Of the choice of its language, read out. */
  readonly language: string;
  /** What the shown code is, read out. */
  readonly code: string;
}

/** What the code beside a diagnosis is called: a fix only where it is one. */
export function codeWords(causes: Diagnosis['causes']): CodeWords {
  return causes.some((cause) => isOfCode[cause])
    ? { copy: 'Copy the fix', language: 'Language of the fix', code: 'fix' }
    : { copy: 'Copy verification code', language: 'Language of the code', code: 'verification code' };
}

/** How far the clocks are apart, and whether that is usual for the sender: one sentence each. */
export function clockWords({ behindSeconds, toleranceSeconds, others, othersAlike }: ClockSkew): readonly string[] {
  const by = formatDuration(Math.abs(behindSeconds) * 1000);
  const apart = `The sender’s timestamp is ${by} ${behindSeconds >= 0 ? 'behind' : 'ahead of'} this machine’s clock; up to ${formatDuration(toleranceSeconds * 1000)} is accepted.`;
  if (others === 0) return [apart, 'No other capture of this scheme with a timestamp is there to compare.'];
  if (othersAlike === others) {
    return [
      apart,
      others === 1
        ? 'The other capture of this scheme is off by about as much: the clock is wrong.'
        : `All ${formatCount(others)} other captures of this scheme are off by about as much: the clock is wrong.`,
    ];
  }
  return [
    apart,
    othersAlike === 0
      ? 'No other capture of this scheme is off like this: the request was late, or was sent again.'
      : `${formatCount(othersAlike)} of ${formatCount(others)} other captures of this scheme are off by about as much.`,
  ];
}
