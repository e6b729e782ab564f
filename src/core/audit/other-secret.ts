import type { CryptoPort } from '../signature/crypto-port.ts';
import type { Scheme } from '../signature/scheme.ts';

/**
 * A secret of the same form that is not the right one: every letter and digit of it moved on by `step` among its kind, so that
 * hex stays hex and base64 stays base64. Prefixes that a provider writes in front (`whsec_`) and identifiers stay.
 * null: none could be made that differs.
 */
export function otherSecret(scheme: Scheme, secret: string, step: number, crypto: CryptoPort): string | null {
  if (scheme.keyPair !== undefined && secret.includes('-----BEGIN ')) return crypto.newKeyPair(scheme.keyPair).secret;
  const kept =
    (scheme.identifier === undefined ? /^(?:[A-Za-z0-9]{1,12}[_-])+/ : /^[^:\n]*[:\n]/).exec(secret)?.[0] ?? '';
  const start = kept.length < secret.length ? kept.length : 0;
  // The last characters of base64 hold fewer bits than others; moved on, they might be no base64 any more.
  const tail = /[^=]{2}=*$/.exec(secret)?.[0].length ?? 0;
  const end = Math.max(start, secret.length - (secret.length - start > 8 ? tail : 0));
  const moved = secret.slice(start, end).replace(/[0-9a-zA-Z]/g, (character) => movedOn(character, step));
  const other = secret.slice(0, start) + moved + secret.slice(end);
  return other === secret ? null : other;
}

/** Kinds that never mix: a hex digit stays one in its case. */
const KINDS = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEF', 'GHIJKLMNOPQRSTUVWXYZ'];

function movedOn(character: string, step: number): string {
  const kind = KINDS.find((characters) => characters.includes(character)) ?? character;
  return kind.charAt((kind.indexOf(character) + step) % kind.length);
}
