import type { Result } from '../result.ts';
import type { CryptoPort } from './crypto-port.ts';
import type { CandidateSecret } from './scheme.ts';

/** The failure is a clause for a person. */
type Load<Key> = (secret: string, crypto: CryptoPort) => Result<Key, string>;

/**
 * `load`, once for each secret: an endpoint's captures are all checked with the same few, and reading a PEM costs more than
 * a signature. A key is held as long as the secret itself and no longer: a deleted secret takes its keys along.
 */
export function loadedOnce<Key>(load: Load<Key>): (secret: CandidateSecret, crypto: CryptoPort) => Result<Key, string> {
  const held = new WeakMap<CandidateSecret, { crypto: CryptoPort; value: string; key: Result<Key, string> }>();
  return (secret, crypto) => {
    const known = held.get(secret);
    if (known !== undefined && known.crypto === crypto && known.value === secret.value) return known.key;
    const key = load(secret.value, crypto);
    held.set(secret, { crypto, value: secret.value, key });
    return key;
  };
}
