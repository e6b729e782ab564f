import type { Result } from '../result.ts';

/** A secret with the identifier that the provider shows beside it (an API key, a webhook id), pasted as one text. */
export interface IdentifiedSecret {
  /** null: only the secret was pasted, and the identifier is not checked. */
  readonly identifier: string | null;
  readonly secret: string;
}

/**
 * `identifier:secret`, or the identifier on the first line and the secret after it. `shape` says what an identifier looks
 * like, so that a secret that holds a colon itself is not cut.
 */
export function identifiedSecret(text: string, shape: RegExp): IdentifiedSecret {
  const line = text.indexOf('\n');
  const first = line === -1 ? '' : text.slice(0, line).trim();
  if (first !== '' && shape.test(first)) return { identifier: first, secret: text.slice(line + 1).trim() };
  const colon = text.indexOf(':');
  const before = colon === -1 ? '' : text.slice(0, colon);
  if (before !== '' && shape.test(before)) return { identifier: before, secret: text.slice(colon + 1).trim() };
  return { identifier: null, secret: text };
}

/** `load` with the identifier taken off first and kept beside the key. */
export function withIdentifier<Key>(
  text: string,
  shape: RegExp,
  load: (secret: string) => Result<Key, string>,
): Result<{ readonly identifier: string | null; readonly key: Key }, string> {
  const { identifier, secret } = identifiedSecret(text, shape);
  if (secret === '') return { ok: false, failure: 'it is only an identifier, without the secret' };
  const key = load(secret);
  return key.ok ? { ok: true, value: { identifier, key: key.value } } : key;
}
