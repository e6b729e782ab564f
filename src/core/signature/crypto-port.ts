/** MD5 only because one provider still signs with it. */
export type HashName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** What a key is good for. The EC kinds are named by their curve (P-256, P-384, P-521). */
export type KeyKind = 'rsa' | 'p256' | 'p384' | 'p521' | 'ed25519';

/**
 * A way of signing with a key pair. `rsa-*`: RSASSA-PKCS1-v1_5; `rsa-pss-*`: RSASSA-PSS with a salt as long as the hash
 * (both RFC 8017). `ecdsa-*`: the signature is a DER sequence of r and s; `ecdsa-*-raw`: r and s side by side (IEEE P1363,
 * as JWS and RFC 9421 write it). `ed25519`: RFC 8032.
 */
export type KeyAlgorithm =
  | `rsa-${'sha1' | 'sha256' | 'sha384' | 'sha512'}`
  | `rsa-pss-${'sha256' | 'sha384' | 'sha512'}`
  | `ecdsa-${'sha1' | 'sha256' | 'sha384' | 'sha512'}`
  | `ecdsa-${'sha256' | 'sha384' | 'sha512'}-raw`
  | 'ed25519';

/** SPKI in DER, and the members of a JWK (RFC 7517) that are the key. */
export interface ExportedPublicKey {
  readonly spki: Uint8Array;
  readonly jwk: Readonly<Record<string, string>>;
}

/** A public key, or a private one with its public half. */
export interface AsymmetricKey {
  readonly kind: KeyKind;
  /** The key id of a JWK (RFC 7517, section 4.5); null where the text gave none. */
  readonly id: string | null;
  /** False, never a throw, for another kind's algorithm and for anything that is not a signature. */
  verify(algorithm: KeyAlgorithm, parts: readonly Uint8Array[], signature: Uint8Array): boolean;
  /** The public half, of a private key too. */
  exportPublic(): ExportedPublicKey;
  /** null: a public key. Throws for another kind's algorithm. */
  readonly sign: ((algorithm: KeyAlgorithm, parts: readonly Uint8Array[]) => Uint8Array) | null;
}

/** Both halves as text that `readKeys` reads: PEM, PKCS#8 and SPKI. */
export interface KeyPair {
  readonly secret: string;
  readonly publicKey: string;
}

/**
 * The cryptography a host lends to core. Synchronous: on one thread `node:crypto` takes 3 µs for an HMAC of 1 KiB,
 * WebCrypto's promises 86 µs. Contents are given in parts so that a body is never copied to put a prefix before it.
 */
export interface CryptoPort {
  hash(name: HashName, parts: readonly Uint8Array[]): Uint8Array;
  /** The bytes of a key stay as they are once they were given. */
  hmac(name: HashName, key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array;
  /** Constant in time for inputs of one length; false for different lengths. */
  sameBytes(a: Uint8Array, b: Uint8Array): boolean;
  /** RFC 8032. `publicKey` 32 bytes, `signature` 64; false, never a throw, for anything that is not a valid pair. */
  verifyEd25519(publicKey: Uint8Array, parts: readonly Uint8Array[], signature: Uint8Array): boolean;
  /** `seed` is the 32-byte private key of RFC 8032; returns 64 bytes. */
  signEd25519(seed: Uint8Array, parts: readonly Uint8Array[]): Uint8Array;
  /** The 32-byte public key of a 32-byte seed. */
  ed25519PublicKey(seed: Uint8Array): Uint8Array;
  /**
   * The keys in a text as people paste it: PEM (public keys, private keys, X.509 certificates; several one after another),
   * a JWK or JWK set, JSON of PEM texts by their ids, or base64 of SPKI or PKCS#8 DER. A certificate is read for its key alone: neither its chain nor its
   * dates are checked. Empty, never a throw, for any other text and for keys of other kinds.
   */
  readKeys(text: string): readonly AsymmetricKey[];
  newKeyPair(kind: KeyKind): KeyPair;
  randomBytes(length: number): Uint8Array;
}
