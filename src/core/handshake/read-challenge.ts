import { utf8ByteString } from '../bytes.ts';
import { jsonAt, type RequestParts } from '../signature/request-parts.ts';
import { MAX_CHALLENGE_BYTES, MAX_HANDSHAKE_BODY_BYTES } from './handshake.ts';

/** What may go back: no control characters, which neither a header nor a line of text holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in it
const CONTROL = /[\0-\x1f\x7f]/;

function challengeOf(values: readonly string[]): string | null {
  const [value] = values;
  if (values.length !== 1 || value === undefined || value === '') return null;
  return value.length > MAX_CHALLENGE_BYTES || CONTROL.test(value) ? null : value;
}

/** Decoded; null where it is absent, empty, repeated, or nothing that may be sent back. */
export function queryChallenge(parts: RequestParts, name: string): string | null {
  return challengeOf(parts.query(name));
}

export function headerChallenge(parts: RequestParts, name: string): string | null {
  return challengeOf(parts.header(name));
}

/** A text of the JSON body, as its UTF-8 bytes. */
export function jsonChallenge(parts: RequestParts, path: string): string | null {
  const value = jsonAt(parts.jsonBody(), path);
  return typeof value === 'string' ? challengeOf([utf8ByteString(value)]) : null;
}

/**
 * One that is signed with the endpoint's secret: letters, digits and what base64 and UUIDs add. Anything else and its sender could
 * have an event of its own making signed.
 */
export function signableChallenge(challenge: string | null): string | null {
  return challenge !== null && /^[\w+/=-]{1,256}$/.test(challenge) ? challenge : null;
}

/** Whether a small body holds the ASCII word, so that most bodies are not parsed to see that they are no handshake. */
export function bodyHas(parts: RequestParts, word: string): boolean {
  const { body } = parts.request;
  if (body.length < word.length || body.length > MAX_HANDSHAKE_BODY_BYTES) return false;
  const text = texts.get(parts) ?? words.decode(body);
  texts.set(parts, text);
  return text.includes(word);
}

/** Whatever else a body holds, its ASCII stays what it is; this decoder is many times faster than one for single bytes. */
const words = new TextDecoder('utf-8', { ignoreBOM: true });

/** A body is asked for a dozen words. */
const texts = new WeakMap<RequestParts, string>();

/** The members of the JSON body are these and no others. */
export function hasOnlyMembers(parts: RequestParts, names: readonly string[]): boolean {
  const value = parts.jsonBody();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const own = Object.keys(value);
  return own.length === names.length && names.every((name) => Object.hasOwn(value, name));
}
