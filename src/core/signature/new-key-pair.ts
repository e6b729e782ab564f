import type { CryptoPort, KeyPair } from './crypto-port.ts';
import type { Scheme } from './scheme.ts';

/**
 * A key pair to forge with: the secret signs here, the public half goes into the handler under test in place of the
 * provider's. null: the scheme has no key pairs.
 */
export function newKeyPair(scheme: Scheme, crypto: CryptoPort): KeyPair | null {
  return scheme.keyPair === undefined ? null : crypto.newKeyPair(scheme.keyPair);
}
