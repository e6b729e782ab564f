import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { concatBytes } from '../../core/bytes.ts';
import type { AsymmetricKey, KeyAlgorithm, KeyKind, KeyPair } from '../../core/signature/crypto-port.ts';

/** Longer texts are no keys: a set of a hundred RSA keys has under 60 KiB. */
const MAX_TEXT = 64 * 1024;
const MAX_KEYS = 100;

/** Parsing a key takes as long as using it, and every capture of an endpoint is judged with the same ones. */
const cache = new Map<string, readonly AsymmetricKey[]>();
const MAX_CACHED = 64;

/** See `CryptoPort.readKeys`. */
export function readKeys(text: string): readonly AsymmetricKey[] {
  if (text.length > MAX_TEXT) return [];
  // By its hash, so that a secret's text does not stay here after the user deleted it.
  const id = createHash('sha256').update(text).digest('base64');
  const known = cache.get(id);
  if (known !== undefined) return known;
  const keys = parseKeys(text.trim());
  const [oldest] = cache.keys();
  if (cache.size >= MAX_CACHED && oldest !== undefined) cache.delete(oldest);
  cache.set(id, keys);
  return keys;
}

function parseKeys(text: string): readonly AsymmetricKey[] {
  if (text.startsWith('{')) return jwks(text);
  if (text.includes('-----BEGIN ')) {
    return text.split(/(?=-----BEGIN )/, MAX_KEYS + 1).flatMap((block) => keyOf(() => pemKey(block), null));
  }
  const compact = text.replace(/\s/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return [];
  const der = Buffer.from(compact, 'base64');
  const publicKey = keyOf(() => createPublicKey({ key: der, format: 'der', type: 'spki' }), null);
  return publicKey.length > 0
    ? publicKey
    : keyOf(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), null);
}

/** Written again with its line breaks, which fields of one line and environment variables lose. */
function pemKey(block: string): KeyObject {
  const [, label = '', base64 = ''] = /^-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END /.exec(block) ?? [];
  const lines = base64.replace(/\\n|\s/g, '').replace(/.{64}(?=.)/g, '$&\n');
  const pem = `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
  return label.endsWith('PRIVATE KEY') ? createPrivateKey(pem) : createPublicKey(pem);
}

/** A JWK, a set of them, an answer with one as `key`, or certificates in PEM by their ids, as some providers publish them. */
function jwks(text: string): readonly AsymmetricKey[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: a text without keys, which is an answer here. The parser's message would quote the secret.
    return [];
  }
  // An object, because the text began with a brace; its members are checked below.
  const found = value as { keys?: unknown; key?: unknown };
  const certificates = Object.entries(found).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].startsWith('-----BEGIN '),
  );
  if (certificates.length > 0) {
    return certificates.slice(0, MAX_KEYS).flatMap(([id, pem]) => keyOf(() => pemKey(pem), id));
  }
  const list = Array.isArray(found.keys) ? found.keys : [found.key ?? found];
  return list.slice(0, MAX_KEYS).flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return [];
    // createPublicKey checks every member itself and throws for what is no key.
    const jwk = each as JsonWebKey & { kid?: unknown };
    const id = typeof jwk.kid === 'string' ? jwk.kid : null;
    return keyOf(
      () =>
        jwk.d === undefined
          ? createPublicKey({ key: jwk, format: 'jwk' })
          : createPrivateKey({ key: jwk, format: 'jwk' }),
      id,
    );
  });
}

/** Nothing for what OpenSSL does not take for a key, and for kinds that no scheme uses. */
function keyOf(parse: () => KeyObject, id: string | null): readonly AsymmetricKey[] {
  let key: KeyObject;
  try {
    key = parse();
  } catch {
    // Any text may be asked about, and one that holds no key is an answer. OpenSSL's message says nothing a user could use.
    return [];
  }
  const kind = kindOf(key);
  return kind === null ? [] : [asymmetricKey(key, kind, id)];
}

const curves: Readonly<Record<string, KeyKind>> = { prime256v1: 'p256', secp384r1: 'p384', secp521r1: 'p521' };

function kindOf(key: KeyObject): KeyKind | null {
  switch (key.asymmetricKeyType) {
    case 'rsa': {
      // OpenSSL checks a signature of a 512-bit key too, and anybody can make one.
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      return bits >= 1024 && bits <= 16_384 ? 'rsa' : null;
    }
    case 'ec':
      return curves[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? null;
    case 'ed25519':
      return 'ed25519';
    default:
      return null;
  }
}

function asymmetricKey(key: KeyObject, kind: KeyKind, id: string | null): AsymmetricKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const modulusBytes = kind === 'rsa' ? Math.ceil((publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8) : null;
  return {
    kind,
    id,
    verify(algorithm, parts, signature) {
      const way = wayOf(kind, algorithm);
      if (way === null) return false;
      // RFC 8017, section 8.1.2, step 1. OpenSSL reads a PSS signature as a number and takes it without its leading zeros too.
      if (modulusBytes !== null && signature.length !== modulusBytes) return false;
      return verify(way.hash, concatBytes(parts), { key: publicKey, ...way.options }, signature);
    },
    exportPublic: () => ({
      spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
      // Node's type allows any member; of a public key every one is text.
      jwk: publicKey.export({ format: 'jwk' }) as Readonly<Record<string, string>>,
    }),
    sign:
      key.type === 'private'
        ? (algorithm, parts) => {
            const way = wayOf(kind, algorithm);
            if (way === null) throw new TypeError(`${algorithm} does not sign with a key of kind ${kind}`);
            return new Uint8Array(sign(way.hash, concatBytes(parts), { key, ...way.options }));
          }
        : null,
  };
}

interface Way {
  readonly hash: string | null;
  readonly options: { padding?: number; saltLength?: number; dsaEncoding?: 'der' | 'ieee-p1363' };
}

/** The raw form of an ECDSA signature belongs to one curve and one hash (RFC 7518, section 3.4). */
const rawHash: Partial<Record<KeyKind, string>> = { p256: 'sha256', p384: 'sha384', p521: 'sha512' };

function wayOf(kind: KeyKind, algorithm: KeyAlgorithm): Way | null {
  if (algorithm === 'ed25519') return kind === 'ed25519' ? { hash: null, options: {} } : null;
  const [family, second = '', third] = algorithm.split('-');
  if (family === 'rsa') {
    if (kind !== 'rsa') return null;
    if (second !== 'pss') return { hash: second, options: { padding: constants.RSA_PKCS1_PADDING } };
    return {
      hash: third ?? '',
      options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    };
  }
  if (kind === 'rsa' || kind === 'ed25519') return null;
  if (third === undefined) return { hash: second, options: { dsaEncoding: 'der' } };
  return rawHash[kind] === second ? { hash: second, options: { dsaEncoding: 'ieee-p1363' } } : null;
}

export function newKeyPair(kind: KeyKind): KeyPair {
  const { privateKey, publicKey } = generate(kind);
  return {
    secret: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

function generate(kind: KeyKind): { privateKey: KeyObject; publicKey: KeyObject } {
  switch (kind) {
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'p521':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
  }
}
