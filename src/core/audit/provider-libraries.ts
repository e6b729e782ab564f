import type { CheckId } from './audit.ts';

/**
 * What a provider's own library accepts, or refuses, otherwise than a strict reading of its scheme: a handler that uses the
 * library as documented is not to blame for it. Found by running the libraries at the versions `package.json` names over
 * known answers, and by reading those marked so.
 */
const differences: Readonly<Partial<Record<CheckId, readonly string[]>>> = {
  'rejects-stale-timestamp': ['discord', 'replicate', 'sendgrid'],
  // The last five by reading.
  'rejects-future-timestamp': [
    'discord',
    'replicate',
    'sendgrid',
    'stripe',
    'hubspot-v3',
    'paddle',
    'zoom',
    'mux',
    'contentful',
    'elevenlabs',
    'workos',
    'linear',
  ],
  'rejects-non-numeric-timestamp': ['box', 'replicate', 'stripe'],
  'accepts-rotated': ['paddle', 'sanity'],
  'accepts-valid-unicode': ['workos'],
  'accepts-valid-binary-safe': ['workos', 'zoom'],
};

const words: Readonly<Partial<Record<CheckId, string>>> = {
  'rejects-stale-timestamp': 'The provider’s own library does not look at the timestamp’s age.',
  'rejects-future-timestamp': 'The provider’s own library accepts timestamps from the future.',
  'rejects-non-numeric-timestamp': 'The provider’s own library accepts a timestamp that is no number.',
  'accepts-rotated': 'The provider’s own library refuses a second signature.',
  'accepts-valid-unicode': 'The provider’s own library writes the body again before it verifies it.',
  'accepts-valid-binary-safe': 'The provider’s own library writes the body again before it verifies it.',
};

/** One sentence where the provider's library itself would not do what the check asks for; null where it would. */
export function libraryDiffers(scheme: string, check: CheckId): string | null {
  return differences[check]?.includes(scheme) === true ? (words[check] ?? null) : null;
}
