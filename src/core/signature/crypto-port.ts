export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/**
 * The cryptography a host lends to core. Synchronous: on one thread `node:crypto` takes 3 µs for an HMAC of 1 KiB,
 * WebCrypto's promises 86 µs. Contents are given in parts so that a body is never copied to put a prefix before it.
 */
export interface CryptoPort {
  hash(name: HashName, parts: readonly Uint8Array[]): Uint8Array;
  hmac(name: HashName, key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array;
  /** Constant in time for inputs of one length; false for different lengths. */
  sameBytes(a: Uint8Array, b: Uint8Array): boolean;
  /** RFC 8032. `publicKey` 32 bytes, `signature` 64; false, never a throw, for anything that is not a valid pair. */
  verifyEd25519(publicKey: Uint8Array, parts: readonly Uint8Array[], signature: Uint8Array): boolean;
  /** `seed` is the 32-byte private key of RFC 8032; returns 64 bytes. */
  signEd25519(seed: Uint8Array, parts: readonly Uint8Array[]): Uint8Array;
  /** The 32-byte public key of a 32-byte seed. */
  ed25519PublicKey(seed: Uint8Array): Uint8Array;
  randomBytes(length: number): Uint8Array;
}
