import { bytesFromBase64, bytesFromHex, utf8Bytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { CryptoPort } from './crypto-port.ts';
import type { Recipe } from './recipe.ts';

type SecretRule = NonNullable<Recipe['secret']>;

const asText: SecretRule = { encoding: 'utf8' };

/** The text the user pasted as the key of a MAC. The failure is a clause for a person: "it is not base64". */
export function keyOf(rule: SecretRule | undefined, secret: string, crypto: CryptoPort): Result<Uint8Array, string> {
  const { strip = [], encoding, normalize, hash } = rule ?? asText;
  let text = secret;
  for (const prefix of strip) text = withoutPrefix(text, prefix);
  if (normalize !== undefined) text = text.normalize(normalize);
  if (text === '') return fail('it is empty');
  const bytes = decoders[encoding](text);
  if (bytes === undefined) return fail(`it is not ${encoding}`);
  const weak = weakness(bytes);
  if (weak !== null) return fail(weak);
  return ok(hash === undefined ? bytes : crypto.hash(hash, [bytes]));
}

function withoutPrefix(text: string, prefix: string): string {
  const [before = '', after] = prefix.split('{word}');
  if (!text.startsWith(before)) return text;
  if (after === undefined) return text.slice(before.length);
  let end = before.length;
  while (/^\w$/.test(text.charAt(end))) end++;
  return end > before.length && text.startsWith(after, end) ? text.slice(end + after.length) : text;
}

/** HMAC pads its key with zero bytes, so an all-zero key of any length equals the empty one, which anybody can guess. */
function weakness(key: Uint8Array): string | null {
  if (key.length === 0) return 'it is empty';
  return key.every((byte) => byte === 0) ? 'it holds nothing but NUL bytes' : null;
}

const decoders = { utf8: utf8Bytes, hex: bytesFromHex, base64: bytesFromBase64 };

/** Keys of an Ed25519 scheme: the public key alone verifies, a seed verifies and signs. */
export interface Ed25519Key {
  readonly publicKey: Uint8Array;
  readonly seed: Uint8Array | null;
}

export const ED25519_SEED_PREFIX = 'seed:';

/** 64 hex digits are the public key, as providers show it; `seed:` and 64 hex digits the private key of RFC 8032, section 5.1.5. */
export function ed25519KeyOf(secret: string, crypto: CryptoPort): Result<Ed25519Key, string> {
  const isSeed = secret.startsWith(ED25519_SEED_PREFIX);
  const bytes = bytesFromHex(isSeed ? secret.slice(ED25519_SEED_PREFIX.length) : secret);
  if (secret === '') return fail('it is empty');
  if (bytes?.length !== 32) return fail('it is neither a public key of 64 hex digits nor “seed:” and 64 hex digits');
  const weak = weakness(bytes);
  if (weak !== null) return fail(weak);
  return ok(isSeed ? { publicKey: crypto.ed25519PublicKey(bytes), seed: bytes } : { publicKey: bytes, seed: null });
}
