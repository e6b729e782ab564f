import { verifyKey } from 'discord-interactions';
import { hexOf } from '../../../src/core/bytes.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { buffer, header, type OfficialLibrary } from '../official-library.ts';

const seed = Uint8Array.from({ length: 32 }, () => 0x42);
const publicKey = hexOf(nodeCrypto.ed25519PublicKey(seed));

export const discord: OfficialLibrary = {
  package: 'discord-interactions',
  scheme: 'discord',
  secret: `seed:${hexOf(seed)}`,
  receiverSecret: publicKey,
  otherSecret: `seed:${'43'.repeat(32)}`,
  verify: (request) =>
    verifyKey(
      buffer(request),
      header(request, 'x-signature-ed25519'),
      header(request, 'x-signature-timestamp'),
      publicKey,
    ),
  differs: {
    'a day old': 'it does not look at the timestamp',
    'a day ahead': 'it does not look at the timestamp',
  },
};
