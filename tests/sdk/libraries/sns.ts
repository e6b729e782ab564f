import { EventEmitter } from 'node:events';
import https from 'node:https';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { type OfficialLibrary, text, untyped } from '../official-library.ts';

const MessageValidator =
  untyped<new () => { validate(message: string, done: (error: Error | null) => void): void }>('sns-validator');

const pair = nodeCrypto.newKeyPair('rsa');
const other = nodeCrypto.newKeyPair('rsa');

/** Offline: the validator's own download is answered with our public key, which OpenSSL takes where a certificate may stand. */
function validate(message: string): Promise<boolean> {
  const { get } = https;
  const answer = (_url: unknown, respond: (response: EventEmitter & { statusCode: number }) => void) => {
    const response = Object.assign(new EventEmitter(), { statusCode: 200 });
    respond(response);
    response.emit('data', Buffer.from(pair.publicKey));
    response.emit('end');
    return new EventEmitter();
  };
  // The validator calls https.get(url, respond) and .on('error') of what it returns, and nothing else.
  https.get = answer as unknown as typeof https.get;
  return new Promise<boolean>((resolve) => {
    new MessageValidator().validate(message, (error) => resolve(error === null));
  }).finally(() => {
    https.get = get;
  });
}

const message = (words: string) =>
  `{"Type":"Notification","MessageId":"22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324","TopicArn":"arn:aws:sns:us-west-2:123456789012:MyTopic","Subject":"My First Message","Message":"${words}","Timestamp":"2026-01-01T00:00:00.000Z","SignatureVersion":"1","Signature":"AAAA","SigningCertURL":"https://sns.us-west-2.amazonaws.com/SimpleNotificationService-42.pem","UnsubscribeURL":"https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe"}`;
const noMessage = 'it wants a message with its fields';

export const sns: OfficialLibrary = {
  package: 'sns-validator',
  scheme: 'aws-sns',
  secret: pair.secret,
  receiverSecret: pair.publicKey,
  otherSecret: other.secret,
  headers: [
    ['content-type', 'text/plain; charset=UTF-8'],
    ['x-amz-sns-message-type', 'Notification'],
  ],
  bodies: {
    compact: message('hello'),
    unicode: message('Zoë grüßt 東京 🎉'),
    escapes: message('\\u00e9\\/\\ud83c\\udf89\\n<&>'),
    pretty: message('hello').replaceAll(',"', ',\r\n  "'),
    large: message('lorem ipsum '.repeat(5400)),
  },
  skip: { empty: noMessage, binary: noMessage, 'byte-order mark': noMessage },
  signature: { in: 'body', bytes: /"Signature":\s*"([^"]+)"/ },
  verify: (request) => validate(text(request)),
  differs: {},
};
