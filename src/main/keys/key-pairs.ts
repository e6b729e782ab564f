import type { Input, Output } from '../../core/contract.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import { newKeyPair, type PublicHalf, publicHalfOf } from '../../core/signature/new-key-pair.ts';
import type { Scheme } from '../../core/signature/scheme.ts';
import type { Endpoints } from '../endpoints.ts';
import type { Schemes } from '../schemes.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** Key pairs to forge with. The private half is a secret like any other; the public one can be shown at any time. */
export interface KeyPairs {
  make(input: Input<'keys.newPair'>): Promise<Output<'keys.newPair'>>;
  publicHalf(secretId: string): Result<PublicHalf, Failure>;
}

export interface KeyPairsOptions {
  readonly secrets: Pick<Secrets, 'use' | 'add'>;
  readonly schemes: Pick<Schemes, 'byId'>;
  readonly endpoints: Pick<Endpoints, 'byId'>;
  readonly crypto: CryptoPort;
}

export function createKeyPairs({ secrets, schemes, endpoints, crypto }: KeyPairsOptions): KeyPairs {
  return {
    async make({ endpointId, scheme: schemeId, label, identifier }) {
      const scheme = schemes.byId(schemeId);
      if (scheme === undefined) return fail({ code: 'scheme-unknown', scheme: schemeId });
      if (endpoints.byId(endpointId) === undefined) return fail({ code: 'not-found', what: 'endpoint' });
      const pair = keyPairFor(scheme, identifier, crypto);
      if (!pair.ok) return pair;
      const secret = await secrets.add({ endpointId, label, scheme: schemeId, value: pair.value.secret });
      return secret.ok ? ok({ secret: secret.value, publicHalf: pair.value.publicHalf }) : secret;
    },
    publicHalf(secretId) {
      const secret = secrets.use(secretId);
      if (!secret.ok) return secret;
      const { scheme: schemeId, value } = secret.value;
      const scheme = schemeId === null ? undefined : schemes.byId(schemeId);
      if (scheme?.keyPair === undefined) return fail({ code: 'scheme-without-keys', scheme: schemeId });
      const half = publicHalfOf(value, scheme, crypto);
      return half.ok ? half : fail({ code: 'secret-invalid', scheme: schemeId, problem: half.failure });
    },
  };
}

/** A pair with its public half as handlers are given it. */
export function keyPairFor(
  scheme: Scheme,
  identifier: string | null,
  crypto: CryptoPort,
): Result<{ readonly secret: string; readonly publicHalf: PublicHalf }, Failure> {
  const rule = scheme.info.keyPair?.identifier ?? null;
  const before = rule === null || identifier?.trim() === '' ? null : (identifier?.trim() ?? null);
  if (rule?.required === true && before === null) {
    return fail({ code: 'invalid-input', field: 'Key pair', problem: `the ${rule.name} has to stand before the key` });
  }
  const pair = newKeyPair(scheme, crypto, before);
  if (pair === null) return fail({ code: 'scheme-without-keys', scheme: scheme.id });
  const half = publicHalfOf(pair.secret, scheme, crypto);
  // What the identifier looks like is the scheme's to say: one that it does not take for one hides the key.
  if (!half.ok) return fail({ code: 'secret-invalid', scheme: scheme.id, problem: half.failure });
  return ok({ secret: pair.secret, publicHalf: half.value });
}
