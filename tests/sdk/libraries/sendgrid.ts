import { EventWebhook } from '@sendgrid/eventwebhook';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { buffer, header, type OfficialLibrary } from '../official-library.ts';

const pair = nodeCrypto.newKeyPair('p256');
const other = nodeCrypto.newKeyPair('p256');
const webhook = new EventWebhook();
/** As SendGrid shows it: the PEM's base64 in one line. */
const receiverSecret = pair.publicKey.replace(/-----[A-Z ]+-----|\s/g, '');
const verificationKey = webhook.convertPublicKeyToECDSA(receiverSecret);

export const sendgrid: OfficialLibrary = {
  package: '@sendgrid/eventwebhook',
  scheme: 'sendgrid',
  secret: pair.secret,
  receiverSecret,
  otherSecret: other.secret,
  verify: (request) =>
    webhook.verifySignature(
      verificationKey,
      buffer(request),
      header(request, 'x-twilio-email-event-webhook-signature'),
      header(request, 'x-twilio-email-event-webhook-timestamp'),
    ),
  differs: {
    'trailing junk': 'its base64 decoder passes over other characters',
    binary: 'it decodes the body as UTF-8',
    'a day old': 'it does not look at the timestamp',
    'a day ahead': 'it does not look at the timestamp',
  },
};
