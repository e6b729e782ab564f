import { verifyKey } from 'discord-interactions';
import { bytesFromHex, hexOf } from '../../../src/core/bytes.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { buffer, header, type OfficialLibrary } from '../official-library.ts';

function publicKeyOf(secret: string): string {
  return hexOf(nodeCrypto.ed25519PublicKey(bytesFromHex(secret.slice('seed:'.length)) ?? new Uint8Array(0)));
}

export const discord: OfficialLibrary = {
  package: 'discord-interactions',
  scheme: 'discord',
  secret: `seed:${'42'.repeat(32)}`,
  otherSecret: `seed:${'43'.repeat(32)}`,
  verify: (request, secret) =>
    verifyKey(
      buffer(request),
      header(request, 'x-signature-ed25519'),
      header(request, 'x-signature-timestamp'),
      publicKeyOf(secret),
    ),
  differs: {
    'a day old': 'it does not look at the timestamp',
    'a day ahead': 'it does not look at the timestamp',
  },
};
