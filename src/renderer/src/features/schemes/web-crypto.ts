import { concatBytes, hexOf } from '../../../../core/bytes.ts';
import type { CryptoPort, HashName } from '../../../../core/signature/crypto-port.ts';

const names = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;
const lengths = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

/** A digest of a digest of a digest is more than any recipe asks for. */
const MAX_ROUNDS = 5;

/**
 * Runs code written for the synchronous `CryptoPort` on the browser's WebCrypto, whose answers are promises: each run notes
 * what is not known yet and goes on with zeros, until one run finds everything known. `run` has to be deterministic.
 * Random bytes are the same each time; MD5 and keys in pairs are not there. For examples, never for secrets of the user's.
 */
export async function onWebCrypto<T>(run: (crypto: CryptoPort) => T): Promise<T> {
  const known = new Map<string, Uint8Array>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const asked = new Map<string, () => Promise<Uint8Array>>();
    const look = (id: string, length: number, compute: () => Promise<Uint8Array>): Uint8Array => {
      const found = known.get(id);
      if (found === undefined) asked.set(id, compute);
      return found ?? new Uint8Array(length);
    };
    const result = run({
      hash(name, parts) {
        const content = concatBytes(parts);
        return look(`${name} ${hexOf(content)}`, lengths[name], () => digest(name, content));
      },
      hmac(name, key, parts) {
        const content = concatBytes(parts);
        return look(`${name} ${hexOf(key)} ${hexOf(content)}`, lengths[name], () => mac(name, key, content));
      },
      randomBytes: (length) => Uint8Array.from({ length }, (_, index) => (index * 37 + 11) & 255),
      sameBytes: () => notForExamples(),
      verifyEd25519: () => notForExamples(),
      signEd25519: () => notForExamples(),
      ed25519PublicKey: () => notForExamples(),
      readKeys: () => notForExamples(),
      newKeyPair: () => notForExamples(),
    });
    if (asked.size === 0) return result;
    for (const [id, compute] of asked) known.set(id, await compute());
  }
  throw new Error('a computation kept asking for new digests');
}

function notForExamples(): never {
  throw new Error('examples are made with HMACs and hashes of the SHA family only');
}

function nameOf(name: HashName): string {
  return name === 'md5' ? notForExamples() : names[name];
}

async function digest(name: HashName, content: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(nameOf(name), Uint8Array.from(content)));
}

async function mac(name: HashName, key: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: nameOf(name) };
  const imported = await crypto.subtle.importKey('raw', Uint8Array.from(key), algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, Uint8Array.from(content)));
}
