import type { Scheme } from '../signature/scheme.ts';

/** What of a scheme itself is weak or a trap, whatever a handler does: one sentence each. */
export function weaknessesOf({ info, mechanism }: Pick<Scheme, 'info' | 'mechanism'>): readonly string[] {
  if (mechanism.strength !== 'legacy') return info.notes;
  return [
    ...info.notes,
    'The signature rests on a hash that is no longer recommended; where the provider sends a newer one, verify that.',
  ];
}
