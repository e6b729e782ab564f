import { base64Of, base64UrlOf, concatBytes } from '../bytes.ts';
import type { ExportedPublicKey } from './crypto-port.ts';

/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410, section 4). */
const ED25519_SPKI = new Uint8Array([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]);

/** `publicKey`: 32 bytes (RFC 8032). The JWK is RFC 8037's. */
export function exportedEd25519(publicKey: Uint8Array): ExportedPublicKey {
  return {
    spki: concatBytes([ED25519_SPKI, publicKey]),
    jwk: { kty: 'OKP', crv: 'Ed25519', x: base64UrlOf(publicKey) },
  };
}

/** RFC 7468, section 13: lines of 64 characters. */
export function spkiPem(spki: Uint8Array): string {
  const lines = base64Of(spki).replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`;
}
