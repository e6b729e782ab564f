import type { SchemeInfo } from '../signature/scheme-info.ts';
import type { WrongAcceptance, WrongRefusal } from '../signature/sdk-difference.ts';
import type { CheckId } from './audit.ts';

interface Excuse {
  readonly accepts?: readonly WrongAcceptance[];
  readonly refuses?: readonly WrongRefusal[];
  /** What the library does. */
  readonly text: string;
}

const rewrites = { refuses: ['rewritten-json'], text: 'writes the body again before it verifies it' } as const;

/** Questions whose answer is the library's and not the handler's, where the provider's library has one of these habits. */
const excuses: Readonly<Partial<Record<CheckId, Excuse>>> = {
  'accepts-valid-unicode': rewrites,
  'accepts-valid-binary-safe': rewrites,
  'accepts-rotated': {
    refuses: ['last-signature-only', 'one-signature-only'],
    text: 'looks at one of several signatures only',
  },
  'rejects-reserialised-body': rewrites,
  'rejects-appended-body': rewrites,
  'rejects-stale-timestamp': { accepts: ['any-age'], text: 'does not look at the timestamp’s age' },
  'rejects-future-timestamp': { accepts: ['any-age', 'future'], text: 'accepts timestamps from the future' },
  'rejects-missing-timestamp': {
    accepts: ['any-age', 'unreadable-timestamp'],
    text: 'does not look at the timestamp’s age where it is no time',
  },
  'rejects-non-numeric-timestamp': {
    accepts: ['any-age', 'unreadable-timestamp'],
    text: 'accepts a timestamp that is no time',
  },
};

/**
 * One sentence where the provider's own library would not do what the check asks for: a handler that uses the library as
 * documented is not to blame for it. null where it would, or where no library is known.
 */
export function libraryDiffers({ sdk }: Pick<SchemeInfo, 'sdk'>, check: CheckId): string | null {
  const excuse = excuses[check];
  if (excuse === undefined) return null;
  const { accepts: accepted = [], refuses: refused = [], text } = excuse;
  const known = sdk.find(
    ({ accepts = [], refuses = [] }) =>
      accepted.some((one) => accepts.includes(one)) || refused.some((one) => refuses.includes(one)),
  );
  return known === undefined ? null : `The provider’s own library (${known.library}) ${text}.`;
}
