import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src/core/draft/draft.ts';
import type { SecretInfo } from '../../../src/core/secret.ts';
import {
  ANY_SECRET,
  fittingSecrets,
  missingSecret,
  withFittingSecret,
} from '../../../src/renderer/src/features/sending/resolve-secret.ts';

function secret(id: string, endpointId: string, scheme: string | null): SecretInfo {
  return {
    id,
    endpointId,
    scheme,
    label: id,
    masked: '',
    length: 1,
    state: 'ready',
    protection: '',
    createdAt: 0,
    validFrom: null,
    validUntil: null,
  };
}

const secrets = [
  secret('any-other', 'other', null),
  secret('github-other', 'other', 'github'),
  secret('any-own', 'own', null),
  secret('stripe-own', 'own', 'stripe'),
  secret('github-own', 'own', 'github'),
];

function draft(secretId: string): Draft {
  const signing = { scheme: 'github', secretId, signedUrl: null };
  return { method: 'POST', url: '', headers: [], body: new Uint8Array(), signing };
}

describe('the secret of a draft', () => {
  it('is one that is valid now, if there is any', () => {
    const expired = { ...secret('expired', 'own', 'github'), validUntil: 1000 };
    const early = { ...secret('early', 'own', 'github'), validFrom: 3000 };
    const ids = (nowMs: number) =>
      fittingSecrets([expired, early, ...secrets], 'github', 'own', nowMs).map(({ id }) => id);
    expect(ids(999)[0]).toBe('expired');
    expect(ids(2000).slice(0, 2)).toEqual(['github-own', 'any-own']);
    expect(ids(2000).slice(-2)).toEqual(['expired', 'early']);
    expect(ids(3000)[0]).toBe('early');
  });

  it('is one of the endpoint before another’s, and one of the scheme before one of any', () => {
    expect(fittingSecrets(secrets, 'github', 'own').map(({ id }) => id)).toEqual([
      'github-own',
      'any-own',
      'github-other',
      'any-other',
    ]);
  });

  it('is found where none is named or the named one is gone, and kept where it is there', () => {
    expect(withFittingSecret(draft(ANY_SECRET), secrets, 'own').signing?.secretId).toBe('github-own');
    expect(withFittingSecret(draft('deleted'), secrets, null).signing?.secretId).toBe('github-other');
    const chosen = draft('any-other');
    expect(withFittingSecret(chosen, secrets, 'own')).toBe(chosen);
  });

  it('is missed before the engine is asked', () => {
    expect(missingSecret(withFittingSecret(draft('deleted'), [], null))).toEqual({ code: 'secret-missing' });
    expect(missingSecret({ ...draft(''), signing: null })).toBeNull();
  });
});
