import { textOfByteString, utf8Bytes } from '../../bytes.ts';
import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake, newChallenge, unanswerable } from '../handshake.ts';
import { bodyHas, hasOnlyMembers, jsonChallenge } from '../read-challenge.ts';

const scheme = 'notion';
const name = 'Notion verification token';
const MAX_TOKEN_CHARS = 256;

/** https://developers.notion.com/reference/webhooks#step-2-verify-the-subscription */
export const notionVerification: Handshake = {
  scheme,
  name,
  methods: ['POST'],
  answer(parts, { secretsFor, mayKeep, crypto }) {
    if (!bodyHas(parts, 'verification_token') || parts.header('x-notion-signature').length > 0) return null;
    const value = hasOnlyMembers(parts, ['verification_token']) ? jsonChallenge(parts, 'verification_token') : null;
    if (value === null || value.length > MAX_TOKEN_CHARS) return null;
    const token = textOfByteString(value);
    const received = { ...answered({ name }, { kind: 'nothing' }), label: `${name} received` };
    if (secretsFor(scheme).some((secret) => crypto.sameBytes(utf8Bytes(secret), utf8Bytes(token)))) return received;
    if (!mayKeep(scheme)) return unanswerable({ name }, 'the endpoint has one already and does not await another');
    return { ...received, label: `${name} stored: reveal the secret and paste it there`, keeps: token };
  },
  requests: (context) => [asked('POST', askedJson({ verification_token: `secret_${newChallenge(context)}` }))],
};
